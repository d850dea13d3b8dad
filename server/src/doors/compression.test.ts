import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import fastify from 'fastify';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, invoiceGenerated, TestHub } from '../testing/test-hub.ts';
import { compressAnswers } from './compression.ts';

const fill = async ({ admin }: TestHub): Promise<void> => {
  for (let count = 0; count < 20; count += 1)
    await admin.eventType.declare({ ...invoiceGenerated, name: `invoice.generated${count}` });
};

let hub: TestHub;
let client: Client;

beforeAll(async () => {
  hub = await TestHub.start('sqlite');
  client = await hub.client();
  await fill(hub);
});

afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

/** As it comes over the wire: `fetch` would decode it. */
const get = async (path: string, headers: Record<string, string>, on = hub) => {
  const answer = await request(on.url + path, { headers });
  return { ...answer, body: Buffer.from(await answer.body.arrayBuffer()) };
};

const list = '/trpc/eventType.list?input=%7B%7D';

describe('a list', () => {
  const key = () => ({ authorization: `Bearer ${client.secret}` });

  test.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const)('is sent as %s to whoever takes it, over both doors', async (coding, decode) => {
    for (const path of ['/v1/event-types', list]) {
      const plain = await get(path, key());
      const short = await get(path, { ...key(), 'accept-encoding': coding });

      expect([plain.headers['content-encoding'], short.headers['content-encoding']]).toEqual([
        undefined,
        coding,
      ]);
      expect(short.headers['content-length']).toBe(String(short.body.length));
      expect(short.body.length).toBeLessThan(plain.body.length / 2);
      expect(decode(short.body).toString()).toBe(plain.body.toString());
      for (const { headers } of [plain, short]) expect(headers.vary).toMatch(/\baccept-encoding\b/);
    }
  });

  test('is sent as it is to whoever refuses the codings, or takes others', async () => {
    for (const coding of ['identity', 'br;q=0, gzip;q=0', 'zstd, deflate', ''])
      expect(
        (await get('/v1/event-types', { ...key(), 'accept-encoding': coding })).headers,
      ).not.toHaveProperty('content-encoding');
  });

  test('and so is the document, but nothing short and no problem', async () => {
    const takes = { 'accept-encoding': 'gzip, deflate, br' };

    expect((await get('/v1/openapi.json', takes)).headers['content-encoding']).toBe('br');
    expect((await get('/healthz', takes)).headers).not.toHaveProperty('content-encoding');
    expect((await get('/v1/event-types', takes)).headers).not.toHaveProperty('content-encoding');
  });
});

test('over https a signed-in browser is answered compressed to pages of our own only', async () => {
  await using secure = await TestHub.start('sqlite', {
    variables: { PARLEY_PUBLIC_URL: 'https://parley.example' },
  });
  await fill(secure);
  const { cookie } = await secure.browser();
  const codingFor = async (site: string | undefined, headers: Record<string, string> = { cookie }) => {
    const sent = { ...headers, 'accept-encoding': 'br', ...(site ? { 'sec-fetch-site': site } : {}) };
    return (await get(list, sent, secure)).headers['content-encoding'];
  };

  expect(await codingFor('same-origin')).toBe('br');
  for (const site of [undefined, 'none', 'same-site', 'cross-site'])
    expect(await codingFor(site)).toBeUndefined();
  const { secret } = await secure.client();
  expect(await codingFor(undefined, { authorization: `Bearer ${secret}` })).toBe('br');
});

describe('by itself', () => {
  const large = JSON.stringify(
    Array.from({ length: 400_000 }, (_, index) => `${Math.imul(index, 2_654_435_761)} ${index}`),
  );

  const serve = async () => {
    const app = fastify();
    app.decorateRequest('admitted', null);
    compressAnswers(app, 'https://parley.example');
    app.get('/large', async (_request, reply) => reply.type('application/json').send(large));
    app.get('/tagged', async (_request, reply) =>
      reply.type('application/json').header('etag', '"1"').send(large),
    );
    app.get('/events', async (_request, reply) => reply.type('text/event-stream').send(large));
    return app;
  };
  const ask = async (app: Awaited<ReturnType<typeof serve>>, url: string) =>
    app.inject({ url, headers: { 'accept-encoding': 'br' } });

  test('answers are compressed two at a time, and nobody waits for that', async () => {
    const app = await serve();

    const answers = await Promise.all(Array.from({ length: 6 }, async () => ask(app, '/large')));

    const codings = answers.map(({ headers }) => headers['content-encoding']);
    expect(codings.filter((coding) => coding === 'br')).toHaveLength(2);
    expect((await ask(app, '/large')).headers['content-encoding']).toBe('br');
  });

  test('a large answer is compressed beside the event loop', async () => {
    const app = await serve();
    await ask(app, '/large');
    const [all, here] = [process.cpuUsage(), process.threadCpuUsage()];

    await ask(app, '/large');

    expect(process.threadCpuUsage(here).user).toBeLessThan(process.cpuUsage(all).user / 2);
  });

  test('what a strong tag names is left as it is, and so are events', async () => {
    const app = await serve();

    expect((await ask(app, '/tagged')).headers).not.toHaveProperty('content-encoding');
    expect((await ask(app, '/events')).headers).not.toHaveProperty('content-encoding');
  });
});
