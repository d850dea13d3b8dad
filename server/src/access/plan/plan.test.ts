import type { Scope } from '@parley/shared/scope';
import { describe, expect, inject, test } from 'vitest';
import { createDatabase } from '../../testing/postgres.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';

const scopes: Scope[] = ['events:read', 'api-keys:read', 'api-keys:write', 'consumers:read'];
const live = { scopes, limits: [], networks: [] };

describe.each(dialects)('plans on %s', (dialect) => {
  test('a consumer without one says so and goes on; a plan is set whole, under its ETag, and noted', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const path = `/v1/consumers/${client.consumerId}/plan`;
    const { cookie } = await hub.browser();
    const asStaff = (call: object) =>
      hub.rest(path, { headers: { cookie, origin: hub.config.publicUrl }, ...call });

    const none = await client.rest(path);
    const set = await asStaff({
      method: 'PUT',
      body: { live: { ...live, limits: [{ calls: 5, per: 'day' }] }, timeZone: 'Europe/Berlin' },
    });
    const stale = await asStaff({
      method: 'PUT',
      body: { live },
      headers: { cookie, origin: hub.config.publicUrl, 'if-match': none.headers.get('etag')! },
    });
    const read = await client.rest(path);

    expect(none.body).toEqual({
      consumerId: client.consumerId,
      isEnforced: false,
      timeZone: 'UTC',
      whenStoreIsAway: 'open',
      updatedAt: null,
    });
    expect([set.status, set.body.isEnforced, set.body.live.limits]).toEqual([
      200,
      true,
      [{ calls: 5, per: 'day' }],
    ]);
    expect(stale.status).toBe(412);
    expect([read.body, read.headers.get('etag')]).toEqual([set.body, set.headers.get('etag')]);
    const { items } = await hub.admin.audit.list({ action: 'plan.set' });
    expect(items).toMatchObject([
      { targetId: client.consumerId, changes: { timeZone: { after: 'Europe/Berlin' } } },
    ]);
  });

  test('what is no network, a scope of people, and two limits of one kind are refused, each at its place', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const id = await hub.consumer();
    const put = (more: object) => hub.admin.plan.put({ id, live: { ...live, ...more } });

    const places = async (more: object) =>
      put(more).then(
        () => [],
        (problem: { errors: { path: string }[] }) => problem.errors.map((error) => error.path),
      );

    expect(
      await places({
        networks: ['10.0.0.0/8', '10.0.0.0/33', 'example.com', '010.0.0.1', '::ffff:1.2.3.4/120'],
      }),
    ).toEqual(['/live/networks/1', '/live/networks/2', '/live/networks/3', '/live/networks/4']);
    expect(await places({ scopes: ['events:read', 'staff:write'] })).toEqual(['/live/scopes/1']);
    expect(
      await places({
        limits: [
          { calls: 5, per: 'day' },
          { calls: 6, per: 'day' },
        ],
      }),
    ).toEqual(['/live/limits/1']);
    expect(await places({ limits: [{ calls: 5, per: 'day', operations: ['no operation'] }] })).toEqual([
      '/live/limits/0/operations/0',
    ]);
  });

  test('no key is made beyond it, by whomever, and the refusal names each place', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const consumerId = await hub.consumer();
    const create = (more: object) =>
      hub.admin.apiKey.create({
        name: 'a',
        consumerId,
        environment: 'live',
        scopes: ['events:read'],
        ...more,
      });
    await hub.admin.plan.put({
      id: consumerId,
      live: { ...live, networks: ['192.0.2.0/24', '2001:db8::/32'], limits: [{ calls: 10, per: 'minute' }] },
    });

    await expect(create({ scopes: ['events:read', 'events:publish'] })).rejects.toMatchObject({
      code: 'plan.exceeded',
      errors: [{ path: '/scopes/1' }],
    });
    await expect(
      create({ networks: ['192.0.2.7', '2001:db8:1::/48', '192.0.0.0/16'] }),
    ).rejects.toMatchObject({ code: 'plan.exceeded', errors: [{ path: '/networks/2' }] });
    await expect(create({ limits: [{ calls: 11, per: 'minute' }] })).rejects.toMatchObject({
      code: 'plan.exceeded',
      errors: [{ path: '/limits/0/calls' }],
    });
    await expect(create({ environment: 'test' })).rejects.toMatchObject({ code: 'plan.environment_refused' });
    const made = await create({
      networks: ['192.0.2.7', '2001:db8:1::/48'],
      limits: [{ calls: 10, per: 'minute' }],
    });
    expect(made.networks).toEqual(['192.0.2.7', '2001:db8:1::/48']);
  });

  test('narrowing it holds every key at once, in its scopes, environment and networks', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client({ scopes: [...scopes, 'events:publish.any', 'endpoints:read'] });
    const sandbox = await hub.client({ consumerId: client.consumerId, environment: 'test' });
    const set = (more: object) => hub.admin.plan.put({ id: client.consumerId, live: { ...live, ...more } });
    const codes = async () => [
      (await client.rest('/v1/events')).body.code,
      (await client.rest('/v1/endpoints')).body.code,
      (await sandbox.rest('/v1/events')).body.code,
    ];

    const before = await codes();
    await set({});
    const narrowed = await codes();
    await set({ networks: ['192.0.2.0/24'] });
    const elsewhere = await codes();
    await set({ networks: ['127.0.0.0/8'] });

    expect(before).toEqual([undefined, undefined, undefined]);
    expect(narrowed).toEqual([undefined, 'auth.scope_missing', 'plan.environment_refused']);
    expect(elsewhere).toEqual(['auth.network_refused', 'auth.network_refused', 'plan.environment_refused']);
    expect(await codes()).toEqual(narrowed);
    const trpc = await hub
      .withKey(client.secret)
      .endpoint.list({})
      .catch((problem: object) => problem);
    expect(trpc).toMatchObject({ code: 'auth.scope_missing' });
  });

  test('a key narrows the plan that it is held to and never widens it', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const held: Scope[] = [...scopes, 'consumers:approve'];
    const limits = [{ calls: 50, per: 'minute' as const }];
    await hub.admin.plan.put({ id: client.consumerId, live: { ...live, scopes: held, limits } });
    const put = async (body: object) =>
      (await client.rest(`/v1/consumers/${client.consumerId}/plan`, { method: 'PUT', body })).status;

    expect(await put({ live: { ...live, scopes: [...held, 'events:publish'], limits } })).toBe(403);
    expect(await put({ live: { ...live, scopes: held, limits: [] } })).toBe(403);
    expect(await put({ live: { ...live, scopes: held, limits: [{ calls: 51, per: 'minute' }] } })).toBe(403);
    expect(await put({ live: { ...live, scopes: held, limits }, test: live })).toBe(403);
    expect(await put({ live: { ...live, scopes: held, limits: [{ calls: 49, per: 'minute' }] } })).toBe(200);
  });
});

test('a forwarded address counts only from a trusted hop, and IPv4 over IPv6 is IPv4', async () => {
  await using trusting = await TestHub.start('sqlite', { variables: { PARLEY_TRUST_PROXY: '127.0.0.0/8' } });
  await using open = await TestHub.start('sqlite');
  const from = async (hub: TestHub, address: string) => {
    const client = await hub.client();
    await hub.admin.plan.put({
      id: client.consumerId,
      live: { ...live, networks: ['192.0.2.0/24', '2001:db8::/32'] },
    });
    return (await client.rest('/v1/events', { headers: { 'x-forwarded-for': address } })).status;
  };

  expect(await from(trusting, '192.0.2.9')).toBe(200);
  expect(await from(trusting, '::ffff:192.0.2.9')).toBe(200);
  expect(await from(trusting, '2001:db8::5')).toBe(200);
  expect(await from(trusting, '192.0.3.9')).toBe(403);
  expect(await from(trusting, '2001:db9::5')).toBe(403);
  // The nearest hop that is not trusted is the caller, whatever it says of those before it.
  expect(await from(trusting, '192.0.2.9, 198.51.100.1')).toBe(403);
  expect(await from(open, '192.0.2.9')).toBe(403);
});

test('another process goes by a narrower plan, and by a revocation, within a second', async () => {
  const databaseUrl = await createDatabase(inject('postgresUrl'), inject('templates').postgresName);
  await using one = await TestHub.start('postgresql', { databaseUrl, roles: 'api' });
  await using two = await TestHub.start('postgresql', { databaseUrl, roles: 'api' });
  const client = await one.client({ scopes: ['events:read', 'endpoints:read'] });
  const there = async (path: string) =>
    (await two.rest(path, { headers: { authorization: `Bearer ${client.secret}` } })).status;
  const secondsUntil = async (path: string, status: number) => {
    const startedAt = performance.now();
    await expect.poll(() => there(path), { interval: 20 }).toBe(status);
    return (performance.now() - startedAt) / 1000;
  };
  expect([await there('/v1/endpoints'), await there('/v1/events')]).toEqual([200, 200]);

  await one.admin.plan.put({ id: client.consumerId, live: { scopes: ['events:read'] } });
  const narrowed = await secondsUntil('/v1/endpoints', 403);
  await one.admin.apiKey.revoke({ id: client.keyId });
  const revoked = await secondsUntil('/v1/events', 401);

  // A second, and what a busy machine needs to answer.
  expect(Math.max(narrowed, revoked)).toBeLessThan(1.5);
});
