import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';

describe.each(dialects)('consumers on %s', (dialect) => {
  test('a name is taken once', async () => {
    await using hub = await TestHub.start(dialect);
    const owner = await hub.browser('owner');
    const first = await owner.mutate('consumer.create', { name: ' Northwind ', kind: 'partner' });

    const again = await owner.mutate('consumer.create', { name: 'Northwind', kind: 'partner' });

    expect(first.body).toMatchObject({ name: 'Northwind', status: 'active', description: null });
    expect([again.status, again.body.code]).toEqual([409, 'consumer.name_taken']);
  });

  test('the list is filtered, searched in any case and paged', async () => {
    await using hub = await TestHub.start(dialect);
    const owner = await hub.browser('owner');
    for (const name of ['Alpha', 'alphabet', 'Beta'])
      await owner.mutate('consumer.create', { name, kind: 'web_app' });

    const names = async (input: object) =>
      (await owner.query('consumer.list', input)).body.items.map(({ name }: { name: string }) => name);

    expect(await names({ search: 'ALPHA' })).toEqual(['alphabet', 'Alpha']);
    expect(await names({ kind: 'partner' })).toEqual([]);
    expect(await names({ search: '%' })).toHaveLength(3);
    const page = await owner.query('consumer.list', { limit: 2 });
    expect(await names({ limit: 2, cursor: page.body.nextCursor })).toEqual(['Alpha']);
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
