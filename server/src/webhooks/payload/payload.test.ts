import { describe, expect, test } from 'vitest';
import { everyone } from '../../platform/database/owner.ts';
import { Receiver } from '../../testing/receiver.ts';
import { type Client, dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';
import { bumpCatalog } from '../catalog/catalog.service.ts';

const declare = async (client: Client, more: object = {}) =>
  client.rest('/v1/event-types', { body: { ...invoiceGenerated, ...more } });

const publish = async (client: Client, data: object, more: object = {}) =>
  client.rest('/v1/events', { body: { type: 'invoice.generated', data, ...more } });

/** Writes what an earlier version took, and tells the catalogue. */
const keep = async (hub: TestHub, sql: string, ...values: string[]) => {
  await hub.hub.parts.store.all(sql, ...values);
  await hub.hub.parts.openEm(everyone).transactional((tx) => bumpCatalog(tx));
};

/** Processor time of the event loop, in milliseconds. The hub runs on the thread of the test. */
const loopMs = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
};

const doubling = JSON.stringify({
  $ref: '#/$defs/d0',
  $defs: Object.fromEntries(
    Array.from({ length: 41 }, (_, index) => [
      `d${index}`,
      index === 40 ? { type: 'object' } : { allOf: [1, 2].map(() => ({ $ref: `#/$defs/d${index + 1}` })) },
    ]),
  ),
});

describe.each(dialects)('what others wrote on %s', (dialect) => {
  test('a schema from before that costs too much holds nobody up: its events are refused', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await declare(client);
    await keep(hub, 'update event_type_version set schema = ?', doubling);

    const answers: unknown[] = [];
    const took = await loopMs(async () => {
      for (let tries = 0; tries < 3; tries += 1) answers.push(await publish(client, { amount: 1 }));
    });

    expect(answers).toEqual(
      Array.from({ length: 3 }, () =>
        expect.objectContaining({
          status: 422,
          body: expect.objectContaining({ code: 'event.check_too_costly' }),
        }),
      ),
    );
    expect(took).toBeLessThan(2000);
    expect((await client.rest('/v1/events')).body.items).toEqual([]);
    // It is not refused when it is declared again as it is, and one that is cheap takes its place.
    expect(
      (await declare(client, { schema: JSON.parse(doubling), description: 'Other words.' })).status,
    ).toBe(200);
    expect((await declare(client)).body.version).toBe(2);
    expect((await publish(client, { amount: 1 })).status).toBe(201);
  });

  test('a filter from before that costs too much is set aside: the event is delivered and the owner is told', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await declare(client);
    const body = { url: `${receiver.url}/filtered`, eventTypes: ['*'], filter: { required: ['amount'] } };
    const { id } = (await client.rest('/v1/endpoints', { body })).body;
    await client.rest('/v1/endpoints', { body: { url: `${receiver.url}/told`, eventTypes: ['parley.*'] } });
    await keep(hub, 'update endpoint set filter = ? where filter is not null', doubling);

    const first = await publish(client, { amount: 1 });
    await receiver.count(2);

    expect([first.status, first.body.deliveryCount]).toEqual([201, 1]);
    const told = receiver.received.find(({ path }) => path === '/told');
    expect(JSON.parse(told!.body)).toMatchObject({
      type: 'parley.endpoint_filter_stopped',
      data: { endpointId: id },
    });
    const shown = await client.rest(`/v1/endpoints/${id}`);
    expect(shown.body.filterStoppedAt).not.toBeNull();
    const changed = await client.rest(`/v1/endpoints/${id}`, {
      method: 'PATCH',
      body: { filter: { properties: { amount: { minimum: 5 } } } },
    });
    expect(changed.body.filterStoppedAt).toBeNull();
    expect((await publish(client, { amount: 1 })).body.deliveryCount).toBe(0);
  });

  test('a mapping from before that doubles fails its own delivery, once, and says so', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await declare(client);
    await declare(client, {
      schema: { ...invoiceGenerated.schema, title: 'Second' },
      downcast: [{ op: 'remove', path: '/gone' }],
    });
    const pinned = {
      url: `${receiver.url}/pinned`,
      eventTypes: ['*'],
      schemaVersions: { 'invoice.generated': 1 },
    };
    await client.rest('/v1/endpoints', { body: pinned });
    await client.rest('/v1/endpoints', { body: { url: `${receiver.url}/newest`, eventTypes: ['*'] } });
    const steps = Array.from({ length: 100 }, () => ({ op: 'copy', from: '/a', path: '/a/-' }));
    await keep(hub, 'update event_type_version set downcast = ? where version = 2', JSON.stringify(steps));

    const took = await loopMs(async () => {
      await publish(client, { amount: 1, a: [1] });
      await expect
        .poll(async () => (await client.rest('/v1/deliveries?setAside=mapping_failed')).body.items, {
          timeout: 60_000,
        })
        .toHaveLength(1);
    });

    expect(took).toBeLessThan(2000);
    const [failed] = (await client.rest('/v1/deliveries?setAside=mapping_failed')).body.items;
    expect(failed).toMatchObject({ status: 'exhausted', attemptCount: 0, nextAttemptAt: null });
    expect(failed.lastError).toMatch(/^Nothing was sent: .* version 2 .* version 1\. .* then retry\.$/);
    expect((await client.rest(`/v1/deliveries/${failed.id}`)).status).toBe(200);
    await receiver.count(1);
    expect(receiver.received.map(({ path }) => path)).toEqual(['/newest']);
  });

  test('a payload of a hundred thousand faults is answered with the first, off the event loop', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await declare(client, {
      schema: { properties: { list: { items: { type: 'string', minLength: 2 } } } },
      example: { list: [] },
    });
    const list = Array.from({ length: 100_000 }, () => 1);

    const wrong = await publish(client, { list });
    const right = await publish(client, { list: list.map(() => 'ab') });

    expect([wrong.status, wrong.body.code]).toEqual([422, 'event.data_invalid']);
    expect(wrong.body.errors.length).toBeLessThanOrEqual(20);
    expect(right.status).toBe(201);
  });

  test('a schema of a thousand properties is taken, with an Idempotency-Key as well, and checks', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const properties = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`p${index}`, { type: 'integer' }]),
    );
    const body = { ...invoiceGenerated, schema: { properties }, example: { p7: 1 } };
    const headers = { 'idempotency-key': 'declare' };

    const declared = await client.rest('/v1/event-types', { body, headers });
    const again = await client.rest('/v1/event-types', { body, headers });
    const wrong = await client.rest('/v1/event-types', {
      body: { ...body, example: { p7: 'one' } },
      headers: { 'idempotency-key': 'other' },
    });
    const more = await declare(client, { schema: { properties, required: ['p7'] }, example: { p7: 1 } });

    expect([declared.status, again.status, again.headers.get('idempotent-replayed')]).toEqual([
      201,
      201,
      'true',
    ]);
    expect([wrong.status, wrong.body.code]).toEqual([422, 'event_type.example_invalid']);
    expect(more.body.version).toBe(2);
    expect((await publish(client, { p7: 'one' })).body.code).toBe('event.data_invalid');
    expect((await publish(client, { p7: 1 })).status).toBe(201);
  });

  test('a costly filter and a doubling mapping are refused where they are set', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await declare(client);

    const filter = await client.rest('/v1/endpoints', {
      body: { url: 'http://127.0.0.1:9999/', eventTypes: ['*'], filter: JSON.parse(doubling) },
    });
    const mappings = [
      [{ op: 'copy', from: '/a', path: '/a/-' }],
      Array.from(
        { length: 50 },
        (_, index) =>
          [
            { op: 'copy', from: '/a', path: '/b/-' },
            { op: 'copy', from: '/b', path: '/a/-' },
          ][index % 2],
      ),
    ];
    const refused = await Promise.all(
      mappings.map(async (downcast) =>
        declare(client, { schema: true, example: { a: [1], b: [1], amount: 1 }, downcast }),
      ),
    );

    expect([filter.status, filter.body.code]).toEqual([422, 'endpoint.filter_invalid']);
    expect(filter.body.detail).toMatch(/multiply/);
    for (const answer of refused)
      expect([answer.status, answer.body.code]).toEqual([422, 'event_type.downcast_invalid']);
  });
});
