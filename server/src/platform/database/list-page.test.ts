import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { expect, inject, test } from 'vitest';
import { invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

/** A database whose texts are in the order of a language, as most installations of PostgreSQL make theirs. */
const createOfLanguage = async (): Promise<string> => {
  const url = inject('postgresUrl');
  const name = `parley_${randomUUID().replaceAll('-', '')}`;
  const client = new Client(url);
  await client.connect();
  try {
    await client.query(
      `create database ${name} template template0 encoding 'UTF8' locale_provider icu icu_locale 'en-US'`,
    );
  } finally {
    await client.end();
  }
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
};

test('lists and searches have all of their rows where the database has texts in the order of a language', async () => {
  await using hub = await TestHub.start('postgresql', {
    roles: 'api',
    databaseUrl: await createOfLanguage(),
  });
  const client = await hub.client();
  await client.rest('/v1/event-types', { body: invoiceGenerated });
  await client.rest('/v1/endpoints', { body: { url: 'http://127.0.0.1:8099/', eventTypes: ['*'] } });
  const ids: string[] = [];
  for (const id of ['order-1', 'Order_2', 'Zr~3']) {
    const event = await client.rest('/v1/events', {
      body: { type: 'invoice.generated', data: { amount: 1 }, id, subject: `für ${id}` },
    });
    ids.unshift(event.body.uniqueId);
  }
  await client.rest('/v1/recoveries', { body: { scope: 'everything' } });

  const events = await hub.admin.event.list({});
  expect(events.items.map(({ uniqueId }) => uniqueId)).toEqual(ids);
  expect((await hub.admin.delivery.list({})).items).toHaveLength(3);
  expect((await hub.admin.recovery.list({})).items).toHaveLength(1);
  expect((await hub.admin.audit.list({})).items.length).toBeGreaterThan(3);
  const next = await hub.admin.event.list({ limit: 2 });
  const rest = await hub.admin.event.list({ limit: 2, cursor: next.nextCursor ?? '' });
  expect([...next.items, ...rest.items].map(({ uniqueId }) => uniqueId)).toEqual(ids);
  for (const [q, found] of [
    ['order', 2],
    ['für zr', 1],
    ['für', 3],
    [ids[0]?.slice(0, 9) ?? '', 3],
  ] as const)
    expect([q, (await hub.admin.search.find({ q, kind: 'event' })).groups[0]?.count]).toEqual([q, found]);
});
