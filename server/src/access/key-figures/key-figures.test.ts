import { dayMs, hourMs } from '@parley/shared/words/time';
import { describe, expect, test } from 'vitest';
import { dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

describe.each(dialects)('the figures of a key on %s', (dialect) => {
  test('say what it called on which day, and who else of its consumer calls the same', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const twin = await hub.client({ consumerId: client.consumerId });
    const stranger = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    await client.rest('/v1/endpoints');
    await hub.hub.services.usage.flush();
    hub.advance(3 * dayMs);
    for (const one of [client, client, twin, stranger]) await one.rest('/v1/endpoints');
    await client.rest('/v1/deliveries/dlv_nothing');
    await hub.hub.services.usage.flush();

    const figures = await hub.admin.apiKey.figures({ id: client.keyId });

    expect(figures.days).toHaveLength(30);
    expect(figures.days.at(-1)).toMatchObject({ calls: 3, errors: 1 });
    expect(figures.days.at(-4)).toMatchObject({ calls: 2, errors: 0 });
    expect(figures).toMatchObject({ calls: 5, errors: 1, callsLastDay: 3, callsLastWeek: 5 });
    expect(figures.countedSince).not.toBeNull();
    expect(figures.lastPeer).toMatchObject({ address: '127.0.0.1' });
    expect(figures.operations.map(({ operation, calls }) => [operation, calls])).toEqual([
      ['endpoint.list', 3],
      ['delivery.get', 1],
      ['eventType.declare', 1],
    ]);
    expect(figures.operations[0]!.alsoCalledBy.map(({ id }) => id)).toEqual([twin.keyId]);
    expect(figures.operations[1]!.alsoCalledBy).toEqual([]);
    expect(figures.safety).toEqual({
      verdict: 'unsafe',
      reasons: ['used_within_7_days', 'alone_with_some_calls'],
    });
  });

  test('of a key that nobody used are empty, and it is safe to revoke after a week', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();

    const fresh = await hub.admin.apiKey.figures({ id: client.keyId, days: 7, zone: 'Asia/Tokyo' });
    hub.advance(7 * dayMs + hourMs);
    const later = await hub.admin.apiKey.figures({ id: client.keyId });

    expect(fresh).toMatchObject({ countedSince: null, calls: 0, operations: [], lastPeer: null });
    expect(fresh.days).toHaveLength(7);
    expect(fresh.safety).toEqual({ verdict: 'careful', reasons: ['never_used', 'new'] });
    expect(later.safety).toEqual({ verdict: 'safe', reasons: ['never_used'] });
  });

  test('name the keys that would go with it, and are nobody else’s to see', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const parent = await hub.client();
    const child = await parent.rest('/v1/api-keys', { body: { name: 'child', scopes: ['events:read'] } });
    const stranger = await hub.client();

    const own = await parent.rest(`/v1/api-keys/${parent.keyId}/figures`);
    const foreign = await stranger.rest(`/v1/api-keys/${parent.keyId}/figures`);
    const wrong = await parent.rest(`/v1/api-keys/${parent.keyId}/figures?zone=Mars/Olympus`);

    expect(own.body).toMatchObject({ keysBelow: 1, namedBelow: [{ id: child.body.id, name: 'child' }] });
    expect(own.body.safety.reasons).toContain('keys_below');
    expect([foreign.status, wrong.status]).toEqual([404, 400]);
  });
});
