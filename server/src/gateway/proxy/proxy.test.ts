import { request as sendRequest } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';
import { serveOrders as serve, Upstream } from '../../testing/upstream.ts';

const roles = 'api,gateway';

describe.each(dialects)('the gateway on %s', (dialect) => {
  test('passes a call on with who calls, and the answer back', async () => {
    await using upstream = await Upstream.start((_request, response) => {
      response.writeHead(203, {
        'content-type': 'application/json',
        'x-stock': '5',
        connection: 'x-inner',
        'x-inner': '1',
      });
      response.end('{"id":7}');
    });
    await using hub = await TestHub.start(dialect, { roles });
    await serve(hub, [`${upstream.url}/base/`]);
    const client = await hub.client({ scopes: ['events:read'] });
    await hub.admin.plan.put({
      id: client.consumerId,
      live: { scopes: ['events:read'], networks: [], limits: [{ calls: 5, per: 'day' }] },
    });

    const answer = await client.rest('/gateway/orders/items/7?full=1', {
      method: 'PUT',
      body: { amount: 1 },
      headers: { 'x-request-id': 'r-1', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` },
    });

    expect([answer.status, answer.text, answer.headers.get('x-stock')]).toEqual([203, '{"id":7}', '5']);
    expect(answer.headers.get('x-inner')).toBeNull();
    expect(answer.headers.get('x-request-id')).toBe('r-1');
    expect(answer.headers.get('ratelimit')).toMatch(/^"day";r=4;/);
    const { method, url, headers, body } = upstream.last;
    expect([method, url, body]).toEqual(['PUT', '/base/items/7?full=1', '{"amount":1}']);
    expect(headers).toMatchObject({
      host: `127.0.0.1:${upstream.port}`,
      'content-type': 'application/json',
      'x-parley-consumer': client.consumerId,
      'x-parley-environment': 'live',
      'x-parley-scopes': 'events:read',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': new URL(hub.url).host,
      'x-request-id': 'r-1',
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    });
    expect(headers.authorization).toBeUndefined();
  });

  test('says who calls by a token that its published keys verify, and that opens nothing here', async () => {
    await using upstream = await Upstream.start();
    await using hub = await TestHub.start(dialect, { roles });
    await serve(hub, [upstream]);
    const client = await hub.client({ scopes: ['events:read'] });

    await client.rest('/gateway/orders');
    const token = String(upstream.last.headers['x-parley-identity']);
    const { payload, protectedHeader } = await jwtVerify(
      token,
      createRemoteJWKSet(new URL(`${hub.url}/.well-known/jwks.json`)),
      { issuer: hub.config.publicUrl, audience: `${hub.config.publicUrl}/gateway/orders` },
    );
    const here = await hub.rest('/v1/events', { headers: { authorization: `Bearer ${token}` } });

    expect([payload.sub, payload['environment'], payload['scope'], payload['client_id']]).toEqual([
      client.consumerId,
      'live',
      'events:read',
      client.keyId,
    ]);
    expect(Number(payload.exp) - Number(payload.iat)).toBe(60);
    expect(protectedHeader.typ).toBe('parley-identity+jwt');
    expect(here.body.code).toBe('auth.invalid');
  });
});

test('who may not call is refused with a problem, and nothing reaches the upstream', async () => {
  await using upstream = await Upstream.start();
  await using hub = await TestHub.start('sqlite', { roles });
  await serve(hub, [upstream], { scopes: ['events:read'], environment: 'live', bodyBytesMax: 10 });
  const client = await hub.client({ scopes: ['events:read'] });
  const [sandbox, bare] = [
    await hub.client({ environment: 'test' }),
    await hub.client({ scopes: ['endpoints:read'] }),
  ];
  const person = await hub.browser();
  const path = '/gateway/orders/items';
  const code = async (answer: Promise<{ body: { code: string } }>) => (await answer).body.code;

  expect(await code(hub.rest(path))).toBe('auth.required');
  expect(await code(hub.rest(path, { headers: { authorization: 'Basic YTpi' } }))).toBe('auth.invalid');
  expect(await code(hub.rest(path, { headers: { cookie: person.cookie } }))).toBe('auth.required');
  expect(await code(sandbox.rest(path))).toBe('environment.refused');
  expect(await code(bare.rest(path))).toBe('auth.scope_missing');
  expect(await code(client.rest('/gateway/invoices'))).toBe('gateway.no_route');
  expect(await code(client.rest(path, { body: 'x'.repeat(11) }))).toBe('request.too_large');
  expect(upstream.seen).toEqual([]);
  const answer = await hub.rest(path);
  expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="Parley"']);
});

test('public operations need no credential, and an optional one is looked at where it is sent', async () => {
  await using upstream = await Upstream.start();
  await using hub = await TestHub.start('sqlite', { roles });
  await serve(hub, [upstream], { publicOperations: ['GET /status', '* /docs/*'] });
  const client = await hub.client();
  const status = async (path: string, call: object = {}) =>
    (await hub.rest(`/gateway/orders${path}`, call)).status;

  expect(await status('/status')).toBe(200);
  expect(upstream.last.headers['x-parley-consumer']).toBeUndefined();
  expect(await status('/docs/a/b', { method: 'DELETE' })).toBe(200);
  expect(await status('/status', { method: 'POST', body: {} })).toBe(401);
  expect(await status('/status/more')).toBe(401);
  expect(await status('/status', { headers: { authorization: 'Bearer parley_live_x' } })).toBe(401);
  expect((await client.rest('/gateway/orders/status')).status).toBe(200);
  expect(upstream.last.headers['x-parley-consumer']).toBe(client.consumerId);
});

test('what a client says of itself never reaches the upstream, and neither does a session of the console', async () => {
  await using upstream = await Upstream.start((_request, response) => {
    response.setHeader('set-cookie', ['parley_session=x', 'theirs=1']);
    response.setHeader('content-type', 'text/html');
    response.setHeader('clear-site-data', '"*"');
    response.end('<script>1</script>');
  });
  await using hub = await TestHub.start('sqlite', { roles });
  await serve(hub, [upstream]);
  const client = await hub.client({ scopes: ['events:read'] });

  const answer = await client.rest('/gateway/orders', {
    headers: {
      'x-parley-consumer': 'con_somebody',
      'X-Parley-Admin': 'yes',
      x_parley_consumer: 'con_somebody',
      'x-consumer-id': '1',
      'x-forwarded-for': '10.0.0.1',
      'x-forwarded-user': 'root',
      'x-real-ip': '10.0.0.1',
      forwarded: 'for=10.0.0.1',
      'x-original-url': '/admin',
      'x-http-method-override': 'DELETE',
      cookie: 'parley_session=secret; theirs=2; __Host-parley_session=secret',
      'x-kept': 'yes',
    },
  });

  const { headers } = upstream.last;
  expect(headers).toMatchObject({
    'x-parley-consumer': client.consumerId,
    'x-forwarded-for': '127.0.0.1',
    cookie: 'theirs=2',
    'x-kept': 'yes',
  });
  for (const name of [
    'x-parley-admin',
    'x_parley_consumer',
    'x-consumer-id',
    'x-forwarded-user',
    'x-real-ip',
    'forwarded',
    'x-original-url',
    'x-http-method-override',
  ])
    expect(headers[name], name).toBeUndefined();
  expect(answer.headers.getSetCookie()).toEqual(['theirs=1']);
  expect(answer.headers.get('content-security-policy')).toBe('sandbox');
  expect(answer.headers.get('clear-site-data')).toBeNull();
});

test('an address is believed from a proxy that is trusted, and passed on as far as it is', async () => {
  await using upstream = await Upstream.start();
  await using hub = await TestHub.start('sqlite', {
    roles,
    variables: { PARLEY_TRUST_PROXY: '127.0.0.0/8' },
  });
  await serve(hub, [upstream], { credential: 'none' });

  await hub.rest('/gateway/orders', {
    headers: { 'x-forwarded-for': '10.9.9.9, 198.51.100.7', 'x-forwarded-proto': 'https' },
  });

  expect(upstream.last.headers).toMatchObject({
    'x-forwarded-for': '198.51.100.7, 127.0.0.1',
    'x-forwarded-proto': 'https',
  });
});

test('both ways are streams: parts arrive before the whole, and whoever leaves takes the other along', async () => {
  const upstreamClosed = Promise.withResolvers<void>();
  await using upstream = await Upstream.start((request, response) => {
    if (request.method === 'GET') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n');
      response.once('close', () => upstreamClosed.resolve());
    } else request.once('data', () => response.end('got the first part'));
  });
  await using hub = await TestHub.start('sqlite', { roles });
  await serve(hub, [upstream], { credential: 'none' });
  const open = (method: string) =>
    sendRequest(`${hub.url}/gateway/orders/events`, { method, headers: { 'content-type': 'text/plain' } });

  const events = open('GET');
  events.end();
  const [answer] = await once(events, 'response');
  const [part] = await once(answer, 'data');
  const sending = open('POST');
  sending.write('first part');
  const [early] = await once(sending, 'response');
  const [told] = await once(early, 'data');
  events.destroy();
  sending.on('error', () => undefined).destroy();

  expect([String(part), String(told)]).toEqual(['data: 1\n\n', 'got the first part']);
  await expect(upstreamClosed.promise).resolves.toBeUndefined();
});

test('a large answer to somebody who does not read waits at the upstream', async () => {
  const bytes = 64 * 1024 * 1024;
  let written = 0;
  await using upstream = await Upstream.start((_request, response) => {
    response.writeHead(200, { 'content-length': bytes });
    const part = Buffer.alloc(64 * 1024, 'a');
    const go = (): void => {
      while (written < bytes) {
        written += part.length;
        if (!response.write(part)) return void response.once('drain', go);
      }
      response.end();
    };
    go();
  });
  await using hub = await TestHub.start('sqlite', { roles });
  await serve(hub, [upstream], { credential: 'none' });
  const socket = connect(Number(new URL(hub.url).port), '127.0.0.1');
  socket.write('GET /gateway/orders HTTP/1.1\r\nHost: parley.example\r\nConnection: close\r\n\r\n');
  await once(socket, 'readable');
  let before = -1;
  await expect
    .poll(
      () => {
        const isStill = written === before;
        before = written;
        return isStill;
      },
      { interval: 300 },
    )
    .toBe(true);
  const waiting = written;
  let read = 0;
  socket.on('data', (chunk: Buffer) => {
    read += chunk.length;
  });
  await once(socket, 'close');

  expect(waiting).toBeLessThan(bytes / 2);
  expect(read).toBeGreaterThan(bytes);
});

test('a protocol is changed with the upstream where it is WebSocket, and the call was decided on as any', async () => {
  await using upstream = await Upstream.start();
  upstream.server.on('upgrade', (request, socket) => {
    upstream.seen.push({
      method: 'UPGRADE',
      url: request.url!,
      headers: request.headers,
      rawHeaders: [],
      body: '',
    });
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: abc\r\n\r\n',
    );
    socket.on('data', (chunk) => socket.write(`echo ${chunk}`)).on('end', () => socket.end());
  });
  await using hub = await TestHub.start('sqlite', { roles });
  await serve(hub, [upstream]);
  const client = await hub.client();
  const open = (authorization: string) => {
    const socket = connect(Number(new URL(hub.url).port), '127.0.0.1');
    const said = { text: '', isClosed: false };
    socket.on('data', (chunk) => {
      said.text += String(chunk);
    });
    socket.once('close', () => {
      said.isClosed = true;
    });
    socket.write(
      `GET /gateway/orders/live HTTP/1.1\r\nHost: parley.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n${authorization}\r\n`,
    );
    return { socket, said };
  };

  const refused = open('');
  await expect.poll(() => refused.said.isClosed).toBe(true);
  const joined = open(`Authorization: Bearer ${client.secret}\r\n`);
  await expect.poll(() => joined.said.text).toMatch(/^HTTP\/1\.1 101 [\s\S]*sec-websocket-accept: abc/i);
  joined.socket.write('hello');
  await expect.poll(() => joined.said.text).toMatch(/echo hello$/);
  joined.socket.destroy();

  expect(refused.said.text).toMatch(/^HTTP\/1\.1 401 [\s\S]*auth\.required/);
  expect(upstream.seen).toHaveLength(1);
  expect(upstream.last.headers).toMatchObject({
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'x-parley-consumer': client.consumerId,
  });
});
