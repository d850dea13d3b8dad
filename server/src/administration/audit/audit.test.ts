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

  test('entries are found by time, actor, object, key and consumer, and by two of them at once', async () => {
    await using hub = await TestHub.start(dialect);
    const { api: owner } = await hub.browser('owner', 'ada@parley.example');
    const { id } = await owner.consumer.create({ name: 'Northwind', kind: 'partner' });
    const client = await hub.client();
    hub.advance(86_400_000);
    const since = hub.hub.parts.now().toISOString();
    await client.rest('/v1/consumers', { body: { name: 'Tailwind', kind: 'partner' } });
    await owner.consumer.update({ id, name: 'Southwind' });
    const actions = async (query: Parameters<typeof owner.audit.list>[0]) =>
      (await owner.audit.list(query)).items.map(({ action }) => action);

    expect(await actions({ since, limit: 50 })).toEqual(['consumer.update', 'consumer.create']);
    expect(await actions({ actorId: client.keyId, limit: 50 })).toEqual(['consumer.create']);
    expect(await actions({ targetId: id, until: since, limit: 50 })).toEqual(['consumer.create']);
    expect(await actions({ consumerId: id, limit: 50 })).toEqual(['consumer.update', 'consumer.create']);
    expect(await actions({ actorKind: 'api_key', since, limit: 50 })).toEqual(['consumer.create']);
    expect(await actions({ actorKind: ['staff', 'system'], since, limit: 50 })).toEqual(['consumer.update']);
    expect(await actions({ targetId: [id, client.keyId], since, limit: 50 })).toEqual(['consumer.update']);
    expect(await actions({ environment: 'test', limit: 50 })).toEqual([]);
  });

  test('what has the form of a secret is not kept, wherever it was pasted', async () => {
    await using hub = await TestHub.start(dialect);
    const { api: owner } = await hub.browser();
    const { secret } = await hub.client();
    const description = `key ${secret}, whsec_${'A'.repeat(32)}, Bearer ${'t'.repeat(40)}, https://me:pass@a.example`;
    const { id } = await owner.consumer.create({ name: 'Northwind', kind: 'partner', description });

    const text = JSON.stringify((await owner.audit.list({ targetId: id, limit: 50 })).items);

    for (const part of [secret, 'AAAA', 'tttt', 'pass@']) expect(text).not.toContain(part);
    expect(text).toContain('whsec_…');
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
