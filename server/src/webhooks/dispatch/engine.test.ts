import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { answering, Receiver } from '../../testing/receiver.ts';
import { type Client, dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

const declare = async (client: Client) => client.rest('/v1/event-types', { body: invoiceGenerated });

const endpointAt = async (client: Client, url: string, more: object = {}) =>
  (await client.rest('/v1/endpoints', { body: { url, eventTypes: ['invoice.*'], ...more } })).body;

const publish = async (client: Client, amount: number, more: object = {}) =>
  client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount }, ...more } });

const amountsOf = (receiver: Receiver): number[] =>
  receiver.received.map(({ body }) => JSON.parse(body).data.amount);

describe.each(dialects)('the delivery engine on %s', (dialect) => {
  test('events of one subject arrive in order: one that fails holds back its own and no others', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect, { variables: { PARLEY_RETRY_SCHEDULE: '0,0.3,0.3' } });
    const client = await hub.client();
    await declare(client);
    await endpointAt(client, receiver.url, { ordered: true });
    const failed = Promise.withResolvers<void>();
    receiver.script((response) => void failed.promise.then(() => response.writeHead(500).end()));
    await publish(client, 1, { subject: 'invoice 7' });
    await receiver.count(1);

    for (const amount of [2, 3]) await publish(client, amount, { subject: 'invoice 7' });
    await publish(client, 100, { subject: 'invoice 8' });
    await publish(client, 200);
    await receiver.count(3);
    failed.resolve();
    await receiver.count(6);

    const amounts = amountsOf(receiver);
    expect(new Set(amounts.slice(0, 3))).toEqual(new Set([1, 100, 200]));
    expect(amounts.slice(3)).toEqual([1, 2, 3]);
  });

  test('a filter lets through what fits it; one that is no schema is refused', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await declare(client);
    const refused = await client.rest('/v1/endpoints', {
      body: { url: receiver.url, eventTypes: ['*'], filter: { type: 'sometimes' } },
    });
    expect(refused).toMatchObject({ status: 422, body: { code: 'endpoint.filter_invalid' } });

    await endpointAt(client, receiver.url, { filter: { properties: { amount: { minimum: 1000 } } } });
    expect((await publish(client, 999)).body.deliveryCount).toBe(0);
    expect((await publish(client, 1000)).body.deliveryCount).toBe(1);
    await receiver.count(1);
    expect(amountsOf(receiver)).toEqual([1000]);
  });

  test('v1a signatures verify with the public key, beside v1', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await declare(client);
    const endpoint = await endpointAt(client, receiver.url, { signatures: ['v1', 'v1a'] });
    await publish(client, 1);
    const [received] = await receiver.count(1);

    const signatures = String(received!.headers['webhook-signature']).split(' ');
    expect(signatures.map((one) => one.split(',')[0])).toEqual(['v1', 'v1a']);
    const { headers, body } = received!;
    const signed = [headers['webhook-id'], headers['webhook-timestamp'], body].join('.');
    const content = Buffer.from(signed);
    const x = Buffer.from(endpoint.publicKey.slice('whpk_'.length), 'base64').toString('base64url');
    const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } });
    const signature = Buffer.from(signatures[1]!.slice('v1a,'.length), 'base64');
    expect(verify(null, content, key, signature)).toBe(true);
    expect(verify(null, Buffer.from(`${signed} `), key, signature)).toBe(false);
  });

  test('an endpoint has a schedule of its own', async () => {
    await using receiver = await Receiver.start();
    receiver.otherwise(answering(500));
    await using hub = await TestHub.start(dialect, { variables: { PARLEY_RETRY_SCHEDULE: '0,3600' } });
    const client = await hub.client();
    await declare(client);
    await endpointAt(client, receiver.url, { retrySchedule: [0, 0.05, 0.05] });
    await publish(client, 1);
    await expect
      .poll(async () => (await client.rest('/v1/deliveries?status=exhausted')).body.items)
      .toMatchObject([{ attemptCount: 3 }]);
  });

  test('ten failures in a row pause an endpoint; what waits keeps its attempts, and a success ends the pause', async () => {
    await using receiver = await Receiver.start();
    receiver.otherwise(answering(500));
    await using hub = await TestHub.start(dialect, { variables: { PARLEY_RETRY_SCHEDULE: '0,0.4' } });
    const client = await hub.client();
    await declare(client);
    const { id } = await endpointAt(client, receiver.url);
    for (let amount = 0; amount < 12; amount += 1) await publish(client, amount);
    const endpoint = async () => (await client.rest(`/v1/endpoints/${id}`)).body;
    await expect.poll(endpoint).toMatchObject({
      pausedUntil: expect.any(String),
      status: 'active',
      failingSince: expect.any(String),
    });

    receiver.otherwise(answering(204));
    await expect.poll(endpoint).toMatchObject({
      failureStreak: 0,
      lastSuccessAt: expect.any(String),
      pausedUntil: null,
      failingSince: null,
    });
  });

  test('removing an endpoint while its attempts are recorded never fails', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await declare(client);
    const statuses = new Set<number>();
    for (let round = 1; round <= 25; round += 1) {
      const { id } = await endpointAt(client, receiver.url);
      await publish(client, round);
      await receiver.count(round);
      statuses.add((await client.rest(`/v1/endpoints/${id}`, { method: 'DELETE' })).status);
    }
    expect(statuses).toEqual(new Set([204]));
  });

  test('a pinned endpoint gets the shape of its version; a breaking version names whom it breaks', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await declare(client);
    await endpointAt(client, `${receiver.url}/free`);
    const next = {
      ...invoiceGenerated,
      schema: { type: 'object', required: ['total'], properties: { total: { type: 'integer' } } },
      example: { total: 7 },
    };

    const refused = await client.rest('/v1/event-types', { body: next });
    expect(refused).toMatchObject({ status: 409, body: { code: 'event_type.breaking' } });
    expect(refused.body.detail).toContain('1 endpoint');
    const untrue = await client.rest('/v1/event-types', {
      body: { ...next, downcast: [{ op: 'remove', path: '/total' }], acknowledgeBreaking: true },
    });
    expect(untrue).toMatchObject({ status: 422, body: { code: 'event_type.downcast_invalid' } });

    await endpointAt(client, `${receiver.url}/pinned`, { schemaVersions: { 'invoice.generated': 1 } });
    const accepted = await client.rest('/v1/event-types', {
      body: {
        ...next,
        downcast: [{ op: 'move', from: '/total', path: '/amount' }],
        acknowledgeBreaking: true,
      },
    });
    expect(accepted.body.version).toBe(2);
    const event = await client.rest('/v1/events', {
      body: { type: 'invoice.generated', data: { total: 5 } },
    });
    await receiver.count(2);
    const dataAt = (path: string) =>
      JSON.parse(receiver.received.find((one) => one.path === path)?.body ?? '{}').data;
    expect([dataAt('/free'), dataAt('/pinned')]).toEqual([{ total: 5 }, { amount: 5 }]);

    const deliveries = (await client.rest(`/v1/deliveries?eventId=${event.body.id}`)).body.items;
    const bodies = [];
    for (const { id } of deliveries)
      bodies.push((await client.rest(`/v1/deliveries/${id}`)).body.requestBody);
    expect(new Set(bodies)).toEqual(new Set(receiver.received.map(({ body }) => body)));
  });
});

test('a rate holds across two workers, and a worker that stops hands its endpoints over', async () => {
  await using receiver = await Receiver.start();
  await using api = await TestHub.start('postgresql', { roles: 'api' });
  const databaseUrl = api.config.database.dialect === 'postgresql' ? api.config.database.url : '';
  const first = await TestHub.start('postgresql', { roles: 'worker', databaseUrl });
  await using second = await TestHub.start('postgresql', { roles: 'worker', databaseUrl });
  expect(second.config.roles.has('worker')).toBe(true);
  const client = await api.client();
  await declare(client);
  const slow = await endpointAt(client, `${receiver.url}/slow`, { rateLimitPerSecond: 10 });
  const startedAt = Date.now();
  for (let amount = 0; amount < 12; amount += 1) await publish(client, amount);
  await receiver.count(12);
  expect(Date.now() - startedAt).toBeGreaterThan(1050);

  await first[Symbol.asyncDispose]();
  for (let amount = 0; amount < 5; amount += 1) await publish(client, amount);
  await receiver.count(17);
  const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids).size).toBe(17);
  expect(slow.rateLimitPerSecond).toBe(10);
});
