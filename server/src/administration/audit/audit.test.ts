import { describe, expect, test } from 'vitest';
import { everyone } from '../../platform/database/owner.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';
import { verifyAudit } from './audit.service.ts';

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

  test('the chain holds under concurrent changes, and says where it was broken', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        client.rest('/v1/consumers', { body: { name: `c${index}`, kind: 'partner' } }),
      ),
    );
    const verify = () => verifyAudit(hub.hub.parts.openEm(everyone));

    const whole = await verify();
    const [victim] = await hub.hub.parts.store.all<{ id: string }>(
      'select id from audit_entry where position = 5',
    );
    await hub.hub.parts.store.all(`update audit_entry set actor_name = 'somebody else' where position = 5`);
    const forged = await verify();
    await hub.hub.parts.store.all('delete from audit_entry where position >= 5');
    const cut = await verify();

    expect(whole).toEqual({ intact: true, entries: 22, brokenAt: null });
    expect(forged).toEqual({ intact: false, entries: 4, brokenAt: victim!.id });
    expect(cut).toMatchObject({ intact: false, entries: 4 });
  });
});
