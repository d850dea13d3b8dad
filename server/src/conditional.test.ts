// Requests with conditions, RFC 9110: `If-None-Match` on what is read, `If-Match` on every operation that takes it, also
// twice at once from two processes. An operation that begins to take it is walked without a word here.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Operation, operationsOf } from './doors/operation.ts';
import { appRouter } from './doors/router.ts';
import { ifMatchPattern } from './platform/request/entity-tag.ts';
import { dialects, invoiceGenerated, TestHub } from './testing/test-hub.ts';
import { accessRows } from './testing/twice/access-rows.ts';
import { administrationRows } from './testing/twice/administration-rows.ts';
import { contractsRows } from './testing/twice/contracts-rows.ts';
import { endpointRows } from './testing/twice/endpoint-rows.ts';
import { gatewayRows } from './testing/twice/gateway-rows.ts';
import { monitoringRows } from './testing/twice/monitoring-rows.ts';
import { type Outcome, Pair } from './testing/twice/pair.ts';
import { fillPath } from './testing/twice/row.ts';
import { webhooksRows } from './testing/twice/webhooks-rows.ts';

const rows = {
  ...accessRows,
  ...administrationRows,
  ...contractsRows,
  ...endpointRows,
  ...gatewayRows,
  ...monitoringRows,
  ...webhooksRows,
};
const operations = operationsOf(appRouter);
const conditional = operations.filter(({ meta }) => meta.takesIfMatch);
const readable = new Set<string>(
  operations.flatMap(({ meta }) => (meta.openapi.method === 'GET' && meta.tag ? [meta.openapi.path] : [])),
);

/** The address of what an operation changes: its own, or the one above its verb. */
const resourceOf = ({ meta }: Operation): string =>
  [meta.openapi.path, meta.openapi.path.replace(/\/[^/]+$/, ''), `${meta.openapi.path}/{name}`].find((path) =>
    readable.has(path),
  ) ?? meta.openapi.path;

test('whatever changes something that has an ETag takes If-Match', () => {
  const without = operations.filter(
    (one) =>
      one.type === 'mutation' &&
      !one.meta.takesIfMatch &&
      one.meta.openapi.path.includes('{') &&
      readable.has(resourceOf(one)),
  );

  // They make something new, and change nothing of what they are asked at.
  expect(without.map(({ name }) => name).toSorted()).toEqual([
    'contract.check',
    'contract.upload',
    'endpoint.test',
    'issuer.refreshKeys',
    'planPreview.get',
    'recovery.recoverEndpoint',
    'requirement.comment',
  ]);
});

describe('at two processes', () => {
  let pair: Pair;

  beforeAll(async () => {
    pair = await Pair.start();
  });

  afterAll(async () => {
    await pair[Symbol.asyncDispose]();
  });

  const gone = [
    'endpoint.not_found',
    'issuer.not_found',
    'identity_provider.not_found',
    'route.not_found',
    'contract_change.not_accepted',
  ];
  const isLate = ({ code }: Outcome) => code === 'request.precondition_failed' || gone.includes(code ?? '');

  /** What to send, and the tag of what it changes. */
  const arrange = async (operation: Operation) => {
    const { name, meta } = operation;
    const prepared = name === 'eventType.declare' ? 'eventType.update' : name;
    const { calls } = await rows[prepared]!.prepare(pair, 2);
    const { input, as = pair.owner } = calls[0]!;
    const whole = { ...(input as object), ...(name === 'eventType.declare' ? { description: 'More.' } : {}) };
    const sent = { method: meta.openapi.method, ...fillPath(meta.openapi.path, whole), as };
    if (name === 'eventType.declare') sent.body = whole;
    const origin = pair.hubs[0].config.publicUrl;
    const first = name.startsWith('contractChange.')
      ? await pair.hubs[0].rest(sent.path, { body: { reason: 'First.' }, headers: { ...pair.owner, origin } })
      : await pair.hubs[0].rest(fillPath(resourceOf(operation), whole).path, { headers: as });
    return { sent, tag: first.headers.get('etag') ?? 'none' };
  };

  test.each(conditional.map((one): [string, Operation] => [one.name, one]))(
    'of two %s that know the same state one is done, and who knows an older one does nothing',
    async (_name, operation) => {
      const { sent, tag } = await arrange(operation);
      const headers = { ...sent.as, origin: pair.hubs[0].config.publicUrl, 'if-match': '"older"' };

      const older = await pair.hubs[0].rest(sent.path, { ...sent, headers });
      const outcomes = await pair.raceOverRest(sent, { 'if-match': tag });

      expect([older.status, older.body.code]).toEqual([412, 'request.precondition_failed']);
      expect(tag).toMatch(/^"[\w-]{22}(?:\.[\w-]{22})?"$/);
      expect(outcomes.filter(({ code }) => code === null)).toHaveLength(1);
      expect(outcomes.filter(isLate)).toHaveLength(1);
    },
  );
});

describe.each(dialects)('on %s', (dialect) => {
  test('what was created is found at its Location, under the ETag that the answer told', async () => {
    await using hub = await TestHub.start(dialect);
    const { cookie } = await hub.browser();
    const { consumerId } = await hub.client();
    const place = { consumerId, environment: 'live' };
    const headers = { cookie, origin: hub.config.publicUrl };
    const created = async (path: string, body: object) => hub.rest(path, { body, headers });
    const answers = [
      await created('/v1/consumers', { name: 'Northwind', kind: 'partner' }),
      await created('/v1/staff', { email: 'ada@parley.example', role: 'viewer' }),
      await created(`/v1/consumers/${consumerId}/requirements`, { purpose: 'To bill.' }),
      await created('/v1/api-keys', { ...place, name: 'ci', scopes: ['events:read'] }),
      await created('/v1/endpoints', { ...place, url: 'http://127.0.0.1:9009/hook', eventTypes: ['*'] }),
      await created('/v1/event-types', invoiceGenerated),
      await created('/v1/apis', { slug: 'billing', name: 'Billing' }),
      await created('/v1/apis/billing/versions', {
        document: { openapi: '3.1.0', info: { title: 'Billing', version: '1' }, paths: {} },
      }),
    ];

    for (const answer of answers) {
      const location = answer.headers.get('location') ?? '';
      expect([location, answer.status]).toEqual([expect.stringContaining(hub.config.publicUrl), 201]);
      const read = await hub.rest(new URL(location).pathname, { headers });
      expect([location, read.status]).toEqual([location, 200]);
      const [state = 'none'] = read.headers.get('etag')?.split(/[".]/).slice(1) ?? [];
      if (!location.includes('/staff/')) expect(answer.headers.get('etag')).toContain(state);
    }
  });

  test('what was there already is answered 200, and points nowhere', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    const document = { openapi: '3.1.0', info: { title: 'Billing', version: '1' }, paths: {} };
    await hub.admin.api.create({ slug: 'billing', name: 'Billing' });
    const first = await client.rest('/v1/apis/billing/versions', { body: { document } });

    const again = [
      await client.rest('/v1/event-types', { body: { ...invoiceGenerated, description: 'Other.' } }),
      await client.rest('/v1/event-types', {
        body: invoiceGenerated,
        headers: { 'idempotency-key': 'declared' },
      }),
      await client.rest('/v1/apis/billing/versions', { body: { document } }),
    ];

    expect(first.status).toBe(201);
    expect(again.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(again.map(({ headers }) => headers.get('location'))).toEqual([null, null, null]);
  });

  test('a caller that has it already is answered 304 without a body, until it changes', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const path = `/v1/consumers/${client.consumerId}`;
    const read = async (known: string, method = 'GET') =>
      client.rest(path, { method, headers: { 'if-none-match': known } });
    const tag = (await client.rest(path)).headers.get('etag') ?? '';

    const same = [await read(tag), await read(`"x", W/${tag}`), await read('*'), await read(tag, 'HEAD')];
    const unreadable = await read(tag.replaceAll('"', ''));
    const changed = await client.rest(path, { method: 'PATCH', body: { description: 'New.' } });
    const after = await read(tag);

    expect(same.map(({ status, text, headers }) => [status, text, headers.get('etag')])).toEqual(
      same.map(() => [304, '', tag]),
    );
    expect(unreadable.status).toBe(200);
    expect([after.status, after.body.description]).toEqual([200, 'New.']);
    expect(after.headers.get('etag')).toBe(changed.headers.get('etag'));
    expect((await read(changed.headers.get('etag') ?? '')).status).toBe(304);
  });

  test('what an endpoint does by itself is seen by who reads, and keeps nobody from changing it', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const url = 'http://127.0.0.1:9009/hook';
    const created = await client.rest('/v1/endpoints', { body: { url, eventTypes: ['*'] } });
    const path = `/v1/endpoints/${created.body.id}`;
    const before = (await client.rest(path)).headers.get('etag') ?? '';
    await client.rest(`${path}/test`, { body: {} });
    await expect.poll(async () => (await client.rest(path)).body.failureStreak).toBeGreaterThan(0);

    const read = await client.rest(path, { headers: { 'if-none-match': before } });
    const changed = await client.rest(path, {
      method: 'PATCH',
      body: { description: 'Ours.' },
      headers: { 'if-match': before },
    });

    expect(read.status).toBe(200);
    expect(changed.status).toBe(200);
  });
});

test('an If-Match that is none is refused by every operation that takes it, whether or not anything is there', async () => {
  await using hub = await TestHub.start('sqlite');
  const { cookie } = await hub.browser('owner', 'ada@parley.example');
  const malformed = ['x', '"x', 'W/x', '"x" "y"', '*, "x"', '"x",', 'w/"x"', '"a b"'];

  const answers = await Promise.all(
    conditional.map(async ({ name, meta: { openapi } }, index) => {
      const { status, body } = await hub.rest(openapi.path.replaceAll(/\{\w+\}/g, 'none'), {
        method: openapi.method,
        ...(openapi.method === 'DELETE' ? {} : { body: {} }),
        headers: {
          cookie,
          origin: hub.config.publicUrl,
          'if-match': malformed[index % malformed.length] ?? '',
        },
      });
      return `${name} ${status} ${body.errors?.[0]?.path}`;
    }),
  );

  expect(conditional.length).toBeGreaterThan(malformed.length);
  expect(answers).toEqual(conditional.map(({ name }) => `${name} 400 /headers/if-match`));
});

test('what the document says of If-Match fits what may be sent, and nothing else', async () => {
  const pattern = new RegExp(ifMatchPattern);
  const good = ['*', '"x"', 'W/"x"', '"a", W/"b"', '"a","b"', '""'];
  const bad = ['x', '"x', 'W/x', '"x" "y"', '*, "x"', '"x",', 'w/"x"', '"a b"', ''];

  expect(good.filter((one) => !pattern.test(one))).toEqual([]);
  expect(bad.filter((one) => pattern.test(one))).toEqual([]);
});

test('a condition that cannot be read, or that nobody would look at, is refused in words', async () => {
  await using hub = await TestHub.start('sqlite');
  const client = await hub.client();
  const path = `/v1/consumers/${client.consumerId}`;
  const change = async (known: string) =>
    client.rest(path, { method: 'PATCH', body: { description: 'x' }, headers: { 'if-match': known } });
  const tag = (await client.rest(path)).headers.get('etag') ?? '';

  const unquoted = await change(tag.replaceAll('"', ''));
  const weak = await change(`W/${tag}`);
  const unlooked = await client.rest('/v1/events', { body: {}, headers: { 'if-match': '*' } });
  const any = await change('*');
  const absent = await Promise.all(
    ['*', 'W/"x"', '"x"'].map(async (known) =>
      client.rest('/v1/event-types', { body: invoiceGenerated, headers: { 'if-match': known } }),
    ),
  );

  expect([unquoted.status, unquoted.body.errors[0].path]).toEqual([400, '/headers/if-match']);
  expect([weak.status, weak.body.code]).toEqual([412, 'request.precondition_failed']);
  expect([unlooked.status, unlooked.body.errors[0].path]).toEqual([400, '/headers/if-match']);
  expect(any.status).toBe(200);
  expect(absent.map(({ status }) => status)).toEqual([412, 412, 412]);
  expect((await client.rest('/v1/event-types')).body.items).toEqual([]);
});
