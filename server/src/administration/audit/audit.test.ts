import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';

describe.each(dialects)('the audit trail on %s', (dialect) => {
  test('every change leaves an entry with its actor, what changed, and the request', async () => {
    await using hub = await TestHub.start(dialect);
    const { api: owner, cookie } = await hub.browser('owner', 'ada@parley.example');
    const { id } = await owner.consumer.create({ name: 'Northwind', kind: 'partner' });
    const traced = { cookie, 'x-request-id': 'trace-1' };
    await hub.trpc('consumer.update', { id, name: 'Southwind' }, 'POST', traced);

    const { items } = await owner.audit.list({ targetId: id });

    expect(items).toMatchObject([
      {
        action: 'consumer.update',
        actor: { kind: 'staff', name: 'ada@parley.example' },
        changes: { name: { before: 'Northwind', after: 'Southwind' } },
        requestId: 'trace-1',
        peer: '127.0.0.1',
      },
      { action: 'consumer.create' },
    ]);
  });

  test('a change whose entry cannot be written does not happen', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await hub.hub.parts.store.all('alter table audit_entry rename to audit_entry_away');

    const refused = await client.rest('/v1/consumers', { body: { name: 'Ghost', kind: 'partner' } });

    expect(refused.status).toBe(500);
    expect(await hub.hub.parts.store.all(`select id from consumer where name = 'Ghost'`)).toEqual([]);
  });
});
