import { expect, inject, test } from 'vitest';
import { openDatabase } from '../../db.ts';
import { newId } from '../../platform/secret/id.ts';
import { createDatabase } from '../../testing/postgres.ts';
import { answering, Receiver } from '../../testing/receiver.ts';
import { type Client, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

const day = 86_400_000;
const retention = { PARLEY_RETENTION: 'live:36,test:7', PARLEY_RETRY_SCHEDULE: '0,2592000' };

const publish = async (client: Client, id: string) =>
  client.rest('/v1/events', { body: { id, type: 'invoice.generated', data: { amount: 1 } } });

const delivered = async (client: Client, count: number) =>
  expect
    .poll(async () => (await client.rest('/v1/deliveries?status=delivered')).body.items.length)
    .toBeGreaterThanOrEqual(count);

const column = async (hub: TestHub, sql: string): Promise<string[]> =>
  (await hub.hub.parts.store.all<{ value: string }>(sql)).map(({ value }) => value);

const eventTables = 'select distinct tableoid::regclass::text as value from event order by 1';
const partitions = `select inhrelid::regclass::text as value from pg_inherits
  where inhparent in ('event'::regclass, 'attempt'::regclass) order by 1`;

test('on PostgreSQL a row goes to the partition of its day, and the next partition is there before it is needed', async () => {
  await using hub = await TestHub.start('postgresql', { variables: retention });
  const client = await hub.client();
  await client.rest('/v1/event-types', { body: invoiceGenerated });
  await publish(client, 'one');
  expect(await column(hub, eventTables)).not.toContain('event_rest');

  const before = await column(hub, partitions);
  await hub.hub.tidy();
  expect(await column(hub, partitions)).toEqual(before);
  hub.advance(2 * day);
  await hub.hub.tidy();
  expect((await column(hub, partitions)).length).toBeGreaterThan(before.length);
  await publish(client, 'two');
  expect(await column(hub, eventTables)).not.toContain('event_rest');
});

test('what is out of retention goes with its partition; an event that is not over stays, and its id stays taken', async () => {
  await using receiver = await Receiver.start();
  await using hub = await TestHub.start('postgresql', { variables: retention });
  hub.advance(400 * day);
  await hub.hub.tidy();
  const client = await hub.client();
  await client.rest('/v1/event-types', { body: invoiceGenerated });
  const endpoint = { url: receiver.url, eventTypes: ['*'] };
  const { id } = (await client.rest('/v1/endpoints', { body: endpoint })).body;
  await publish(client, 'old');
  await delivered(client, 1);
  hub.advance(9 * day);
  await hub.hub.tidy();
  receiver.script(answering(500));
  await publish(client, 'undone');
  await expect
    .poll(async () => (await client.rest('/v1/deliveries?status=failed')).body.items)
    .toHaveLength(1);
  // Else the next attempt is due as soon as the clock goes on, and may be over before the tidying.
  await client.rest(`/v1/endpoints/${id}`, { method: 'PATCH', body: { disabled: true } });
  const before = await column(hub, partitions);

  hub.advance(33 * day);
  await hub.hub.tidy();

  const after = await column(hub, partitions);
  expect(before.filter((name) => !after.includes(name))).toHaveLength(2);
  expect((await client.rest('/v1/events/old')).status).toBe(404);
  expect((await client.rest('/v1/events/undone')).status).toBe(200);
  const deliveries = (await client.rest('/v1/deliveries')).body.items;
  expect(deliveries.map(({ eventId }: { eventId: string }) => eventId)).toEqual(['undone']);
  expect(await column(hub, 'select client_id as value from event_key')).toEqual(['undone']);

  hub.advance(30 * day);
  await hub.hub.tidy();
  expect((await client.rest('/v1/events/undone')).status).toBe(200);
  expect((await publish(client, 'old')).status).toBe(201);
});

test('a database from before keeps its events, as the default partition, and its ids', async () => {
  const url = await createDatabase(inject('postgresUrl'));
  const database = await openDatabase({ dialect: 'postgresql', url });
  const [first] = await database.migrator.getPending();
  await database.migrator.up({ migrations: [first?.name ?? ''] });
  const id = newId('evt', Date.now());
  await database.store.all(
    `insert into event (id, client_id, environment, type, schema_version, body, audience, publisher_id, occurred_at, created_at)
     values (?, 'mine', 'live', 'a', 1, '{}', '"all"', 'con_1', 0, 0)`,
    id,
  );
  await database.migrate();

  const rows = await database.store.all(
    `select e.id, e.tableoid::regclass::text as kept, k.event_id from event e join event_key k on k.client_id = e.client_id`,
  );
  expect(rows).toEqual([{ id, kept: 'event_rest', event_id: id }]);
  expect(await database.migrator.checkSchema()).toBe(false);
  await database.close();
});

test('processes that make partitions at once make each once', async () => {
  const url = await createDatabase(inject('postgresUrl'));
  await using first = await TestHub.start('postgresql', { databaseUrl: url, variables: retention });
  await using second = await TestHub.start('postgresql', { databaseUrl: url, variables: retention });
  for (const hub of [first, second]) hub.advance(30 * day);

  await Promise.all([first.hub.tidy(), second.hub.tidy()]);

  const names = await column(first, partitions);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(4);
});
