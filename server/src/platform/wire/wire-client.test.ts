import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WireClient } from './wire-client.ts';

const servers: Server[] = [];
const clients: WireClient[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
  for (const client of clients.splice(0)) await client.close();
});

/** A server that does this with request number `n` of all, on connection number `connection`. */
const listen = async (answer: (socket: Socket, n: number, connection: number) => void) => {
  let requests = 0;
  let connections = 0;
  const heads: string[] = [];
  const server = createServer((socket) => {
    connections += 1;
    const connection = connections;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      heads.push(chunk.toString());
      requests += 1;
      answer(socket, requests, connection);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const client = new WireClient({
    bodyBytesMax: 1000,
    headBytesMax: 1000,
    interimBytesMax: 1000,
    framingBytesMax: 1000,
    deadlineMs: 3000,
  });
  clients.push(client);
  const target = {
    origin: `http://a.test:${port}`,
    authority: `a.test:${port}`,
    path: '/hook?x=1',
    host: 'a.test',
    port,
    isSecure: false,
  };
  const post = async (headers: Record<string, string> = {}, body = '{}', addresses = ['127.0.0.1']) =>
    client.send({ method: 'POST', target, headers, body, addresses: async () => addresses });
  return { post, heads, counts: () => ({ requests, connections }) };
};

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

test('a request is what it was asked to be, and its connection is used again', async () => {
  const { post, heads, counts } = await listen((socket) => void socket.write(ok));

  await post({ 'x-a': 'b' }, '{"a":"ü"}');
  await post({ 'x-a': 'c' });

  const [, authority] = /host: (\S+)/.exec(heads[0] ?? '') ?? [];
  expect(heads[0]).toBe(
    `POST /hook?x=1 HTTP/1.1\r\nhost: ${authority}\r\nconnection: keep-alive\r\nx-a: b\r\ncontent-length: 10\r\n\r\n{"a":"ü"}`,
  );
  expect(counts()).toEqual({ requests: 2, connections: 1 });
});

test('a header that would be two is refused', async () => {
  const { post, counts } = await listen((socket) => void socket.write(ok));

  await expect(post({ 'x-a': 'b\r\nx-c: d' })).rejects.toMatchObject({ code: 'HEADER_INVALID' });
  expect(counts().requests).toBe(0);
});

test.each(['end', 'reset'] as const)(
  'a connection that was used before and ends by %s without an answer is replaced once',
  async (how) => {
    const { post, counts } = await listen((socket, n) => {
      if (n !== 2) socket.write(ok);
      else if (how === 'end') socket.end();
      else socket.resetAndDestroy();
    });
    await post();

    expect(await post()).toMatchObject({ status: 200 });
    expect(counts()).toEqual({ requests: 3, connections: 2 });
  },
);

test('once, and not for ever: a second end is a failure', async () => {
  const { post, counts } = await listen(
    (socket, n) => void (n === 1 ? socket.write(ok) : socket.resetAndDestroy()),
  );
  await post();

  await expect(post()).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(counts().requests).toBe(3);
});

test('a new connection that ends, and one that ends in the middle of an answer, are not tried again', async () => {
  const { post, counts } = await listen((socket, n) => {
    if (n === 2) socket.write(ok);
    else socket.end(n === 1 ? '' : 'HTTP/1.1 200 OK\r\ncontent-le');
  });

  await expect(post()).rejects.toMatchObject({ code: 'CLOSED' });
  await post();
  await expect(post()).rejects.toMatchObject({ code: 'CLOSED' });
  expect(counts().requests).toBe(3);
});

test('what came late after an answer is not taken for the next one', async () => {
  const { post, counts } = await listen((socket, n) => void socket.write(n === 2 ? `late${ok}` : ok));
  await post();

  expect(await post()).toMatchObject({ status: 200 });
  expect(counts()).toEqual({ requests: 3, connections: 2 });
});

test('an answer without a length on a connection that stays open is taken after a second', async () => {
  const { post } = await listen((socket) => void socket.write('HTTP/1.1 200 OK\r\n\r\nhello'));

  expect(await post()).toMatchObject({ status: 200, body: Buffer.from('hello'), keepAliveMs: 0 });
});

test('a reset after headers without a length leaves the status that was said', async () => {
  const { post } = await listen((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n', () => setTimeout(() => socket.resetAndDestroy(), 50));
  });

  expect(await post()).toMatchObject({ status: 200 });
});

test('of several addresses the first that accepts is taken', async () => {
  const { post } = await listen((socket) => void socket.write(ok));

  expect(await post({}, '{}', ['127.9.9.9', '::1', '127.0.0.1'])).toMatchObject({ status: 200 });
});

test('more calls than connections take turns on them', async () => {
  const { post, counts } = await listen((socket) => void setTimeout(() => socket.write(ok), 20));

  const answers = await Promise.all(Array.from({ length: 200 }, async () => post()));

  expect(answers.filter(({ status }) => status === 200)).toHaveLength(200);
  expect(counts()).toEqual({ requests: 200, connections: 64 });
});
