import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';

describe.each(dialects)('consumers on %s', (dialect) => {
  test('a name is taken once', async () => {
    await using hub = await TestHub.start(dialect);
    const first = await hub.admin.consumer.create({ name: ' Northwind ', kind: 'partner' });

    const again = hub.admin.consumer.create({ name: 'Northwind', kind: 'partner' });

    await expect(again).rejects.toMatchObject({ status: 409, code: 'consumer.name_taken' });
    expect(first).toMatchObject({ name: 'Northwind', status: 'active', description: null });
  });

  test('the list is filtered, searched in any case and paged', async () => {
    await using hub = await TestHub.start(dialect);
    const { consumer } = hub.admin;
    for (const name of ['Alpha', 'alphabet', 'Beta']) await consumer.create({ name, kind: 'web_app' });

    const names = async (input: Parameters<typeof consumer.list>[0]) =>
      (await consumer.list(input)).items.map(({ name }) => name);

    expect(await names({ search: 'ALPHA' })).toEqual(['alphabet', 'Alpha']);
    expect(await names({ kind: 'partner' })).toEqual([]);
    expect(await names({ search: '%' })).toHaveLength(3);
    const { nextCursor } = await consumer.list({ limit: 2 });
    expect(await names({ limit: 2, cursor: nextCursor! })).toEqual(['Alpha']);
  });

  test('a consumer may describe itself but not activate itself', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();

    const described = await client.rest(`/v1/consumers/${client.consumerId}`, {
      method: 'PATCH',
      body: { description: 'Books invoices' },
    });
    const suspended = await client.rest(`/v1/consumers/${client.consumerId}`, {
      method: 'PATCH',
      body: { status: 'suspended' },
    });

    expect(described.body.description).toBe('Books invoices');
    expect([suspended.status, suspended.body.code]).toEqual([403, 'auth.grant_refused']);
  });
});
