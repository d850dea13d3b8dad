import { dayMs } from '@parley/shared/words/time';
import { describe, expect, test } from 'vitest';
import { Problem } from '../../platform/request/problem.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';

describe.each(dialects)('refused calls, on %s', (dialect) => {
  test('each is there with its reason: limit, scope, address, end; and goes after a month', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client({ scopes: ['events:read'] });
    const { consumerId: id } = client;
    const limited = (calls: number) => ({
      id,
      live: { scopes: ['events:read' as const], limits: [{ calls, per: 'day' as const }] },
    });
    const read = async () => {
      await hub.hub.services.refusedCalls.flush();
      return (await hub.admin.refusedCall.list({ id })).items;
    };

    await hub.admin.plan.put(limited(1));
    await client.rest('/v1/events');
    await client.rest('/v1/events');
    await client.rest('/v1/events');
    await client.rest('/v1/endpoints');
    await client.rest('/v1/endpoints', { body: { url: 'https://8.8.8.8/hook', eventTypes: ['*'] } });
    await hub.admin.plan.put({ id, live: { scopes: ['events:read'], networks: ['192.0.2.0/24'] } });
    await client.rest('/v1/events');
    await hub.admin.apiKey.revoke({ id: client.keyId });
    await client.rest('/v1/events');
    const items = await read();

    const found = new Map(items.map((one) => [`${one.code} ${one.operation}`, [one.reason, one.calls]]));
    expect(found).toEqual(
      new Map<string, unknown>([
        ['auth.invalid null', ['This API key was revoked.', 1]],
        ['auth.network_refused null', ['This credential may not be used from 127.0.0.1.', 1]],
        ['auth.scope_missing endpoint.list', [expect.stringContaining('endpoints:read'), 1]],
        ['auth.scope_missing endpoint.create', [expect.stringContaining('endpoints:write'), 1]],
        ['rate.limited event.list', ['The limit is 1 call a day (day).', 2]],
      ]),
    );
    expect(items[0]).toMatchObject({ keyId: client.keyId, environment: 'live' });

    hub.advance(31 * dayMs);
    await hub.hub.tidy();
    expect(await hub.hub.parts.store.all('select key_id from refused_call')).toEqual([]);
  });

  test('whoever finds a new reason each time fills no table, and sees nobody else’s', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const stranger = await hub.client();
    const by = {
      keyId: client.keyId,
      keyName: 'ci',
      consumerId: client.consumerId,
      environment: 'live' as const,
    };
    const { refusedCalls, parts } = hub.hub.services;

    for (let round = 0; round < 3; round += 1) {
      for (let reason = 0; reason < 60; reason += 1)
        refusedCalls.record(by, null, new Problem('auth.network_refused', { detail: `${round} ${reason}` }));
      await refusedCalls.flush();
    }
    refusedCalls.record(by, null, new Problem('endpoint.not_found'));
    await refusedCalls.flush();

    expect(await parts.store.all('select key_id from refused_call')).toHaveLength(100);
    const path = `/v1/consumers/${client.consumerId}/refused-calls`;
    expect((await client.rest(path)).body.items).toHaveLength(100);
    expect((await stranger.rest(path)).status).toBe(404);
  });
});
