import { createServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { parseCidr } from './address.ts';
import { Outbound, type OutboundOptions } from './outbound-fetch.ts';

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** A raw TCP server that answers each connection as told; counts connections. */
const listen = async (
  answer: (socket: Socket) => void,
  host = '127.0.0.1',
): Promise<{ port: number; hits: () => number }> => {
  let hits = 0;
  const server = createServer((socket) => {
    hits += 1;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('data', () => answer(socket));
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, host, resolve);
  });
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : 0, hits: () => hits };
};

const outbound = (options: Partial<OutboundOptions> = {}) =>
  new Outbound({
    allow: ['127.0.0.2/32'].map(parseCidr),
    ownPort: 4100,
    deadlineMs: 400,
    bodyBytesMax: 1000,
    ...options,
  });

const post = async (target: Outbound, url: string) =>
  target.post({ url, headers: { 'content-type': 'application/json' }, body: '{}' });

const refusedTexts = [
  'http://127.0.0.1/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://017700000001/',
  'http://127.1/',
  'http://0/',
  'http://①②⑦.⓪.⓪.①/',
  'http://127。0。0。1/',
  'http://127.0.0.1./',
  'http://%31%32%37.0.0.1/',
  'http://[::1]/',
  'http://[::ffff:7f00:1]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://169.254.169.254/latest/',
  'http://192.168.0.1/',
  'http://user@a.example/',
  'http://user:pass@a.example/',
  'http://a.example\\@127.0.0.1/',
  'http://a b.example/',
  'http://a.example:25/',
  'http://a.example:6379/',
  'http://a.example:0/',
  'http://a.example:70000/',
  'ftp://a.example/',
  'file:///etc/passwd',
  'gopher://a.example/',
  'javascript:alert(1)',
  'unix:/var/run/docker.sock',
  'nonsense',
  '',
  'http://localhost/',
  'http://printer.local/',
  'http://db.internal/',
  'http://intranet/',
  'http://metadata/',
  'http://kubernetes.default.svc/',
];

describe('an address that may not be called is refused before anything is dialled', () => {
  test.each(refusedTexts)('%s', async (url) => {
    const target = outbound({
      resolve: async (name) => {
        throw new Error(`ENOTFOUND ${name}`);
      },
    });

    expect(await target.refusalOf(url)).toBeTruthy();
    expect((await post(target, url)).kind).not.toBe('answered');
  });
});

describe('a name is judged by every one of its addresses, at the time of the call', () => {
  const answers: [string, string[]][] = [
    ['loopback', ['127.0.0.1']],
    ['a private address among public ones', ['93.184.215.14', '10.0.0.5']],
    ['IPv6 loopback', ['::1']],
    ['metadata', ['169.254.169.254']],
  ];

  test.each(answers)('%s', async (_name, addresses) => {
    const canary = await listen((socket) => socket.end());
    const resolve = async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    const target = outbound({ resolve });

    const outcome = await post(target, `http://rebound.example:${canary.port}/`);

    expect(outcome).toMatchObject({ kind: 'blocked' });
    expect(await target.refusalOf(`http://rebound.example:${canary.port}/`)).toContain(
      'not a public address',
    );
    expect(canary.hits()).toBe(0);
  });

  test('a name that changes its mind after the check is caught at the dial', async () => {
    const canary = await listen((socket) => socket.end());
    const turns = [['8.8.8.8'], ['127.0.0.1']];
    const resolve = async () => (turns.shift() ?? ['127.0.0.1']).map((address) => ({ address, family: 4 }));
    const target = outbound({ resolve });
    const url = `http://rebound.example:${canary.port}/`;

    expect(await target.refusalOf(url)).toBeNull();
    expect((await post(target, url)).kind).toBe('blocked');
    expect(canary.hits()).toBe(0);
  });
});

test('an allowed name is dialled at the address that was checked', async () => {
  const receiver = await listen((socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'), '127.0.0.2');
  const target = outbound({ resolve: async () => [{ address: '127.0.0.2', family: 4 }] });

  const outcome = await post(target, `http://billing.example:${receiver.port}/hook`);

  expect(outcome).toMatchObject({ kind: 'answered', status: 204 });
});

test('our own port is never called, by address or by name', async () => {
  const own = await listen((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
  const target = outbound({
    allow: ['127.0.0.0/8'].map(parseCidr),
    ownPort: own.port,
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  });

  expect((await post(target, `http://127.0.0.1:${own.port}/`)).kind).toBe('blocked');
  expect((await post(target, `http://a.example:${own.port}/`)).kind).toBe('blocked');
  expect(own.hits()).toBe(0);
});

describe('a receiver cannot hold us', () => {
  const listenAllowed = (answer: (socket: Socket) => void) => listen(answer, '127.0.0.2');
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n';

  test('one that never answers', async () => {
    const receiver = await listenAllowed(() => undefined);

    const outcome = await post(outbound(), `http://127.0.0.2:${receiver.port}/`);

    expect(outcome).toMatchObject({
      kind: 'unreachable',
      reason: 'No complete answer within 0.4 s: nothing came.',
    });
  });

  test('one that drips its body past the deadline', async () => {
    const receiver = await listenAllowed((socket) => {
      socket.write(`${head}content-length: 1000\r\n\r\n`);
      const drip = setInterval(() => socket.write('x'), 50);
      socket.once('close', () => clearInterval(drip));
    });

    expect((await post(outbound(), `http://127.0.0.2:${receiver.port}/`)).kind).toBe('unreachable');
  });

  test('one whose body never ends', async () => {
    const receiver = await listenAllowed((socket) => {
      socket.write(`${head}transfer-encoding: chunked\r\n\r\n`);
      const flood = () => {
        while (socket.writable && socket.write(`1000\r\n${'x'.repeat(4096)}\r\n`));
        socket.once('drain', flood);
      };
      flood();
    });

    const outcome = await post(outbound(), `http://127.0.0.2:${receiver.port}/`);

    expect(outcome).toMatchObject({ kind: 'answered', status: 200 });
    expect(outcome.kind === 'answered' && outcome.body.length).toBe(1000);
  });

  test('one that answers with a compressed bomb: it is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    const receiver = await listenAllowed((socket) => {
      socket.write(`${head}content-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`);
      socket.end(bomb);
    });

    const outcome = await post(outbound(), `http://127.0.0.2:${receiver.port}/`);

    expect(outcome.kind === 'answered' && outcome.body.length).toBe(1000);
  });

  test('one that sends headers without end', async () => {
    const receiver = await listenAllowed((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      socket.write(`x-a: ${'b'.repeat(100_000)}\r\n\r\n`);
    });

    expect((await post(outbound(), `http://127.0.0.2:${receiver.port}/`)).kind).toBe('unreachable');
  });
});
