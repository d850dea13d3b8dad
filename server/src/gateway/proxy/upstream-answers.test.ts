import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestHub } from '../../testing/test-hub.ts';

let hub: TestHub;

beforeAll(async () => {
  hub = await TestHub.start('sqlite', { roles: 'api,gateway' });
});

afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

const portOf = (): number => Number(new URL(hub.url).port);

/** Sends these bytes and answers all that came until the connection ended. */
const send = async (bytes: string): Promise<string> => {
  const socket = connect(portOf(), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString('latin1');
  });
  socket.on('error', () => undefined);
  socket.write(bytes, 'latin1');
  await once(socket, 'close');
  return answer;
};

const statusesOf = (answer: string): number[] =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

/** An upstream that answers with these bytes, whatever it is asked. */
const answering = async (bytes: string) => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => socket.write(bytes, 'latin1'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};

describe('what an upstream answers', () => {
  const plain = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}';

  test.each([
    ['early hints', `HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n${plain}`, [200]],
    ['interim answers', `HTTP/1.1 102 Processing\r\n\r\n${plain}`, [200]],
    ['a word to go on that nobody waited for', `HTTP/1.1 100 Continue\r\n\r\n${plain}`, [502]],
    ['two answers', `${plain}${plain}`, [200]],
    [
      'a protocol that nobody asked for',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
      [502],
    ],
    ['two lengths that differ', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}', [502]],
    [
      'a length and chunks',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      [502],
    ],
    ['headers without end', `HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(40_000)}\r\n\r\n`, [502]],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', [502]],
  ])('%s', async (_name, bytes, statuses) => {
    await using away = await answering(bytes);
    const slug = `api-${crypto.randomUUID().slice(0, 8)}`;
    await hub.admin.api.create({ slug, name: slug });
    await hub.admin.route.create({
      api: slug,
      upstreams: [{ url: away.url, weight: 1 }],
      policy: { credential: 'none', retries: 0, times: { firstByteMs: 1000, connectMs: 500 } },
    });

    const answer = await send(
      `GET /gateway/${slug}/ HTTP/1.1\r\nHost: parley.example\r\nConnection: close\r\n\r\n`,
    );

    expect(statusesOf(answer)).toEqual(statuses);
  });

  test('chunks and trailers come as a body, and trailers end here', async () => {
    await using away = await answering(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n5\r\nhello\r\n0\r\nX-T: 1\r\n\r\n',
    );
    await hub.admin.api.create({ slug: 'trailing', name: 'Trailing' });
    await hub.admin.route.create({
      api: 'trailing',
      upstreams: [{ url: away.url, weight: 1 }],
      policy: { credential: 'none' },
    });

    const answer = await hub.rest('/gateway/trailing');

    expect([answer.status, answer.text, answer.headers.get('trailer')]).toEqual([200, 'hello', null]);
  });
});
