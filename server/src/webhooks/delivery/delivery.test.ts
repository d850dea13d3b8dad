import { createServer } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { describe, expect, test } from 'vitest';
import { Catalog } from '../catalog/catalog.service.ts';
import { answering, Receiver } from '../../testing/receiver.ts';
import { type Client, dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';
import { DeliveryWorker } from '../dispatch/dispatch.worker.ts';

const publishTo = async (client: Client, url: string) => {
  await client.rest('/v1/event-types', { body: invoiceGenerated });
  const endpoint = await client.rest('/v1/endpoints', {
    body: { url, eventTypes: ['invoice.*'], headers: { 'x-tenant': 'north' } },
  });
  const event = await client.rest('/v1/events', {
    body: { type: 'invoice.generated', data: { amount: 1200 } },
  });
  return { endpoint: endpoint.body, event: event.body };
};

const deliveryIn = async (client: Client, status: string) => {
  const list = async () => (await client.rest(`/v1/deliveries?status=${status}`)).body.items;
  await expect.poll(list).not.toEqual([]);
  return (await client.rest(`/v1/deliveries/${(await list())[0].id}`)).body;
};

describe.each(dialects)('delivering on %s', (dialect) => {
  test('what arrives is verified by the public packages, through a rotation', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const { endpoint, event } = await publishTo(client, receiver.url);
    await receiver.count(1);

    const rotated = await client.rest(`/v1/endpoints/${endpoint.id}/rotate-secret`, { method: 'POST' });
    await client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount: 2 } } });
    const [first, second] = await receiver.count(2);

    const headersOf = (received: typeof first) => received!.headers as Record<string, string>;
    expect(new Webhook(endpoint.secret).verify(first!.body, headersOf(first))).toMatchObject({
      type: 'invoice.generated',
      data: { amount: 1200 },
    });
    for (const secret of [endpoint.secret, rotated.body.secret]) {
      new Webhook(secret).verify(second!.body, headersOf(second));
      new SvixWebhook(secret).verify(second!.body, headersOf(second));
    }
    expect(() => new Webhook(rotated.body.secret).verify(first!.body, headersOf(first))).toThrow();
    expect(first!.headers).toMatchObject({
      'webhook-id': event.id,
      'x-tenant': 'north',
      'content-type': 'application/json',
    });
  });

  test('after the overlap only the new secret signs', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const { endpoint } = await publishTo(client, receiver.url);
    await receiver.count(1);
    await client.rest(`/v1/endpoints/${endpoint.id}/rotate-secret`, { body: { overlapSeconds: 0 } });

    await client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount: 2 } } });
    const [, second] = await receiver.count(2);

    expect(second!.headers['webhook-signature']).not.toContain(' ');
    expect(() =>
      new Webhook(endpoint.secret).verify(second!.body, second!.headers as Record<string, string>),
    ).toThrow();
  });

  test('a refused delivery is tried again on the schedule, with the same webhook-id, and every attempt is kept', async () => {
    await using receiver = await Receiver.start();
    receiver.script(answering(500, { 'x-why': 'down' }, 'broken'), answering(503));
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const { event } = await publishTo(client, receiver.url);

    const delivery = await deliveryIn(client, 'delivered');

    expect(delivery).toMatchObject({ attemptCount: 3, lastResponseStatus: 200, nextAttemptAt: null });
    expect(delivery.attempts).toMatchObject([
      {
        number: 1,
        outcome: 'refused',
        responseStatus: 500,
        responseBody: 'broken',
        responseHeaders: { 'x-why': 'down' },
      },
      { number: 2, outcome: 'refused', responseStatus: 503 },
      { number: 3, outcome: 'delivered', responseStatus: 200, responseBody: 'ok' },
    ]);
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([
      event.id,
      event.id,
      event.id,
    ]);
    expect(JSON.parse(delivery.requestBody)).toEqual(JSON.parse(receiver.received[0]!.body));
  });

  test('a spent schedule leaves the delivery exhausted, one query away; replay sends it with the same id', async () => {
    await using receiver = await Receiver.start();
    receiver.script(answering(500), answering(500), answering(500));
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const { event } = await publishTo(client, receiver.url);
    const exhausted = await deliveryIn(client, 'exhausted');

    const retried = await client.rest(`/v1/deliveries/${exhausted.id}/retry`, { method: 'POST' });
    const delivered = await deliveryIn(client, 'delivered');

    expect([retried.status, retried.body.status]).toEqual([200, 'pending']);
    expect(delivered).toMatchObject({ id: exhausted.id, attemptCount: 4 });
    expect(delivered.attempts[3]).toMatchObject({ trigger: 'manual', outcome: 'delivered' });
    expect(receiver.received[3]!.headers['webhook-id']).toBe(event.id);
    const audit = await client.rest('/v1/audit-entries?action=delivery.retry');
    expect(audit.body.items).toMatchObject([
      { targetId: exhausted.id, changes: { status: { before: 'exhausted', after: 'pending' } } },
    ]);
  });

  test('a redirect is a failure and its target is never called', async () => {
    await using target = await Receiver.start();
    await using receiver = await Receiver.start();
    receiver.otherwise(answering(302, { location: target.url }));
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await publishTo(client, receiver.url);

    const delivery = await deliveryIn(client, 'exhausted');

    expect(delivery.lastError).toBe('Answered 302; redirects are not followed.');
    expect(target.received).toEqual([]);
  });

  test('410 Gone disables the endpoint and ends the delivery', async () => {
    await using receiver = await Receiver.start();
    receiver.otherwise(answering(410));
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const { endpoint } = await publishTo(client, receiver.url);

    await deliveryIn(client, 'exhausted');

    await expect
      .poll(async () => (await client.rest(`/v1/endpoints/${endpoint.id}`)).body)
      .toMatchObject({ status: 'disabled', disabledReason: 'gone' });
    expect(receiver.received).toHaveLength(1);
  });

  test('Retry-After puts the next attempt off', async () => {
    await using receiver = await Receiver.start();
    receiver.script(answering(429, { 'retry-after': '3600' }));
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await publishTo(client, receiver.url);

    const delivery = await deliveryIn(client, 'failed');

    const waitMs = Date.parse(delivery.nextAttemptAt) - Date.now();
    expect(waitMs).toBeGreaterThan(3_500_000);
  });

  test('an answer is read to 64 kB, and kept as text that every database takes', async () => {
    await using receiver = await Receiver.start();
    receiver.otherwise((response) => void response.writeHead(500).end(`a\0b${'x'.repeat(500_000)}`));
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await publishTo(client, receiver.url);

    const delivery = await deliveryIn(client, 'exhausted');

    expect(delivery.attempts[0].responseBody).toHaveLength(64 * 1024);
    expect(delivery.attempts[0].responseBody.slice(0, 4)).toBe('a\u{FFFD}bx');
  });

  test('a receiver that is away, or resets, is an unreachable attempt with a reason', async () => {
    const server = createServer((socket) => socket.resetAndDestroy());
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await publishTo(client, `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`);

    const delivery = await deliveryIn(client, 'exhausted');

    expect(delivery.attempts[0]).toMatchObject({ outcome: 'unreachable', responseStatus: null });
    expect(delivery.attempts[0].error).toMatch(/reset|closed/);
    server.close();
  });

  test('an endpoint with a rate gets no more a second', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    await client.rest('/v1/endpoints', {
      body: { url: receiver.url, eventTypes: ['*'], rateLimitPerSecond: 20 },
    });
    const startedAt = performance.now();

    for (let amount = 0; amount < 11; amount += 1)
      await client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount } } });
    await receiver.count(11);

    expect(performance.now() - startedAt).toBeGreaterThan(480);
  });

  test('what a dead process had claimed is delivered by the next one', async () => {
    await using receiver = await Receiver.start();
    const { client, databaseUrl } = await (async () => {
      await using hub = await TestHub.start(dialect, { roles: 'api' });
      const one = await hub.client();
      await publishTo(one, receiver.url);
      // As a process leaves it that was killed between its claim and its attempt.
      await hub.hub.parts.store.all(
        `update delivery set lease_owner = 'wrk_dead', due_at = ?`,
        Date.now() + 60_000,
      );
      const { database } = hub.config;
      if (database.dialect === 'postgresql') return { client: one, databaseUrl: database.url };
      // The folder of a hub goes with it, so the file is copied as a backup would.
      const copy = `${database.file}.copy-${crypto.randomUUID()}`.replace(/^.*\//, '/tmp/parley-claim-');
      await hub.hub.parts.store.all('vacuum into ?', copy);
      return { client: one, databaseUrl: `sqlite:${copy}` };
    })();

    await using next = await TestHub.start(dialect, { databaseUrl });
    if (dialect === 'postgresql') next.advance(61_000);

    await receiver.count(1);
    const headers = { authorization: `Bearer ${client.secret}` };
    await expect
      .poll(async () => (await next.rest('/v1/deliveries?status=delivered', { headers })).body.items)
      .toHaveLength(1);
  });

  test('suspending a consumer makes its deliveries wait, and activating it sends them', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const publisher = await hub.client();
    const partner = await hub.client();
    await publisher.rest('/v1/event-types', { body: invoiceGenerated });
    await partner.rest('/v1/endpoints', { body: { url: receiver.url, eventTypes: ['*'] } });
    await hub.admin.consumer.update({ id: partner.consumerId, status: 'suspended' });

    const published = await publisher.rest('/v1/events', {
      body: { type: 'invoice.generated', data: { amount: 1 }, audience: [partner.consumerId] },
    });
    const refused = await partner.rest('/v1/endpoints');
    await hub.admin.consumer.update({ id: partner.consumerId, status: 'active' });

    expect(published.body.deliveryCount).toBe(1);
    expect([refused.status, refused.body.code]).toEqual([403, 'consumer.suspended']);
    await receiver.count(1);
  });
});

test('a worker that was full goes on once it has room, however often it was woken meanwhile', async () => {
  await using receiver = await Receiver.start();
  const gate = Promise.withResolvers<void>();
  receiver.otherwise((response) => void gate.promise.then(() => response.writeHead(200).end()));
  await using hub = await TestHub.start('sqlite', { roles: 'api' });
  const client = await hub.client();
  await publishTo(client, receiver.url);
  for (let amount = 0; amount < 9; amount += 1)
    await client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount } } });
  const limits = { activeMax: 2, activePerLane: 2, heldPerLane: 2, heldMax: 2, bytesMax: 1_000_000 };
  const worker = new DeliveryWorker(
    hub.hub.parts,
    new Catalog(hub.hub.parts.store),
    { threads: hub.hub.services.payloads.threads, onFailed: () => undefined },
    limits,
  );

  await worker.start();
  // It holds two and is full; an endpoint that never answered gets no more than half of what may be under way.
  await receiver.count(1);
  worker.wake();
  gate.resolve();
  await receiver.count(10);

  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(10);
  await worker.stop();
});

test('two workers on one PostgreSQL deliver each event once', async () => {
  await using receiver = await Receiver.start();
  await using one = await TestHub.start('postgresql');
  const { database } = one.config;
  await using two = await TestHub.start('postgresql', {
    databaseUrl: database.dialect === 'postgresql' ? database.url : '',
    roles: 'worker',
  });
  await using publisherOnly = await TestHub.start('postgresql', {
    databaseUrl: database.dialect === 'postgresql' ? database.url : '',
    roles: 'api',
  });
  const client = await one.client();
  await publishTo(client, receiver.url);
  const headers = { authorization: `Bearer ${client.secret}` };

  await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      publisherOnly.rest('/v1/events', {
        body: { type: 'invoice.generated', data: { amount: index } },
        headers,
      }),
    ),
  );

  await expect
    .poll(async () => (await client.rest('/v1/deliveries?status=delivered&limit=200')).body.items)
    .toHaveLength(101);
  const ids = receiver.received.map((received) => received.headers['webhook-id']);
  expect(new Set(ids).size).toBe(ids.length);
  expect(two.hub.app).toBeNull();
});
