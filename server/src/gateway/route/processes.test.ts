import { expect, inject, test } from 'vitest';
import { createDatabase } from '../../testing/postgres.ts';
import { TestHub } from '../../testing/test-hub.ts';
import { serveOrders, Upstream } from '../../testing/upstream.ts';

test('a process that serves APIs alone goes by a route, a plan and a revoked key within a second, and knows nothing of Parley', async () => {
  const databaseUrl = await createDatabase(inject('postgresUrl'), inject('templates').postgresName);
  await using upstream = await Upstream.start();
  await using api = await TestHub.start('postgresql', { databaseUrl, roles: 'api' });
  await using gateway = await TestHub.start('postgresql', { databaseUrl, roles: 'gateway' });
  const client = await api.client({ scopes: ['events:read'] });
  const there = async (path = '/gateway/orders/items') => {
    const { status, body } = await gateway.rest(path, {
      headers: { authorization: `Bearer ${client.secret}` },
    });
    return `${status} ${body.code ?? ''}`.trim();
  };
  const secondsUntil = async (answer: string) => {
    const startedAt = performance.now();
    await expect.poll(async () => there(), { interval: 20, timeout: 5000 }).toBe(answer);
    return (performance.now() - startedAt) / 1000;
  };
  expect(await there()).toBe('404 gateway.no_route');

  const id = await serveOrders(api, [upstream], { scopes: ['events:read'] });
  const routed = await secondsUntil('200');
  await api.admin.plan.put({ id: client.consumerId, live: { scopes: ['endpoints:read'] } });
  const narrowed = await secondsUntil('403 auth.scope_missing');
  await api.admin.apiKey.revoke({ id: client.keyId });
  const revoked = await secondsUntil('401 auth.invalid');
  await api.admin.route.remove({ id });
  const removed = await secondsUntil('404 gateway.no_route');

  // A second, and what a busy machine needs to answer.
  expect(Math.max(routed, narrowed, revoked, removed)).toBeLessThan(1.5);
  expect([await there('/v1/events'), await there('/healthz')]).toEqual(['404 request.not_found', '200']);
  expect((await api.rest('/gateway/orders/items')).status).toBe(404);
});
