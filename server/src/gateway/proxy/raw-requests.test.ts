import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, TestHub } from '../../testing/test-hub.ts';
import { Upstream } from '../../testing/upstream.ts';

let upstream: Upstream;
let hub: TestHub;
let client: Client;

beforeAll(async () => {
  upstream = await Upstream.start();
  hub = await TestHub.start('sqlite', { roles: 'api,gateway' });
  client = await hub.client({ scopes: ['events:read'] });
  await hub.admin.api.create({ slug: 'orders', name: 'Orders' });
  await hub.admin.route.create({
    api: 'orders',
    upstreams: [{ url: `${upstream.url}/base`, weight: 1 }],
    policy: { publicOperations: ['GET /public/*'] },
  });
});

afterAll(async () => {
  await hub[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
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

interface Sent {
  method?: string;
  path?: string;
  lines?: string[];
  body?: string;
}

/** A request of a consumer that may call, with what a case adds. */
const requestOf = ({ method = 'GET', path = '/items', lines = [], body = '' }: Sent): string =>
  [
    `${method} /gateway/orders${path} HTTP/1.1`,
    'Host: parley.example',
    `Authorization: Bearer ${client.secret}`,
    'Connection: close',
    ...lines,
    '',
    body,
  ].join('\r\n');

const hidden = 'GET /gateway/orders/hidden HTTP/1.1\r\nHost: parley.example\r\n\r\n';

/** None of these may be taken for a call of anything. */
const refused: Record<string, Sent> = {
  'a length and chunks': {
    method: 'POST',
    lines: ['Content-Length: 5', 'Transfer-Encoding: chunked'],
    body: `0\r\n\r\n${hidden}`,
  },
  'chunks and a length': {
    method: 'POST',
    lines: ['Transfer-Encoding: chunked', 'Content-Length: 5'],
    body: `0\r\n\r\n${hidden}`,
  },
  'two lengths': { method: 'POST', lines: ['Content-Length: 5', 'Content-Length: 50'], body: 'hello' },
  'two equal lengths': { method: 'POST', lines: ['Content-Length: 5', 'Content-Length: 5'], body: 'hello' },
  'a length with a sign': { method: 'POST', lines: ['Content-Length: +5'], body: 'hello' },
  'two encodings': {
    method: 'POST',
    lines: ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'],
    body: `0\r\n\r\n${hidden}`,
  },
  'an encoding in a list': {
    method: 'POST',
    lines: ['Transfer-Encoding: gzip, chunked'],
    body: `0\r\n\r\n${hidden}`,
  },
  'an encoding that is spelt with a blank': {
    method: 'POST',
    lines: ['Transfer-Encoding : chunked'],
    body: `0\r\n\r\n${hidden}`,
  },
  'an encoding that nobody knows': { method: 'POST', lines: ['Transfer-Encoding: xchunked'], body: hidden },
  'a folded header': { lines: ['X-A: 1', ' Transfer-Encoding: chunked'] },
  'a header with a bare line feed': { lines: ['X-A: 1\nTransfer-Encoding: chunked'] },
  'a header with a carriage return': { lines: ['X-A: 1\rX-B: 2'] },
  'a chunk without a number': {
    method: 'POST',
    lines: ['Transfer-Encoding: chunked'],
    body: 'zz\r\nhello\r\n0\r\n\r\n',
  },
  'a read with a body': { lines: ['Content-Length: 5'], body: 'hello' },
  'two hosts': { lines: ['Host: other.example'] },
  'a host with a path': { lines: [], path: '/items HTTP/1.1\r\nHost: a/b\r\nX:' },
  'two credentials': { lines: ['Authorization: Bearer other'] },
  'a credential with an underscore beside': { lines: ['Content_Length: 5'] },
  'a framing header of one connection': {
    method: 'POST',
    lines: ['Connection: content-length', 'Content-Length: 5'],
    body: 'hello',
  },
  'the host of one connection': { lines: ['Connection: host'] },
  dots: { path: '/../secret' },
  'dots behind': { path: '/public/..' },
  'dots in disguise': { path: '/%2e%2e/secret' },
  'one dot in disguise': { path: '/%2e/secret' },
  'dots half in disguise': { path: '/.%2E/secret' },
  'dots with a parameter': { path: '/..;/secret' },
  'dots in disguise twice': { path: '/%252e%252e/secret' },
  'a slash in disguise': { path: '/a%2fsecret' },
  'a slash in disguise twice': { path: '/a%252fsecret' },
  'a backslash': { path: '/a\\..\\secret' },
  'a backslash in disguise': { path: '/a%5csecret' },
  'a NUL in disguise': { path: '/a%00' },
  'a half escape': { path: '/a%2' },
  'an empty segment': { path: '//secret' },
  'a fragment': { path: '/a#b' },
  'letters beyond ASCII': { path: '/\xe4' },
  'a method that nobody knows': { method: 'PURGE' },
  'a method that is not passed on': { method: 'TRACE' },
  'a method in small letters': { method: 'get' },
  'an expectation that nobody knows': {
    method: 'POST',
    lines: ['Expect: 200-ok', 'Content-Length: 5'],
    body: 'hello',
  },
};

describe('on a raw connection', () => {
  test.each(Object.entries(refused))('%s: nothing reaches the upstream', async (_name, sent) => {
    const before = upstream.seen.length;

    const answer = await send(requestOf(sent));

    expect(upstream.seen.length).toBe(before);
    expect(statusesOf(answer)).toEqual([expect.toSatisfy((status: number) => status >= 400 && status < 502)]);
  });

  test('an address spelt in another way is not one of the API', async () => {
    const before = upstream.seen.length;
    const spelt = [
      '/%67ateway/orders/items',
      '/gateway/%6frders/items',
      '/GATEWAY/orders/items',
      '//gateway/orders/items',
    ];

    const answers = await Promise.all(
      spelt.map(async (path) =>
        send(
          `GET ${path} HTTP/1.1\r\nHost: parley.example\r\nAuthorization: Bearer ${client.secret}\r\nConnection: close\r\n\r\n`,
        ),
      ),
    );

    expect(answers.map((answer) => statusesOf(answer)[0])).toEqual([404, 404, 404, 404]);
    expect(upstream.seen.length).toBe(before);
  });

  test('what is of one connection ends there, and ours cannot be taken away by naming it', async () => {
    await send(
      requestOf({
        lines: [
          'Connection: x-secret, x-parley-consumer, x-forwarded-for',
          'X-Secret: 1',
          'Keep-Alive: timeout=5',
          'Proxy-Authorization: Basic YTpi',
          'Proxy-Connection: keep-alive',
          'TE: trailers',
          'Trailer: X-T',
          'X-Parley-Consumer: con_other',
          'X-PARLEY-CONSUMER: con_other',
          'X_Parley_Consumer: con_other',
          'X-Forwarded-For: 10.0.0.1',
        ],
      }),
    );

    const { rawHeaders, headers } = upstream.last;
    const names = rawHeaders.filter((_name, index) => index % 2 === 0).map((name) => name.toLowerCase());
    for (const name of ['x-secret', 'keep-alive', 'proxy-authorization', 'proxy-connection', 'te', 'trailer'])
      expect(names, name).not.toContain(name);
    expect(names.filter((name) => name.replaceAll('_', '-') === 'x-parley-consumer')).toEqual([
      'x-parley-consumer',
    ]);
    expect([headers['x-parley-consumer'], headers['x-forwarded-for']]).toEqual([
      client.consumerId,
      '127.0.0.1',
    ]);
  });

  test('an upgrade to anything but WebSocket goes on as a plain call', async () => {
    const answer = await send(
      requestOf({
        lines: ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk'],
      }),
    );

    expect(statusesOf(answer)).toEqual([200]);
    expect([upstream.last.headers.upgrade, upstream.last.headers['http2-settings']]).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('a chunked body is framed anew, and its extensions and trailers end here', async () => {
    const answer = await send(
      requestOf({
        method: 'POST',
        lines: ['Transfer-Encoding: chunked'],
        body: '5;x=1\r\nhello\r\n0\r\nX-Parley-Consumer: con_other\r\n\r\n',
      }),
    );

    expect(statusesOf(answer)).toEqual([200]);
    expect(upstream.last.body).toBe('hello');
    expect(upstream.last.headers['x-parley-consumer']).toBe(client.consumerId);
  });

  test('who waits to be told is refused before a byte of body, and told once it may', async () => {
    const body = 'x'.repeat(1000);
    const lines = ['Expect: 100-continue', `Content-Length: ${body.length}`];
    const before = upstream.seen.length;
    const refusal = await send(
      `POST /gateway/orders/items HTTP/1.1\r\nHost: parley.example\r\n${lines.join('\r\n')}\r\n\r\n`,
    );
    expect([statusesOf(refusal), upstream.seen.length]).toEqual([[401], before]);

    const socket = connect(portOf(), '127.0.0.1');
    socket.write(requestOf({ method: 'POST', lines }));
    const [first] = await once(socket, 'data');
    socket.write(body);
    const [second] = await once(socket, 'data');
    socket.destroy();

    expect(String(first)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
    expect(String(second)).toMatch(/^HTTP\/1\.1 200 /);
    expect(upstream.last.body).toBe(body);
  });

  test('a second request behind a body is decided on by itself', async () => {
    const before = upstream.seen.length;
    const ending = hidden.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n');

    const answer = await send(
      `GET /gateway/orders/public/1 HTTP/1.1\r\nHost: parley.example\r\n\r\n${ending}`,
    );

    expect(statusesOf(answer)).toEqual([200, 401]);
    expect([upstream.seen.length, upstream.last.url]).toEqual([before + 1, '/base/public/1']);
  });

  test('a head that comes by the byte ends within its time', async () => {
    const before = upstream.seen.length;
    const socket = connect(portOf(), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    socket.write('GET /gateway/orders/items HTTP/1.1\r\nHost: parley');
    await once(socket, 'close');

    expect([statusesOf(answer), upstream.seen.length]).toEqual([[408], before]);
  });
});
