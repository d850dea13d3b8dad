import { Readable } from 'node:stream';
import { Agent, request } from 'undici';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { operationsOf } from './doors/operation.ts';
import { appRouter } from './doors/router.ts';
import { dialects, invoiceGenerated, TestHub } from './testing/test-hub.ts';

const isProblem = (answer: { headers: Headers; body: any }) =>
  answer.headers.get('content-type')?.startsWith('application/problem+json') &&
  typeof answer.body.type === 'string' &&
  answer.body.requestId === answer.headers.get('x-request-id');

describe('every failure over REST is an RFC 9457 problem', () => {
  const cases: [string, string, object, number, string][] = [
    ['malformed JSON', '/v1/events', { raw: '{"type":' }, 400, 'request.malformed'],
    [
      'invalid UTF-8',
      '/v1/events',
      { raw: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]) },
      400,
      'request.malformed',
    ],
    [
      'a __proto__ key',
      '/v1/events',
      { raw: '{"type":"a","data":{"__proto__":{"x":1}}}' },
      400,
      'request.malformed',
    ],
    [
      'a constructor.prototype key',
      '/v1/events',
      { raw: '{"data":{"constructor":{"prototype":{}}}}' },
      400,
      'request.malformed',
    ],
    [
      'a lone surrogate',
      '/v1/events',
      { raw: '{"type":"a","data":{"x":"\\ud800"}}' },
      400,
      'request.malformed',
    ],
    [
      'a lone surrogate in a key',
      '/v1/events',
      { raw: '{"type":"a","data":{"\\udc00":1}}' },
      400,
      'request.malformed',
    ],
    [
      'a NUL character',
      '/v1/events',
      { raw: '{"type":"a","data":{"x":"\\u0000"}}' },
      400,
      'request.malformed',
    ],
    [
      'nesting past 64 levels',
      '/v1/events',
      { raw: `${'['.repeat(100)}${']'.repeat(100)}` },
      400,
      'request.malformed',
    ],
    ['a body that is no object', '/v1/events', { raw: '[]' }, 400, 'request.invalid'],
    ['a body that is null', '/v1/recoveries', { raw: 'null' }, 400, 'request.invalid'],
    ['missing fields', '/v1/events', { body: {} }, 400, 'request.invalid'],
    [
      'an unknown field',
      '/v1/consumers',
      { body: { name: 'x', kind: 'partner', isAdmin: true } },
      400,
      'request.invalid',
    ],
    [
      'a body of 2 MB',
      '/v1/events',
      { raw: `{"data":"${'x'.repeat(2_000_000)}"}` },
      413,
      'request.too_large',
    ],
    [
      'a form',
      '/v1/events',
      { raw: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'request.unsupported_media_type',
    ],
    [
      'plain text',
      '/v1/events',
      { raw: '{}', headers: { 'content-type': 'text/plain' } },
      415,
      'request.unsupported_media_type',
    ],
    ['an unknown route', '/v1/nothing', {}, 404, 'request.not_found'],
    ['a wrong method', '/v1/events', { method: 'DELETE' }, 405, 'request.method_not_allowed'],
    ['a bad %-escape', '/v1/events/%zz', {}, 400, 'request.malformed'],
    ['a NUL in the query', '/v1/events?subject=%00', {}, 400, 'request.malformed'],
    ['a wrong number', '/v1/events?limit=many', {}, 400, 'request.invalid'],
    ['a forged cursor', '/v1/events?cursor=JyBvciAxPTE', {}, 400, 'request.invalid'],
    ['an unknown query field', '/v1/events?ownerId=con_1', {}, 400, 'request.invalid'],
  ];

  test.each(cases)('%s', async (_name, path, call, status, code) => {
    await using hub = await TestHub.start('sqlite');
    const client = await hub.client();

    const answer = await client.rest(path, call);

    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(isProblem(answer)).toBe(true);
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:|select |insert /);
    expect((await client.rest('/v1/events')).body.items).toEqual([]);
  });
});

test('a wrong method says which ones are taken', async () => {
  await using hub = await TestHub.start('sqlite');

  const answer = await hub.rest('/v1/events', { method: 'PUT', body: {} });

  expect(answer.headers.get('allow')).toBe('POST, GET, HEAD, OPTIONS');
});

test('a request id of the caller is kept when it is clean, and replaced when it is not', async () => {
  await using hub = await TestHub.start('sqlite');

  const clean = await hub.rest('/healthz', { headers: { 'x-request-id': 'trace-42.a' } });
  const dirty = await hub.rest('/healthz', { headers: { 'x-request-id': 'a b<script>' } });

  expect(clean.headers.get('x-request-id')).toBe('trace-42.a');
  expect(dirty.headers.get('x-request-id')).toMatch(/^req_/);
});

test('each problem type is a page', async () => {
  await using hub = await TestHub.start('sqlite');
  const { body } = await hub.rest('/v1/events');

  const page = await hub.rest(new URL(body.type).pathname);

  expect(page.status).toBe(200);
  expect(page.body).toContain('auth.required');
});

test('calls over REST never loosen a schema', async () => {
  await using hub = await TestHub.start('sqlite');
  const client = await hub.client();
  const schemas = () =>
    operationsOf(appRouter).map(({ name, input }) => [
      name,
      z.toJSONSchema(input, { unrepresentable: 'any' }),
    ]);
  const before = JSON.stringify(schemas());

  await client.rest('/v1/events?limit=2');
  await client.rest('/v1/endpoints', {
    body: { url: 'https://a.example/', eventTypes: ['*'], rateLimitPerSecond: 5 },
  });
  const asText = await hub.trpc('event.list', { limit: '2' }, 'GET', {
    authorization: `Bearer ${client.secret}`,
  });
  const rateAsText = await client.rest('/v1/endpoints', {
    body: { url: 'https://a.example/', eventTypes: ['*'], rateLimitPerSecond: '5' },
  });

  expect(JSON.stringify(schemas())).toBe(before);
  expect(asText.body.code).toBe('request.invalid');
  expect(rateAsText.body.errors).toEqual([expect.objectContaining({ path: '/rateLimitPerSecond' })]);
});

test('both doors give the same answer to the same call', async () => {
  await using hub = await TestHub.start('sqlite');
  const client = await hub.client();
  await client.rest('/v1/event-types', { body: invoiceGenerated });
  const headers = { authorization: `Bearer ${client.secret}` };

  const overRest = await client.rest('/v1/event-types/invoice.generated');
  const overTrpc = await hub.trpc('eventType.get', { name: 'invoice.generated' }, 'GET', headers);
  const refusedRest = await client.rest('/v1/event-types/nothing');
  const refusedTrpc = await hub.trpc('eventType.get', { name: 'nothing' }, 'GET', headers);

  expect(overTrpc.body).toEqual(overRest.body);
  expect([refusedTrpc.status, refusedTrpc.body.code]).toEqual([refusedRest.status, refusedRest.body.code]);
});

test('a batch over tRPC is bounded', async () => {
  await using hub = await TestHub.start('sqlite');
  const names = Array.from({ length: 11 }, () => 'session.current').join(',');

  const answer = await hub.rest(`/trpc/${names}?batch=1&input={}`);

  expect(answer.status).toBe(400);
});

test('a client that drips its body is cut off', async () => {
  await using hub = await TestHub.start('sqlite');
  const { secret } = await hub.client();
  const agent = new Agent({ connections: 1 });

  const slow = await request(`${hub.url}/v1/events`, {
    dispatcher: agent,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': '1000',
      authorization: `Bearer ${secret}`,
    },
    body: Readable.from(
      (async function* drip() {
        yield Buffer.from('{');
        await new Promise((resolve) => setTimeout(resolve, 25_000).unref());
      })(),
    ),
  }).then(
    (answer) => answer.statusCode,
    () => 'cut off',
  );

  expect([408, 'cut off']).toContain(slow);
  await agent.destroy();
}, 30_000);

describe.each(dialects)('Idempotency-Key on %s', (dialect) => {
  test('the same request again gets the same answer, secret included, and makes one row', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const call = {
      body: { url: 'https://a.example/hook', eventTypes: ['*'] },
      headers: { 'idempotency-key': 'k-1' },
    };

    const first = await client.rest('/v1/endpoints', call);
    const again = await client.rest('/v1/endpoints', call);

    expect(again.status).toBe(201);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    expect((await client.rest('/v1/endpoints')).body.items).toHaveLength(1);
  });

  test('another body with the same key is refused, for publishing as well', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    const headers = { 'idempotency-key': '"k-1"' };
    await client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount: 1 } }, headers });

    const other = await client.rest('/v1/events', {
      body: { type: 'invoice.generated', data: { amount: 2 } },
      headers,
    });

    expect([other.status, other.body.code]).toEqual([422, 'idempotency.mismatch']);
    expect((await client.rest('/v1/events')).body.items).toHaveLength(1);
  });

  test('fifty concurrent equal posts make one event; the others replay it or are told that it runs', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    const call = {
      body: { type: 'invoice.generated', data: { amount: 1 } },
      headers: { 'idempotency-key': 'burst' },
    };

    const answers = await Promise.all(Array.from({ length: 50 }, () => client.rest('/v1/events', call)));

    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    expect(answers.some(({ status }) => status === 201)).toBe(true);
    expect((await client.rest('/v1/events')).body.items).toHaveLength(1);
  });

  test('a key of the same consumer does not replay what another key created', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const colleague = await hub.client({ consumerId: client.consumerId });
    const call = { body: { name: 'ci', scopes: ['events:read'] }, headers: { 'idempotency-key': 'same' } };
    const first = await client.rest('/v1/api-keys', call);

    const second = await colleague.rest('/v1/api-keys', call);

    expect(second.status).toBe(201);
    expect(second.body.secret).not.toBe(first.body.secret);
  });

  test('a refused request stores nothing, so that the key can be used again', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const headers = { 'idempotency-key': 'retry' };
    await client.rest('/v1/endpoints', { body: { url: 'http://10.0.0.1/', eventTypes: ['*'] }, headers });

    const right = await client.rest('/v1/endpoints', {
      body: { url: 'https://a.example/', eventTypes: ['*'] },
      headers,
    });

    expect(right.status).toBe(201);
  });

  test('after 24 hours a key is free again', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const headers = { 'idempotency-key': 'old' };
    await client.rest('/v1/consumers', { body: { name: 'first', kind: 'partner' }, headers });
    hub.advance(24 * 3_600_000 + 1000);

    const later = await client.rest('/v1/consumers', { body: { name: 'second', kind: 'partner' }, headers });

    expect([later.status, later.body.name]).toEqual([201, 'second']);
  });
});
