import { dayMs } from '@parley/shared/words/time';
import { describe, expect, test } from 'vitest';
import { everyone } from './platform/database/owner.ts';
import { dialects, invoiceGenerated, TestHub } from './testing/test-hub.ts';
import { Endpoint } from './webhooks/endpoint/endpoint.entity.ts';
import { healthWindowOf } from './webhooks/endpoint/health.service.ts';

const idsOf = ({ items }: { items: readonly { id: string }[] }) => items.map(({ id }) => id).toSorted();

/** Columns of endpoints in all the states from which the word for their health follows. */
const states = (now: number): Partial<Endpoint>[] => {
  const window = healthWindowOf(now);
  const counts = [
    { recentDelivered: 0, recentFailed: 0 },
    { recentDelivered: 50, recentFailed: 1 },
    { recentDelivered: 5, recentFailed: 5 },
    { recentDelivered: 0, recentFailed: 2, earlierDelivered: 9, earlierFailed: 0 },
  ];
  const streaks = [0, 1, 3].map((failureStreak) => ({ failureStreak }));
  const windows = [0, 1, 2].map((age) => ({ recentWindow: window - age }));
  const others: Partial<Endpoint>[] = [
    { lastSuccessAt: now },
    {},
    { pausedUntil: now + 60_000 },
    { pausedUntil: now - 1, lastFailureAt: now },
    { disabledReason: 'gone' },
  ];
  return counts.flatMap((count) =>
    streaks.flatMap((streak) =>
      windows.flatMap((at) => others.map((other) => ({ ...count, ...streak, ...at, ...other }))),
    ),
  );
};

describe.each(dialects)('filters of lists on %s', (dialect) => {
  test('endpoints are found by the very word that is shown for their health, and counted by it', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const frozen = await hub.client();
    const em = hub.hub.parts.openEm(everyone);
    for (const { rest } of [client, frozen])
      await rest('/v1/endpoints', { body: { url: 'http://127.0.0.1:45999/hook', eventTypes: ['*'] } });
    const [first, other] = await em.find(Endpoint, { id: { $ne: '' } }, { orderBy: { id: 'asc' } });
    if (!first || !other) throw new Error('Two endpoints were made.');
    for (const [index, state] of states(hub.hub.parts.now().getTime()).entries())
      em.create(Endpoint, {
        ...Object.fromEntries(Object.entries(first)),
        ...state,
        id: `ep_${String(index).padStart(26, '0')}`,
        consumer: index % 17 === 0 ? other.consumer : first.consumer,
      } as never);
    await em.flush();
    await hub.admin.consumer.update({ id: frozen.consumerId, status: 'suspended' });

    const all = await hub.admin.endpoint.list({ environment: 'live', limit: 200 });
    const healths = await hub.admin.endpoint.healths({ environment: 'live' });
    const own = (await client.rest('/v1/endpoints?limit=200')).body.items;

    const words = [...new Set(all.items.map(({ health }) => health))];
    expect(words.toSorted()).toEqual([
      'disabled',
      'failing',
      'healthy',
      'paused',
      'suspended',
      'unsteady',
      'unused',
    ]);
    for (const health of words) {
      const shown = all.items.filter((one) => one.health === health);
      const found = await hub.admin.endpoint.list({ environment: 'live', health, limit: 200 });
      expect([health, idsOf(found)]).toEqual([health, idsOf({ items: shown })]);
      expect(healths[health]).toBe(shown.length);
      expect(await hub.admin.endpoint.count({ environment: 'live', health })).toEqual({
        count: shown.length,
        isMore: false,
      });
      const { body } = await client.rest(`/v1/endpoints?limit=200&health=${health}`);
      expect(idsOf(body)).toEqual(
        idsOf({ items: own.filter((one: { health: string }) => one.health === health) }),
      );
    }
    const either = await hub.admin.endpoint.list({
      environment: 'live',
      health: ['failing', 'paused'],
      limit: 200,
    });
    expect(either.items).toHaveLength((healths.failing ?? 0) + (healths.paused ?? 0));
  });

  test('API keys are found by how long they were not used, and by their end', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const consumerId = await hub.consumer();
    const key = async (name: string, expiresInDays?: number) => {
      const expiresAt =
        expiresInDays === undefined
          ? undefined
          : new Date(hub.hub.parts.now().getTime() + expiresInDays * dayMs).toISOString();
      const made = { name, consumerId, environment: 'live' as const, scopes: ['events:read' as const] };
      return (await hub.admin.apiKey.create({ ...made, ...(expiresAt ? { expiresAt } : {}) })).id;
    };
    const [idle, ending, revoked] = [await key('idle'), await key('ending', 20), await key('revoked', 20)];
    const later = await key('later', 200);
    await hub.admin.apiKey.revoke({ id: revoked });
    const used = await hub.client({ consumerId });
    hub.advance(10 * dayMs);
    await used.rest('/v1/deliveries?limit=1');
    await hub.hub.tidy();
    const fresh = await key('fresh');
    const found = async (filter: object) => idsOf(await hub.admin.apiKey.list({ consumerId, ...filter }));

    expect(await found({ unusedDays: 30 })).toEqual([]);
    expect(await found({ expiresWithinDays: 5 })).toEqual([]);
    expect(await found({ expiresWithinDays: 11 })).toEqual([ending]);
    expect(await found({ expiresWithinDays: 365 })).toEqual([ending, later].toSorted());
    const unused = await found({ unusedDays: 9 });
    expect(unused).toEqual(expect.arrayContaining([idle, ending, later, revoked]));
    expect(unused).not.toContain(fresh);
    expect(await hub.admin.apiKey.count({ consumerId, unusedDays: 9, status: 'active' })).toMatchObject({
      count: unused.length - 1,
    });
  });

  test('event types are found by whether anybody wants them, among what the caller sees', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const stranger = await hub.client();
    for (const name of ['invoice.generated', 'invoice.paid', 'order.made'])
      await hub.admin.eventType.declare({ ...invoiceGenerated, name });
    await client.rest('/v1/endpoints', {
      body: { url: 'http://127.0.0.1:45999/', eventTypes: ['invoice.*'] },
    });
    const names = async (subscribed: 'yes' | 'no') =>
      (await hub.admin.eventType.list({ subscribed })).items.map(({ name }) => name).toSorted();

    expect(await names('yes')).toEqual(['invoice.generated', 'invoice.paid']);
    expect(await names('no')).toEqual(['order.made']);
    expect(await hub.admin.eventType.count({ subscribed: 'no' })).toEqual({ count: 1, isMore: false });
    expect((await stranger.rest('/v1/event-types?subscribed=yes')).body.items).toEqual([]);
    expect((await client.rest('/v1/event-types?subscribed=yes')).body.items).toHaveLength(2);
  });

  test('what people name runs by its name as well, there and back, page by page', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    for (const name of ['beta', 'delta', 'alpha', 'epsilon', 'gamma']) await hub.consumer(name);
    const ask = async (order: 'asc' | 'desc', cursor?: string) =>
      hub.admin.consumer.list({ sort: 'name', order, limit: 2, ...(cursor ? { cursor } : {}) });
    const names: string[] = [];
    let page = await ask('asc');
    for (;;) {
      names.push(...page.items.map(({ name }) => name));
      if (page.nextCursor === null) break;
      page = await ask('asc', page.nextCursor);
    }
    const before = await ask('asc', page.previousCursor ?? '');

    expect(names).toEqual(['alpha', 'beta', 'delta', 'epsilon', 'gamma']);
    expect(before.items.map(({ name }) => name)).toEqual(['delta', 'epsilon']);
    expect((await ask('desc')).items.map(({ name }) => name)).toEqual(['gamma', 'epsilon']);
    await expect(hub.admin.consumer.list({ cursor: page.previousCursor ?? '' })).rejects.toThrow();
    expect(await hub.admin.consumer.count({ search: 'TA' })).toEqual({ count: 2, isMore: false });
  });

  test('endpoints and keys are found by words, beside the other filters, and each caller finds its own', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const stranger = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    const endpoint = async ({ rest }: typeof client, path: string, description: string) =>
      (
        await rest('/v1/endpoints', {
          body: { url: `http://127.0.0.1:45999/${path}`, eventTypes: ['*'], description },
        })
      ).body.id;
    const billing = await endpoint(client, 'hooks-a', 'Billing, production');
    await endpoint(client, 'hooks-b', 'Shipping');
    await endpoint(stranger, 'hooks-c', 'Billing of somebody else');
    const found = async (query: string) => idsOf((await client.rest(`/v1/endpoints?${query}`)).body);

    expect(await found('q=billing')).toEqual([billing]);
    expect(await found('q=billing&status=disabled')).toEqual([]);
    expect(await found('q=nothing-like-it')).toEqual([]);
    expect((await hub.admin.endpoint.list({ q: 'billing', environment: 'live' })).items).toHaveLength(2);
    expect(await hub.admin.endpoint.count({ q: 'billing', consumerId: client.consumerId })).toMatchObject({
      count: 1,
    });
    const keys = (await hub.admin.apiKey.list({ q: 'test', consumerId: client.consumerId })).items;
    expect(keys.map(({ id }) => id)).toEqual([client.keyId]);
  });
});
