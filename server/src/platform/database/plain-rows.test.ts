import { expect, test } from 'vitest';
import { AuditEntry } from '../../administration/audit/audit.entity.ts';
import { ApiKey } from '../../access/api-key/api-key.entity.ts';
import { Consumer } from '../../access/consumer/consumer.entity.ts';
import { Endpoint } from '../../webhooks/endpoint/endpoint.entity.ts';
import { Event } from '../../webhooks/event/event.entity.ts';
import { Recovery } from '../../webhooks/recovery/recovery.entity.ts';
import { dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';
import { everyone } from './owner.ts';
import { PlainRows } from './plain-rows.ts';

const fill = async (hub: TestHub): Promise<string> => {
  const client = await hub.client();
  await client.rest('/v1/event-types', { body: invoiceGenerated });
  const endpoint = await client.rest('/v1/endpoints', {
    body: {
      url: 'http://127.0.0.1:8099/',
      eventTypes: ['*'],
      headers: { 'x-own': 'a' },
      retrySchedule: [60, 600],
      ordered: true,
    },
  });
  expect(endpoint.body).toMatchObject({ ordered: true });
  await client.rest('/v1/events', {
    body: { type: 'invoice.generated', data: { amount: 1 }, id: 'own', subject: 'für' },
  });
  await client.rest('/v1/recoveries', { body: { scope: 'everything' } });
  return client.consumerId;
};

test.each(dialects)('a row has the values that its entity has, on %s', async (dialect) => {
  await using hub = await TestHub.start(dialect, { roles: 'api' });
  await fill(hub);
  const em = () => hub.hub.parts.openEm(everyone);

  const entities: (new () => { id: string })[] = [Event, Endpoint, ApiKey, Recovery, AuditEntry, Consumer];
  for (const entity of entities) {
    const rows = await em().find<{ id: string }>(entity, {});
    expect(rows.length, entity.name).toBeGreaterThan(0);
    const properties = Object.values(em().getMetadata().get(entity).properties as object);
    const names = properties.filter(({ kind }) => kind === 'scalar').map(({ name }) => name);
    const parents = properties.filter(({ kind }) => kind === 'm:1').map(({ name }) => [name, ['id']]);
    const plain = new PlainRows<{ id: string }, 'id', object>(entity, names, Object.fromEntries(parents));
    const found = await plain.find(
      em(),
      rows.map(({ id }) => id),
    );
    const expected = rows.map((row) =>
      Object.fromEntries([
        ...names.map((name) => [name, Reflect.get(row, name)]),
        ...parents.map(([name]) => [name, { id: Reflect.get(Reflect.get(row, name), 'id') }]),
      ]),
    );
    expect(found, entity.name).toEqual(expected);
  }
});

test.each(dialects)(
  'a condition finds what the caller may see, in order and no more than asked for, on %s',
  async (dialect) => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const own = await fill(hub);
    await hub.client({ consumerId: own, environment: 'test' });
    await hub.client();
    const keys = new PlainRows(ApiKey, ['id'], { consumer: ['id', 'name'] });
    const as = (environment: 'live' | 'test') =>
      hub.hub.parts.openEm({ everyone: false, consumerId: own, environment });
    const options = { orderBy: { id: 'desc' }, limit: 10 } as const;

    const all = await keys.findWhere(hub.hub.parts.openEm(everyone), {}, options);

    expect(all).toHaveLength(3);
    expect(all.map(({ id }) => id)).toEqual(
      all
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    );
    expect((await keys.findWhere(as('live'), {}, options)).map(({ consumer }) => consumer.id)).toEqual([own]);
    expect(await keys.findWhere(as('test'), { name: 'nothing' }, options)).toEqual([]);
    expect(await keys.findWhere(as('test'), {}, { ...options, limit: 0 })).toEqual([]);
    await expect(new PlainRows(ApiKey, ['id', 'absent' as 'id'], {}).find(as('live'), [own])).rejects.toThrow(
      'absent',
    );
  },
);
