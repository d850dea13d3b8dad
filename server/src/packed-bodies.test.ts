// Bodies that come packed, by the rules of all bodies: the credential first, and every bound of what is in them.
import { request as httpRequest } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { BodyBudget, bodyLimits } from './platform/request/body-budget.ts';
import { inflaterBytes } from './platform/request/inflate.ts';
import { type Client, invoiceGenerated, TestHub } from './testing/test-hub.ts';

const packed = { 'content-encoding': 'gzip', 'content-type': 'application/json' };

const post = async (client: Client, path: string, raw: Buffer, headers: Record<string, string> = packed) =>
  client.rest(path, { raw, headers });

const gzipOf = (value: unknown): Buffer => gzipSync(JSON.stringify(value));

test('a packed body is read as what is in it, with every digit and under a key', async () => {
  await using hub = await TestHub.start('sqlite');
  const client = await hub.client();
  await client.rest('/v1/event-types', { body: invoiceGenerated });
  const text = '{"type":"invoice.generated","data":{"amount":1.0,"serial":1541815603606036480}}';
  const headers = { ...packed, 'idempotency-key': 'packed' };

  const first = await post(client, '/v1/events', gzipSync(text), headers);
  const plain = await client.rest('/v1/events', { raw: text, headers: { 'idempotency-key': 'packed' } });
  const overTrpc = await hub.rest('/trpc/consumer.create', {
    raw: gzipOf({ name: 'Packed', kind: 'partner' }),
    headers: { ...packed, authorization: `Bearer ${client.secret}` },
  });

  expect(first.status).toBe(201);
  expect([plain.headers.get('idempotent-replayed'), plain.body.id]).toEqual(['true', first.body.id]);
  const read = await client.rest(`/v1/events/${first.body.id}`);
  expect(read.body.dataText).toBe('{"amount":1.0,"serial":1541815603606036480}');
  expect(overTrpc.body.result.data.name).toBe('Packed');
});

test('a large document comes packed to the thread that reads it', async () => {
  await using hub = await TestHub.start('sqlite');
  const client = await hub.client();
  await hub.admin.api.create({ slug: 'wide', name: 'Wide' });
  const paths = Object.fromEntries(
    Array.from({ length: 400 }, (_, index) => [
      `/things/${index}`,
      { get: { operationId: `get${index}`, responses: { 200: { description: 'x'.repeat(1000) } } } },
    ]),
  );
  const raw = gzipOf({ document: { openapi: '3.1.0', info: { title: 'Wide', version: '1' }, paths } });

  const uploaded = await post(client, '/v1/apis/wide/versions', raw);

  expect([uploaded.status, uploaded.body.operationCount]).toEqual([201, 400]);
});

test('what unpacks to more than the body may have is refused, however small it came', async () => {
  await using hub = await TestHub.start('sqlite');
  const client = await hub.client();
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));
  const nothing = gzipSync('');
  // Of nothing but empty parts: it never grows.
  const empty = Buffer.concat(Array.from({ length: 50_000 }, () => nothing));
  const before = process.memoryUsage().rss;

  const answers = await Promise.all(Array.from({ length: 8 }, async () => post(client, '/v1/events', bomb)));
  const never = await post(client, '/v1/events', empty);

  expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
    answers.map(() => [413, 'request.too_large']),
  );
  expect([400, 413]).toContain(never.status);
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  // Everything that it held was given back.
  expect((await post(client, '/v1/consumers', gzipOf({ name: 'After', kind: 'partner' }))).status).toBe(201);
});

test('what is not gzip, is cut off, or is packed in another way is refused in words', async () => {
  await using hub = await TestHub.start('sqlite');
  const client = await hub.client();
  const whole = gzipOf({ name: 'a', kind: 'partner' });

  const plain = await post(client, '/v1/consumers', Buffer.from('{"name":"a","kind":"partner"}'));
  const cut = await post(client, '/v1/consumers', whole.subarray(0, whole.length - 12));
  const brotli = await post(client, '/v1/consumers', brotliCompressSync('{}'), {
    ...packed,
    'content-encoding': 'br',
  });
  const twice = await post(client, '/v1/consumers', gzipSync(whole), {
    ...packed,
    'content-encoding': 'gzip, gzip',
  });

  expect([plain, cut].map(({ status, body }) => [status, body.detail])).toEqual(
    [plain, cut].map(() => [400, expect.stringContaining('gzip')]),
  );
  expect([brotli, twice].map(({ status, headers }) => [status, headers.get('accept-encoding')])).toEqual([
    [415, 'gzip'],
    [415, 'gzip'],
  ]);
});

test('nothing is unpacked for who may not call', async () => {
  await using hub = await TestHub.start('sqlite');
  const { hostname, port } = new URL(hub.url);
  const status = await new Promise<number>((resolve, reject) => {
    const headers = { ...packed, 'content-length': 500_000 };
    const sent = httpRequest({ hostname, port, path: '/v1/events', method: 'POST', headers }, (answer) => {
      resolve(answer.statusCode ?? 0);
      sent.destroy();
    });
    sent.on('error', reject);
    sent.flushHeaders();
  });

  expect(status).toBe(401);
});

test('what unpacking holds by itself is counted', () => {
  const budget = new BodyBudget({ ...bodyLimits, smallBytesOfOne: inflaterBytes });
  const owner = { id: 'a', isAnyone: false };
  budget.open(owner).hold(inflaterBytes);

  expect(() => budget.open(owner).hold(inflaterBytes)).toThrow(
    expect.objectContaining({ code: 'request.busy' }),
  );
});
