// Methods, addresses and bodies at the edges: what an address takes, and what is said of everything else.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createApp } from './doors/app.ts';
import { TestHub } from './testing/test-hub.ts';

const allMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

const methodsIn = (allow: string | null): string[] => (allow ?? '').split(', ').toSorted();

/** What is answered to these bytes. */
const sendRaw = async (hub: TestHub, bytes: string | Buffer): Promise<{ status: number; body: any }> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(hub.url);
    const socket = connect(Number(port), hostname, () => void socket.write(bytes));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      const [head = '', body = ''] = Buffer.concat(chunks).toString('utf8').split('\r\n\r\n');
      if (!body.endsWith('}')) return;
      socket.destroy();
      resolve({ status: Number(head.split(' ')[1]), body: JSON.parse(body) });
    });
    socket.on('error', reject);
  });

const requestOf = (method: string, target = '/v1/events') =>
  `${method} ${target} HTTP/1.1\r\nhost: parley.example\r\nconnection: close\r\n\r\n`;

test('every address says what it takes to OPTIONS, and refuses every other method with the same', async () => {
  await using hub = await TestHub.start('sqlite');
  const document = (await hub.rest('/v1/openapi.json')).body;
  const addresses = [
    ...Object.entries<object>(document.paths).map(([path, node]): [string, string[]] => [
      path.replaceAll(/\{\w+\}/g, 'x'),
      Object.keys(node).map((method) => method.toUpperCase()),
    ]),
    ['/healthz', ['GET']] as [string, string[]],
    ['/v1/openapi.json', ['GET']] as [string, string[]],
    ['/docs/problems', ['GET']] as [string, string[]],
  ];

  for (const [path, methods] of addresses) {
    const options = await hub.rest(path, { method: 'OPTIONS' });
    const taken = methodsIn(options.headers.get('allow'));
    expect([path, options.status, options.text]).toEqual([path, 204, '']);
    expect(taken).toEqual(expect.arrayContaining([...methods, 'OPTIONS']));
    expect(taken.includes('HEAD')).toBe(taken.includes('GET'));
    for (const method of allMethods.filter((one) => !taken.includes(one))) {
      const refused = await hub.rest(path, { method });
      expect([path, method, refused.status, refused.body.code]).toEqual([
        path,
        method,
        405,
        'request.method_not_allowed',
      ]);
      expect(methodsIn(refused.headers.get('allow'))).toEqual(taken);
    }
  }
});

test('a method that is taken nowhere is 501, whatever the address, and what is no request is 400', async () => {
  await using hub = await TestHub.start('sqlite');

  for (const method of ['FOO', 'PROPFIND', 'QUERY', 'LOCK', 'X-ODD'])
    for (const target of ['/v1/events', '/nothing']) {
      const { status, body } = await sendRaw(hub, requestOf(method, target));
      expect([method, target, status, body.code]).toEqual([method, target, 501, 'request.method_unknown']);
    }
  const tunnel = await sendRaw(hub, requestOf('CONNECT', 'other.example:443'));
  const handshake = await sendRaw(hub, Buffer.from('160301020001000301fc0303', 'hex'));
  const trace = await sendRaw(hub, requestOf('TRACE'));

  expect([tunnel.status, tunnel.body.code]).toEqual([501, 'request.method_unknown']);
  expect([handshake.status, handshake.body.code]).toEqual([400, 'request.malformed']);
  expect(trace.status).toBe(405);
});

test('a HEAD is judged as its GET and answered with its headers alone', async () => {
  await using hub = await TestHub.start('sqlite');
  const client = await hub.client();
  const paths = [
    '/v1/events',
    '/v1/events?limit=many',
    '/v1/events/evt_absent',
    `/v1/consumers/${client.consumerId}`,
    '/healthz',
    '/v1/openapi.json',
    '/docs/problems',
    '/nothing',
  ];

  for (const path of paths) {
    const get = await client.rest(path);
    const authorization = `Bearer ${client.secret}`;
    const head = await fetch(hub.url + path, { method: 'HEAD', headers: { authorization } });
    const kept = ({ headers }: { headers: Headers }) =>
      ['content-type', 'content-length', 'etag', 'link', 'cache-control'].map((name) => headers.get(name));
    // A problem has the id of its request in it, which is as long each time.
    expect([path, head.status, ...kept(head)]).toEqual([path, get.status, ...kept(get)]);
    expect(await head.text()).toBe('');
  }
});

describe('bodies and addresses', () => {
  const empty: [string, () => RequestInit][] = [
    ['no body at all', () => ({})],
    [
      'nothing of a form',
      () => ({ body: '', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    ],
    ['nothing of JSON', () => ({ body: '', headers: { 'content-type': 'application/json' } })],
    [
      'nothing in chunks',
      () => ({ body: new ReadableStream({ start: (stream) => stream.close() }), duplex: 'half' }),
    ],
  ];

  test.each(empty)(
    '%s is taken where every field may be left out, and told what is missing elsewhere',
    async (_name, initOf) => {
      await using hub = await TestHub.start('sqlite');
      const client = await hub.client();
      const endpoint = await client.rest('/v1/endpoints', {
        body: { url: 'http://127.0.0.1:9009/hook', eventTypes: ['*'] },
      });
      const post = async (path: string) => {
        const init = initOf();
        const headers = new Headers(init.headers);
        headers.set('authorization', `Bearer ${client.secret}`);
        const answer = await fetch(hub.url + path, { ...init, method: 'POST', headers });
        return { status: answer.status, body: (await answer.json()) as any };
      };

      const enabled = await post(`/v1/endpoints/${endpoint.body.id}/enable`);
      const rotated = await post(`/v1/endpoints/${endpoint.body.id}/rotate-secret/`);
      const published = await post('/v1/events');

      expect([enabled.status, rotated.status]).toEqual([200, 200]);
      expect([published.status, published.body.errors.map(({ path }: { path: string }) => path)]).toEqual([
        400,
        ['/type', '/data'],
      ]);
    },
  );

  test('something that is not JSON is still refused, in chunks as well', async () => {
    await using hub = await TestHub.start('sqlite');
    const client = await hub.client();
    const stream = () => new Blob(['a=b']).stream();
    const authorization = `Bearer ${client.secret}`;
    const post = async (init: RequestInit) => fetch(`${hub.url}/v1/events`, { ...init, method: 'POST' });

    const answers = [
      await post({ body: 'a=b', headers: { authorization, 'content-type': 'text/plain' } }),
      await post({ body: stream(), headers: { authorization }, duplex: 'half' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([415, 415]);
  });

  test('a slash at the end makes no other address', async () => {
    await using hub = await TestHub.start('sqlite');
    const client = await hub.client();

    const list = await client.rest('/v1/consumers/?limit=1');
    const one = await client.rest(`/v1/consumers/${client.consumerId}/`);
    const made = await client.rest('/v1/consumers/', { body: { name: 'Slash', kind: 'partner' } });

    expect([list.body.items.length, one.body.id, made.status]).toEqual([1, client.consumerId, 201]);
  });
});

test('who mistypes an address gets a problem, and a page of the console only who asks for one', async () => {
  await using hub = await TestHub.start('sqlite');
  const folder = mkdtempSync(join(tmpdir(), 'parley-console-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  const app = await createApp(hub.hub.services, {
    hasGateway: false,
    trustProxy: false,
    consoleFolder: folder,
    openApi: '{}',
    allowedOrigins: new Set(),
  });
  const ask = async (accept: string | undefined, url = '/consumers') => {
    const headers = { host: 'parley.example', ...(accept === undefined ? {} : { accept }) };
    const { statusCode, headers: answered } = await app.inject({ url, headers });
    return [statusCode, String(answered['content-type']).split(';')[0]];
  };

  const pages = [
    await ask('text/html,application/xhtml+xml,*/*;q=0.8'),
    await ask('application/json, text/html;q=0.5'),
  ];
  const problems = [
    await ask('application/json'),
    await ask('*/*'),
    await ask(undefined),
    await ask('text/html;q=0, application/json'),
    await ask('text/html', '/v1/nothing'),
  ];
  await app.close();
  rmSync(folder, { recursive: true });

  expect(pages).toEqual(pages.map(() => [200, 'text/html']));
  expect(problems).toEqual(problems.map(() => [404, 'application/problem+json']));
});
