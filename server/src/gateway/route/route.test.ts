import { describe, expect, inject, test } from 'vitest';
import { createDatabase } from '../../testing/postgres.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';

const upstreams = [{ url: 'http://127.0.0.1:49999/api', weight: 1 }];
const call = { path: '/orders', host: 'parley.example', headers: {} };

const withApi = async (hub: TestHub): Promise<void> =>
  void (await hub.admin.api.create({ slug: 'orders', name: 'Orders' }));

describe.each(dialects)('routes on %s', (dialect) => {
  test('a route is created, read, changed under its ETag and removed, and each is noted', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    await withApi(hub);
    const client = await hub.client();

    const made = await client.rest('/v1/routes', { body: { api: 'orders', upstreams } });
    const path = `/v1/routes/${made.body.id}`;
    const changed = await client.rest(path, {
      method: 'PATCH',
      body: { policy: { credential: 'optional' } },
      headers: { 'if-match': made.headers.get('etag')! },
    });
    const stale = await client.rest(path, {
      method: 'PATCH',
      body: { status: 'disabled' },
      headers: { 'if-match': made.headers.get('etag')! },
    });
    const listed = await client.rest('/v1/routes?api=orders');
    const removed = await client.rest(path, { method: 'DELETE' });

    expect([made.status, made.headers.get('location')]).toEqual([201, hub.config.publicUrl + path]);
    expect(made.body).toMatchObject({
      api: 'orders',
      match: { by: 'any' },
      status: 'active',
      policy: { credential: 'required', validation: 'off', retries: 1, passesCredential: false },
    });
    expect([changed.status, changed.body.policy.credential, stale.status]).toEqual([200, 'optional', 412]);
    expect(listed.body.items).toEqual([changed.body]);
    expect([removed.status, (await client.rest(path)).body.code]).toEqual([204, 'route.not_found']);
    const { items } = await hub.admin.audit.list({ targetId: made.body.id });
    expect(items.map(({ action }) => action)).toEqual(['route.remove', 'route.update', 'route.create']);
  });

  test('what cannot be served is refused at its place', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    await withApi(hub);
    const client = await hub.client();
    const create = async (more: object) => {
      const { body } = await client.rest('/v1/routes', { body: { api: 'orders', upstreams, ...more } });
      return [body.code, body.errors?.map(({ path }: { path: string }) => path)];
    };
    const to = (url: string) => create({ upstreams: [...upstreams, { url }] });

    expect(await create({ api: 'invoices' })).toEqual(['api.not_found', undefined]);
    expect(await create({ upstreams: [] })).toEqual(['request.invalid', ['/upstreams']]);
    expect(await to('http://10.0.0.1')).toEqual(['route.upstream_refused', ['/upstreams/1/url']]);
    expect(await to('http://169.254.169.254/')).toEqual(['route.upstream_refused', ['/upstreams/1/url']]);
    expect(await to('ftp://8.8.8.8/')).toEqual(['route.upstream_refused', ['/upstreams/1/url']]);
    expect(await to('http://user:word@8.8.8.8/')).toEqual(['route.upstream_refused', ['/upstreams/1/url']]);
    expect(await to('http://8.8.8.8/?a=b')).toEqual(['route.upstream_refused', ['/upstreams/1/url']]);
    expect(await create({ match: { by: 'path', prefix: '/..' } })).toEqual([
      'request.invalid',
      ['/match/prefix'],
    ]);
    expect(await create({ policy: { validation: 'enforce' } })).toEqual([
      'request.invalid',
      ['/policy/validation'],
    ]);
    expect(await create({})).toEqual([undefined, undefined]);
    expect(await create({})).toEqual(['route.taken', undefined]);
  });

  test('versions of an API stand side by side, by header, host and path', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    await withApi(hub);
    const { routes } = hub.hub.services;
    const made = new Map<string, string>();
    for (const match of [
      { by: 'any' as const },
      { by: 'path' as const, prefix: '/v2' },
      { by: 'path' as const, prefix: '/v2/beta' },
      { by: 'header' as const, name: 'Api-Version', value: '3' },
      { by: 'host' as const, host: 'v4.example' },
    ]) {
      const { id } = await hub.admin.route.create({ api: 'orders', upstreams, match });
      made.set(id, 'prefix' in match ? match.prefix : match.by);
    }
    const find = async (more: Partial<typeof call> & { headers?: Record<string, string> }) =>
      made.get((await routes.find('orders', { ...call, ...more }))?.id ?? '');

    expect(await find({})).toBe('any');
    expect(await find({ path: '/v2' })).toBe('/v2');
    expect(await find({ path: '/v2/orders' })).toBe('/v2');
    expect(await find({ path: '/v2beta' })).toBe('any');
    expect(await find({ path: '/v2/beta/orders' })).toBe('/v2/beta');
    expect(await find({ host: 'v4.example', path: '/v2' })).toBe('host');
    expect(await find({ headers: { 'api-version': '3' }, host: 'v4.example' })).toBe('header');
    expect(await routes.find('invoices', call)).toBeNull();
  });
});

test('another process goes by a new, changed or removed route within a second', async () => {
  const databaseUrl = await createDatabase(inject('postgresUrl'), inject('templates').postgresName);
  await using one = await TestHub.start('postgresql', { databaseUrl, roles: 'api' });
  await using two = await TestHub.start('postgresql', { databaseUrl, roles: 'api' });
  await withApi(one);
  const credentialThere = async () =>
    (await two.hub.services.routes.find('orders', call))?.policy.credential ?? null;
  const secondsUntil = async (seen: string | null) => {
    const startedAt = performance.now();
    await expect.poll(credentialThere, { interval: 20, timeout: 5000 }).toBe(seen);
    return (performance.now() - startedAt) / 1000;
  };
  expect(await credentialThere()).toBeNull();

  const { id } = await one.admin.route.create({ api: 'orders', upstreams });
  const created = await secondsUntil('required');
  await one.admin.route.update({ id, policy: { credential: 'none' } });
  const changed = await secondsUntil('none');
  await one.admin.route.remove({ id });
  const removed = await secondsUntil(null);

  // Half a second, and what a busy machine needs to answer.
  expect(Math.max(created, changed, removed)).toBeLessThan(1);
});
