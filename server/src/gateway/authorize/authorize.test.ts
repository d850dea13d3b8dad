import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findNginx, Nginx } from '../../testing/nginx.ts';
import { type Client, TestHub } from '../../testing/test-hub.ts';
import { Upstream } from '../../testing/upstream.ts';

const variables = { PARLEY_TRUST_PROXY: '127.0.0.0/8' };
const roles = 'api,gateway';

const withRoute = async (hub: TestHub, url = 'http://127.0.0.1:49997'): Promise<void> => {
  await hub.admin.api.create({ slug: 'orders', name: 'Orders' });
  await hub.admin.route.create({
    api: 'orders',
    upstreams: [{ url, weight: 1 }],
    policy: { publicOperations: ['GET /status'], scopes: ['events:read'] },
  });
};

const limited = async (hub: TestHub, calls: number): Promise<Client> => {
  const client = await hub.client({ scopes: ['events:read'] });
  await hub.admin.plan.put({
    id: client.consumerId,
    live: { scopes: ['events:read'], networks: [], limits: [{ calls, per: 'day' }] },
  });
  return client;
};

describe('asking before a call is let through', () => {
  const asTraefik = { 'x-forwarded-method': 'GET', 'x-forwarded-uri': '/orders/items?a=1' };
  const path = '/authorize?api=orders&prefix=/orders';

  test('Traefik and Caddy get 200 with who calls, or the problem as it is', async () => {
    await using hub = await TestHub.start('sqlite', { roles, variables });
    await withRoute(hub);
    const client = await limited(hub, 1);
    const ask = async (headers: Record<string, string>) => hub.rest(path, { headers });
    const asClient = { ...asTraefik, authorization: `Bearer ${client.secret}` };

    const passed = await ask(asClient);
    const spent = await ask(asClient);
    const nobody = await ask(asTraefik);
    const open = await ask({ ...asTraefik, 'x-forwarded-uri': '/orders/status' });

    expect([passed.status, passed.text, passed.headers.get('x-parley-consumer')]).toEqual([
      200,
      '',
      client.consumerId,
    ]);
    expect(passed.headers.get('x-parley-identity')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect([spent.status, spent.body.code, spent.headers.get('ratelimit')?.slice(0, 11)]).toEqual([
      429,
      'rate.limited',
      '"day";r=0;t',
    ]);
    expect([nobody.status, nobody.body.code]).toEqual([401, 'auth.required']);
    // What the caller sent under the name must not pass for an answer of ours.
    expect([open.status, open.headers.get('x-parley-consumer')]).toEqual([200, '']);
  });

  test('Envoy asks with the method and the path of the call', async () => {
    await using hub = await TestHub.start('sqlite', { roles, variables });
    await withRoute(hub);
    const client = await limited(hub, 5);

    const posted = await client.rest('/authorize/envoy/orders/items', { method: 'POST', body: { a: 1 } });
    const nobody = await hub.rest('/authorize/envoy/orders/status', { method: 'POST' });
    const open = await hub.rest('/authorize/envoy/orders/status');

    expect([posted.status, posted.headers.get('x-parley-consumer')]).toEqual([200, client.consumerId]);
    expect([nobody.status, open.status]).toEqual([401, 200]);
  });

  test('only a proxy that is trusted may ask, and what it asks about has to be plain', async () => {
    await using hub = await TestHub.start('sqlite', { roles });
    await withRoute(hub);
    await using trusting = await TestHub.start('sqlite', { roles, variables });
    await withRoute(trusting);
    const client = await trusting.client({ scopes: ['events:read'] });
    const ask = async (headers: Record<string, string>) =>
      (await client.rest(path, { headers })).body.code as string | undefined;

    expect((await hub.rest(path, { headers: asTraefik })).body.code).toBe('gateway.proxy_unknown');
    expect(await ask(asTraefik)).toBeUndefined();
    expect(await ask({})).toBe('request.invalid');
    expect(await ask({ ...asTraefik, 'x-original-method': 'DELETE' })).toBe('request.invalid');
    expect(await ask({ ...asTraefik, 'x-original-uri': '/orders/other' })).toBe('request.invalid');
    expect(await ask({ ...asTraefik, 'x-forwarded-uri': '/orders/../admin' })).toBe('request.malformed');
    expect(await ask({ ...asTraefik, 'x-forwarded-uri': '/ordersx/items' })).toBe('gateway.no_route');
  });

  test('nginx is told 403 with the status that is meant', async () => {
    await using hub = await TestHub.start('sqlite', { roles, variables });
    await withRoute(hub);
    const client = await limited(hub, 0 + 1);
    const ask = async () =>
      client.rest(`${path}&mode=nginx`, {
        headers: { 'x-original-method': 'GET', 'x-original-uri': '/orders/items' },
      });

    const first = await ask();
    const second = await ask();

    expect(first.status).toBe(200);
    expect([second.status, second.headers.get('x-parley-status'), second.body.code]).toEqual([
      403,
      '429',
      'gateway.refused',
    ]);
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

const freePort = async (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** The configuration that people are told to use, with the addresses of this test. */
const documented = (ports: Record<string, number>): string => {
  const text = readFileSync(join(import.meta.dirname, '../../../../docs/gateway.md'), 'utf8');
  const [, block = ''] = /```nginx\n([\s\S]*?)```/.exec(text) ?? [];
  return block.replaceAll(/127\.0\.0\.1:(\d+)/g, (_, port: string) => `127.0.0.1:${ports[port]}`);
};

const nginx = findNginx();

test.skipIf(nginx === null)(
  'a real nginx with the documented configuration lets through and refuses',
  async () => {
    await using upstream = await Upstream.start();
    await using hub = await TestHub.start('sqlite', { roles, variables });
    await withRoute(hub);
    const client = await limited(hub, 2);
    const bare = await hub.client({ scopes: ['endpoints:read'] });
    const port = await freePort();
    const ports = { '4100': Number(new URL(hub.url).port), '8080': upstream.port, '8000': port };
    await using _running = Nginx.start(nginx!, documented(ports));
    const call = async (secret: string | null, path = '/orders/items?a=1', headers = {}) =>
      fetch(`http://127.0.0.1:${port}${path}`, {
        headers: { ...(secret !== null && { authorization: `Bearer ${secret}` }), ...headers },
      });
    await expect
      .poll(async () =>
        call(null).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(401);

    const passed = await call(client.secret, undefined, { 'x-parley-consumer': 'con_other' });
    const seen = upstream.last;
    const open = await call(null, '/orders/status', { 'x-parley-consumer': 'con_other' });
    const openSeen = upstream.last;
    const nobody = await call(null);
    const lacking = await call(bare.secret);
    await call(client.secret);
    const spent = await call(client.secret);

    expect([passed.status, passed.headers.get('ratelimit')?.slice(0, 9)]).toEqual([200, '"day";r=1']);
    expect([seen.url, seen.headers['x-parley-consumer'], seen.headers.authorization]).toEqual([
      '/orders/items?a=1',
      client.consumerId,
      undefined,
    ]);
    expect([open.status, openSeen.headers['x-parley-consumer']]).toEqual([200, undefined]);
    expect([nobody.status, nobody.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="Parley"']);
    expect(lacking.status).toBe(403);
    expect([spent.status, spent.headers.get('ratelimit')?.slice(0, 9)]).toEqual([429, '"day";r=0']);
    expect(Number(spent.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(upstream.seen).toHaveLength(3);
  },
);
