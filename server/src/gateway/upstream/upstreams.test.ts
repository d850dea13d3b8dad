import { expect, test } from 'vitest';
import { TestHub } from '../../testing/test-hub.ts';
import { serveOrders as serve, Upstream } from '../../testing/upstream.ts';

const roles = 'api,gateway';

test('an upstream that is away is spared, another one answers, and what may be done twice alone is tried again', async () => {
  await using upstream = await Upstream.start();
  await using hub = await TestHub.start('sqlite', { roles });
  const away = 'http://127.0.0.1:49998';
  const id = await serve(hub, [away, upstream], {
    credential: 'none',
    circuit: { failures: 2, openSeconds: 60 },
  });
  const get = async (call: object = {}) => (await hub.rest('/gateway/orders', call)).status;

  const reads = await Promise.all(Array.from({ length: 8 }, async () => get()));
  const afterwards = await Promise.all(
    Array.from({ length: 8 }, async () => get({ method: 'POST', body: { a: 1 } })),
  );
  await hub.admin.route.update({ id, upstreams: [{ url: away, weight: 1 }] });
  const alone = await hub.rest('/gateway/orders');

  expect(reads).toEqual(Array.from({ length: 8 }, () => 200));
  expect(afterwards).toEqual(Array.from({ length: 8 }, () => 200));
  expect([alone.status, alone.body.code]).toEqual([503, 'gateway.upstream_unavailable']);
  expect(Number(alone.headers.get('retry-after'))).toBeGreaterThan(50);
});

test('an upstream that is silent, breaks off or speaks nonsense is a problem, and no call hangs', async () => {
  await using upstream = await Upstream.start((request, response) => {
    if (request.url === '/broken') request.socket.end('HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n');
    if (request.url === '/gone') request.socket.destroy();
    if (request.url === '/half') {
      response.writeHead(200, { 'content-length': 10 });
      response.write('half');
      setTimeout(() => request.socket.destroy(), 50);
    }
  });
  await using hub = await TestHub.start('sqlite', { roles });
  const times = { connectMs: 100, firstByteMs: 200, wholeMs: 2000 };
  await serve(hub, [upstream], { credential: 'none', times, retries: 0, circuit: { failures: 100 } });
  const code = async (path: string) => {
    const { status, body } = await hub.rest(`/gateway/orders${path}`);
    return [status, body.code];
  };

  expect(await code('/silent')).toEqual([504, 'gateway.upstream_timeout']);
  expect(await code('/broken')).toEqual([502, 'gateway.upstream_unreachable']);
  expect(await code('/gone')).toEqual([502, 'gateway.upstream_unreachable']);
  await expect(hub.rest('/gateway/orders/half')).rejects.toThrow('terminated');
});

test('versions stand side by side, and a probe takes an upstream out until it is well', async () => {
  let isWell = false;
  await using first = await Upstream.start();
  await using second = await Upstream.start((request, response) => {
    response.statusCode = request.url === '/healthz' && !isWell ? 500 : 200;
    response.end('second');
  });
  await using hub = await TestHub.start('sqlite', { roles });
  await serve(hub, [first], { credential: 'none' });
  await serve(
    hub,
    [second],
    { credential: 'none', probe: { path: '/healthz', everySeconds: 1 } },
    { by: 'path', prefix: '/v2' },
  );
  const get = async (path: string) => (await hub.rest(`/gateway/orders${path}`)).status;

  await expect.poll(async () => get('/v2/items')).toBe(503);
  expect(await get('/v1/items')).toBe(200);
  isWell = true;
  await expect.poll(async () => get('/v2/items')).toBe(200);
  expect(second.last.url).toBe('/v2/items');
});
