import { dayMs } from '@parley/shared/words/time';
import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';

describe.each(dialects)('callers of keys, on %s', (dialect) => {
  test('of a rotation the page of either key says who still uses the other, and they go after three months', async () => {
    await using hub = await TestHub.start(dialect);
    const old = await hub.client();
    const fresh = await hub.admin.apiKey.rotate({ id: old.keyId, overlapSeconds: 3600 });
    const call = (secret: string, agent: string) =>
      hub.rest('/v1/events', { headers: { authorization: `Bearer ${secret}`, 'user-agent': agent } });
    const read = (id: string) => hub.admin.apiKey.callers({ id });

    await call(old.secret, 'billing/1');
    await call(old.secret, 'billing/1');
    await call(fresh.secret, 'billing/2');
    await hub.hub.services.keyCallers.flush();

    expect(await read(fresh.id)).toMatchObject({
      items: [{ agent: 'billing/2', address: '127.0.0.1', calls: 1 }],
      replaces: { id: old.keyId, isActive: true, callers: [{ agent: 'billing/1', calls: 2 }] },
      replacedBy: null,
    });
    expect(await read(old.keyId)).toMatchObject({ replacedBy: { id: fresh.id }, replaces: null });
    const { body } = await old.rest(`/v1/api-keys/${fresh.id}/callers`);
    expect(body.replaces.id).toBe(old.keyId);

    hub.advance(91 * dayMs);
    await hub.hub.tidy();
    expect(await hub.hub.parts.store.all('select key_id from key_caller')).toEqual([]);
  });

  test('whoever calls itself by another name each time fills no table', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { keyId, consumerId } = await hub.client();
    const { keyCallers, parts } = hub.hub.services;
    const key = { keyId, consumerId, environment: 'live' as const };

    for (let round = 0; round < 3; round += 1) {
      for (let caller = 0; caller < 90; caller += 1)
        keyCallers.record(key, '192.0.2.1', `agent ${round} ${caller}`);
      keyCallers.record(key, '192.0.2.1', 'agent 0 0');
      await keyCallers.flush();
    }

    const rows = await parts.store.all<{ agent: string; calls: number }>(
      'select agent, cast(calls as integer) as calls from key_caller',
    );
    expect(rows).toHaveLength(100);
    expect(rows.find(({ agent }) => agent === 'agent 0 0')).toMatchObject({ calls: 4 });
  });
});
