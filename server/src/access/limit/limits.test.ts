import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Limit } from '@parley/shared/access/limit';
import { describe, expect, inject, test } from 'vitest';
import { copyTemplate } from '../../testing/template.ts';
import { type Client, dialects, keyScopes, TestHub } from '../../testing/test-hub.ts';

const hour = 3_600_000;

const limited = async (hub: TestHub, limits: Limit[], plan: object = {}): Promise<Client> => {
  const client = await hub.client({ scopes: keyScopes.filter((scope) => scope !== 'endpoints:read') });
  await hub.admin.plan.put({ id: client.consumerId, live: { scopes: keyScopes, limits }, ...plan });
  return client;
};

const statuses = async (times: number, call: () => Promise<{ status: number }>) => {
  const found: number[] = [];
  for (let time = 0; time < times; time += 1) found.push((await call()).status);
  return found;
};

describe.each(dialects)('limits at the doors, on %s', (dialect) => {
  test('calls up to the limit pass, the next is 429 with the headers of the design, before its body is read', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await limited(hub, [
      { calls: 3, per: 'minute' },
      { calls: 100, per: 'month' },
    ]);

    const [first] = [await client.rest('/v1/events'), await client.rest('/v1/events')];
    await client.rest('/v1/events', { body: {} });
    const refused = await client.rest('/v1/events', { raw: '{ this is no JSON' });

    expect(first.headers.get('ratelimit-policy')).toMatch(/^"minute";q=3;w=60, "month";q=100;w=\d{7}$/);
    expect(first.headers.get('ratelimit')).toMatch(/^"minute";r=2;t=60, "month";r=99;t=\d+$/);
    expect([refused.status, refused.body.code]).toEqual([429, 'rate.limited']);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(refused.headers.get('ratelimit')).toMatch(/^"minute";r=0;t=(?:60|59), "month";r=97;t=\d+$/);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(58);
    expect(refused.body.detail).toContain('3 calls a minute');
  });

  test('what is refused before is not counted, and neither is what cannot be counted by all windows', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await limited(hub, [
      { calls: 2, per: 'minute' },
      { calls: 5, per: 'day' },
    ]);

    const before = await statuses(6, () => client.rest('/v1/endpoints'));
    const after = await statuses(4, () => client.rest('/v1/events'));
    const { items } = await hub.admin.plan.limitsUsed({ id: client.consumerId, environment: 'live' });

    expect(before).toEqual([403, 403, 403, 403, 403, 403]);
    expect(after).toEqual([200, 200, 429, 429]);
    expect(items.map(({ policy, left }) => [policy, left])).toEqual([
      ['minute', 0],
      ['day', 3],
    ]);
  });

  test('each call of a batch over tRPC is one, and a batch passes whole or not at all', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await limited(hub, [{ calls: 4, per: 'minute' }]);
    const batch = async (names: string[]) =>
      (
        await client.rest(`/trpc/${names.join(',')}?batch=1&input=${encodeURIComponent('{}')}`, {
          method: 'GET',
        })
      ).status;

    const three = await batch(['consumer.list', 'consumer.list', 'consumer.list']);
    const two = await batch(['consumer.list', 'consumer.list']);
    const one = await batch(['consumer.list']);

    expect([three !== 429, two, one !== 429]).toEqual([true, 429, true]);
    expect(await batch(['consumer.list'])).toBe(429);
  });

  test('a class of operations has its own limit, by operationId, path or method; keys share those of the consumer', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await limited(hub, [
      { calls: 1, per: 'minute', operations: ['listConsumers', 'GET /v1/api-keys*'] },
      { calls: 5, per: 'minute' },
    ]);
    const { secret } = await hub.admin.apiKey.create({
      name: 'slow',
      consumerId: client.consumerId,
      environment: 'live',
      scopes: ['consumers:read'],
      limits: [{ calls: 1, per: 'day' }],
    });
    const slow = (path: string) => hub.rest(path, { headers: { authorization: `Bearer ${secret}` } });

    const read = await client.rest('/v1/consumers');
    const again = await client.rest('/v1/api-keys');
    const other = await statuses(2, () => client.rest('/v1/events'));
    const ofKey = [
      await slow(`/v1/consumers/${client.consumerId}`),
      await slow(`/v1/consumers/${client.consumerId}`),
    ];
    const last = await statuses(2, () => client.rest('/v1/events'));

    expect([read.status, again.status, ...other]).toEqual([200, 429, 200, 200]);
    expect(read.headers.get('ratelimit')).toMatch(/^"minute";r=0;t=60, "minute-2";r=4;t=60$/);
    expect(ofKey.map(({ status }) => status)).toEqual([200, 429]);
    expect(ofKey[0]!.headers.get('ratelimit')).toMatch(/"minute-2";r=1;t=\d+, "key-day";r=0;t=\d+$/);
    expect(last).toEqual([200, 429]);
  });

  test('a limit that is lowered goes on counting, and one that is raised gives what it gives at once', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await limited(hub, [{ calls: 5, per: 'minute' }]);
    const set = (calls: number) =>
      hub.admin.plan.put({
        id: client.consumerId,
        live: { scopes: keyScopes, limits: [{ calls, per: 'minute' }] },
      });
    await statuses(4, () => client.rest('/v1/events'));

    await set(3);
    const lowered = await client.rest('/v1/events');
    await set(6);

    expect(lowered.status).toBe(429);
    expect(await statuses(3, () => client.rest('/v1/events'))).toEqual([200, 200, 429]);
  });
});

describe('limits and time', () => {
  test('Retry-After is true to the second: a second sooner is refused, then it passes', async () => {
    await using hub = await TestHub.start('sqlite', { roles: 'api' });
    const client = await limited(hub, [{ calls: 2, per: 'minute' }]);
    await client.rest('/v1/events');
    hub.advance(20_000);
    await client.rest('/v1/events');

    const refused = await client.rest('/v1/events');
    const seconds = Number(refused.headers.get('retry-after'));
    hub.advance((seconds - 2) * 1000);
    const sooner = await client.rest('/v1/events');
    hub.advance(2000);

    expect([39, 40]).toContain(seconds);
    expect(sooner.status).toBe(429);
    expect(await statuses(2, () => client.rest('/v1/events'))).toEqual([200, 429]);
  });

  test('a day begins in the time zone of the plan, and Retry-After says when', async () => {
    await using hub = await TestHub.start('sqlite', { roles: 'api' });
    const client = await limited(hub, [{ calls: 1, per: 'day' }], { timeZone: 'Pacific/Kiritimati' });
    const now = new Date();
    const toMidnight = 24 * hour - ((now.getTime() + 14 * hour) % (24 * hour));

    await client.rest('/v1/events');
    const refused = await client.rest('/v1/events');
    hub.advance(toMidnight - 5000);
    const before = await client.rest('/v1/events');
    hub.advance(5000);

    expect(Math.abs(Number(refused.headers.get('retry-after')) - toMidnight / 1000)).toBeLessThan(5);
    expect(before.status).toBe(429);
    expect((await client.rest('/v1/events')).status).toBe(200);
  });

  test('what was counted of a day is counted after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-limits-'));
    const databaseUrl = await copyTemplate(inject('templates'), 'sqlite', folder);
    const first = await TestHub.start('sqlite', { roles: 'api', databaseUrl });
    const client = await limited(first, [{ calls: 3, per: 'day' }]);
    await statuses(2, () => client.rest('/v1/events'));
    await first[Symbol.asyncDispose]();

    await using second = await TestHub.start('sqlite', { roles: 'api', databaseUrl });
    const call = () => second.rest('/v1/events', { headers: { authorization: `Bearer ${client.secret}` } });

    expect(await statuses(2, call)).toEqual([200, 429]);
    rmSync(folder, { recursive: true, force: true });
  });

  test('while the store is away a plan that is open counts here, and one that is closed refuses', async () => {
    await using hub = await TestHub.start('sqlite', {
      roles: 'api',
      variables: { PARLEY_REDIS_URL: 'redis://127.0.0.1:1/0' },
    });
    const open = await limited(hub, [{ calls: 2, per: 'minute' }]);
    const closed = await limited(hub, [{ calls: 2, per: 'minute' }], { whenStoreIsAway: 'closed' });

    expect(await statuses(3, () => open.rest('/v1/events'))).toEqual([200, 200, 429]);
    const refused = await closed.rest('/v1/events');
    expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([
      503,
      'rate.uncounted',
      '1',
    ]);
    const used = await hub.admin.plan.limitsUsed({ id: open.consumerId, environment: 'live' });
    expect([used.countedBy, used.localDecisions >= 3]).toEqual(['redis', true]);
  });
});
