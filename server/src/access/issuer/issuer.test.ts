import { describe, expect, inject, test } from 'vitest';
import { KeyServer } from '../../testing/key-server.ts';
import { callWith, foreignClaims, inSeconds, trust } from '../../testing/oauth.ts';
import { createDatabase } from '../../testing/postgres.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';

const steps = (tried: { steps: { step: string; passed: boolean }[] }) =>
  tried.steps.map(({ step, passed }) => `${step} ${passed ? 'passed' : 'failed'}`);

describe.each(dialects)('trusted issuers on %s', (dialect) => {
  test('a token of one acts for the consumer, in the environment and with the scopes that its claims are', async () => {
    await using server = await KeyServer.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const sign = await server.addKey('one', 'ES256');
    const consumerId = await hub.consumer('Northwind');
    const { issuer } = await trust(hub, server, {
      algorithms: ['ES256'],
      tokenType: 'JWT',
      consumerClaim: 'https://company.example/app',
      environmentClaim: 'ctx.stage',
      environments: { prod: 'live', dev: 'test' },
      scopeClaims: ['realm_access.roles', 'scp'],
      scopeMap: { 'orders.read': ['events:read'], admin: ['endpoints:read', 'endpoints:write'] },
      scopes: ['events:read', 'endpoints:read'],
      consumers: [
        { value: 'nw', consumerId, environment: 'live' },
        { value: 'nw', consumerId, environment: 'test' },
      ],
    });
    const token = async (more: object, header = { typ: 'JWT' }) =>
      sign({ ...foreignClaims({ 'https://company.example/app': 'nw', ...more }) }, header);
    const good = await token({
      ctx: { stage: 'dev' },
      realm_access: { roles: ['admin', 'orders.read', 'x'] },
    });

    const tried = await hub.admin.issuer.tryToken({ token: good });
    const call = await callWith(hub, good);
    const nowhere = await hub.admin.issuer.tryToken({ token: await token({ ctx: { stage: 'qa' } }) });
    const nothing = await callWith(hub, await token({ ctx: { stage: 'prod' }, scp: 'events:read' }));

    expect(tried).toMatchObject({
      accepted: true,
      issuerId: issuer.id,
      consumerId,
      consumerName: 'Northwind',
      environment: 'test',
    });
    expect(tried.scopes.toSorted()).toEqual(['endpoints:read', 'events:read']);
    expect(call.status).toBe(200);
    expect(steps(nowhere).at(-1)).toBe('environment failed');
    // With a map, words that look like scopes of Parley mean nothing.
    expect([nothing.status, nothing.body.code]).toEqual([403, 'auth.scope_missing']);
    const used = async () =>
      (await hub.admin.issuer.get({ id: issuer.id })).consumers.map(({ lastUsedAt }) => lastUsedAt);
    await expect.poll(used).toEqual([expect.any(String), expect.any(String)]);
  });

  test('it makes, replaces and changes no keys, for nothing here would end with it', async () => {
    await using server = await KeyServer.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const sign = await server.addKey('one');
    await trust(hub, server);
    const headers = { authorization: `Bearer ${await sign(foreignClaims())}` };

    const key = await hub.rest('/v1/api-keys', { body: { name: 'x', scopes: ['events:read'] }, headers });
    const client = await hub.rest('/v1/clients', { body: { name: 'x', scopes: ['events:read'] }, headers });

    for (const { status, body } of [key, client])
      expect([status, body.code]).toEqual([403, 'auth.grant_refused']);
  });

  test('what changes in it counts from the next call on, and its removal too', async () => {
    await using server = await KeyServer.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const sign = await server.addKey('one');
    const { issuer, consumerId } = await trust(hub, server);
    const { id } = issuer;
    const token = await sign(foreignClaims());
    const answers: [number, string | undefined][] = [];
    const call = async () => {
      const { status, body } = await callWith(hub, token);
      answers.push([status, body.code]);
    };

    await call();
    await hub.admin.issuer.update({ id, scopes: ['endpoints:read'] });
    await call();
    await hub.admin.issuer.update({ id, scopes: ['events:read'], consumers: [] });
    await call();
    await hub.admin.issuer.update({
      id,
      consumers: [{ value: 'northwind', consumerId, environment: 'live' }],
    });
    await call();
    await hub.admin.issuer.update({ id, algorithms: ['ES256'] });
    await call();
    await hub.admin.issuer.update({ id, algorithms: ['RS256'], status: 'disabled' });
    await call();
    await hub.admin.issuer.update({ id, status: 'active' });
    await call();
    await hub.admin.consumer.update({ id: consumerId, status: 'suspended' });
    await call();
    await hub.admin.consumer.update({ id: consumerId, status: 'active' });
    await call();
    await hub.admin.issuer.remove({ id });
    await call();

    expect(answers).toEqual([
      [200, undefined],
      [403, 'auth.scope_missing'],
      [401, 'auth.invalid'],
      [200, undefined],
      [401, 'auth.invalid'],
      [401, 'auth.invalid'],
      [200, undefined],
      [403, 'consumer.suspended'],
      [200, undefined],
      [401, 'auth.invalid'],
    ]);
    // None of this needed its keys again.
    expect(server.readings).toBe(1);
  });

  test('an unknown key has it asked once a minute, whoever calls and whatever comes of it', async () => {
    await using server = await KeyServer.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const first = await server.addKey('one');
    await trust(hub, server);
    const many = await Promise.all(
      Array.from({ length: 20 }, async () => callWith(hub, await first(foreignClaims()))),
    );
    const second = await server.addKey('two');
    const early = await callWith(hub, await second(foreignClaims()));
    const made = await Promise.all(
      Array.from({ length: 20 }, async (_one, index) =>
        callWith(hub, await second(foreignClaims(), { kid: `x${index}` })),
      ),
    );
    const readings = server.readings;

    hub.advance(61_000);
    server.instead = (_request, response) => void response.writeHead(500).end();
    const failed = await callWith(hub, await second(foreignClaims({ exp: inSeconds(900) })));
    const askedThen = server.asked.length;
    const again = await callWith(hub, await second(foreignClaims({ exp: inSeconds(900) })));
    const known = await callWith(hub, await first(foreignClaims({ exp: inSeconds(900) })));
    const askedAfter = server.asked.length;
    server.instead = null;
    hub.advance(61_000);
    const late = await callWith(hub, await second(foreignClaims({ exp: inSeconds(900) })));

    expect(many.map(({ status }) => status)).toEqual(many.map(() => 200));
    expect([early.status, early.body.detail]).toEqual([401, expect.stringContaining('once a minute')]);
    expect(made.map(({ status }) => status)).toEqual(made.map(() => 401));
    expect(readings).toBe(1);
    expect([failed.status, failed.body.detail]).toEqual([401, expect.stringContaining('could not be read')]);
    // Where it is, and what it answered, is nobody's business but that of those who trust it.
    expect(failed.body.detail).not.toContain('127.0.0.1');
    expect([again.status, known.status, late.status]).toEqual([401, 200, 200]);
    expect(askedAfter).toBe(askedThen);
  });

  test('an issuer that is away changes nothing for its known keys, also after a restart, and what fails is said', async () => {
    const server = await KeyServer.start();
    const sign = await server.addKey('one');
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { issuer } = await trust(hub, server);
    await callWith(hub, await sign(foreignClaims()));
    await server[Symbol.asyncDispose]();
    hub.advance(3_600_000);

    const known = await callWith(hub, await sign(foreignClaims({ exp: inSeconds(7200) })));
    const read = async () => (await hub.admin.issuer.get({ id: issuer.id })).keys;
    await expect.poll(async () => (await read()).failure).toContain('refused');
    const tried = await hub.admin.issuer.tryToken({
      token: await sign(foreignClaims({ exp: inSeconds(7200) }), { kid: 'two' }),
    });

    expect(known.status).toBe(200);
    expect((await read()).ids).toEqual(['one']);
    expect(steps(tried).at(-1)).toBe('key failed');
    expect(tried.steps.at(-1)!.text).toContain('could not be read');
  });

  test('documents that cannot be used are refused with what is wrong, and hold up nobody', async () => {
    await using server = await KeyServer.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    await server.addKey('one');
    const { issuer } = await trust(hub, server);
    const { keys } = server;
    const discovery = { issuer: server.url, jwks_uri: `${server.url}/jwks` };
    const answering = (
      documents: Record<string, unknown>,
      status = 200,
      headers: Record<string, string> = {},
    ) => {
      server.instead = (request, response) => {
        const found = documents[request.url ?? ''] ?? documents['*'];
        response.writeHead(found === undefined ? 404 : status, headers);
        response.end(typeof found === 'string' ? found : JSON.stringify(found ?? {}));
      };
    };
    const config = '/.well-known/openid-configuration';
    const rows: [RegExp, () => void][] = [
      [/of the issuer/, () => answering({ '*': { ...discovery, issuer: 'https://evil.example' } })],
      [/not https/, () => answering({ '*': { ...discovery, jwks_uri: 'http://evil.example/jwks' } })],
      [
        /not a public address/,
        () => answering({ '*': { ...discovery, jwks_uri: 'https://169.254.169.254/jwks' } }),
      ],
      [/answered 302/, () => answering({ '*': 'x' }, 302, { location: 'http://169.254.169.254/' })],
      [/no JSON object/, () => answering({ '*': '<html>' })],
      [/no list/, () => answering({ [config]: discovery, '/jwks': { keys: 'x' } })],
      [
        /no public key/,
        () => answering({ [config]: discovery, '/jwks': { keys: [{ kty: 'oct', k: 'AAAA' }] } }),
      ],
      [/64 KiB/, () => answering({ [config]: discovery, '/jwks': { keys, filler: 'x'.repeat(100_000) } })],
      [
        /No complete answer within 5 s/,
        () => {
          server.instead = () => undefined;
        },
      ],
    ];

    for (const [failure, prepare] of rows) {
      hub.advance(61_000);
      prepare();
      const { keys: read } = await hub.admin.issuer.refreshKeys({ id: issuer.id });
      expect([read.failure, read.ids]).toEqual([expect.stringMatching(failure), []]);
    }
    await expect(hub.admin.issuer.refreshKeys({ id: issuer.id })).rejects.toMatchObject({
      status: 429,
      code: 'issuer.refreshed',
    });
  });

  test('addresses that may not be called, values that mean two things and scopes for people are refused', async () => {
    await using hub = await TestHub.start(dialect, {
      roles: 'api',
      variables: { PARLEY_OUTBOUND_ALLOW: '' },
    });
    const consumerId = await hub.consumer();
    const base = { name: 'x', audience: 'a', scopes: ['events:read' as const] };
    const create = async (more: object) =>
      hub.admin.issuer.create({ ...base, issuer: 'https://8.8.8.8/x', ...more });

    for (const issuer of [
      'http://login.example',
      'https://169.254.169.254/',
      'https://10.0.0.1/realm',
      'http://127.0.0.1:9999',
      'https://user:pass@8.8.8.8/',
      'https://login.internal',
      'nonsense',
      hub.hub.parts.publicUrl,
    ])
      await expect(create({ issuer }), issuer).rejects.toMatchObject({
        status: 422,
        code: 'issuer.url_refused',
      });
    await expect(create({ jwksUrl: 'https://[::1]/jwks' })).rejects.toMatchObject({
      code: 'issuer.url_refused',
    });
    const twice = (['live', 'test'] as const).map((environment) => ({ value: 'x', consumerId, environment }));
    await expect(create({ consumers: twice })).rejects.toMatchObject({ code: 'request.invalid' });
    await expect(
      create({ consumers: [{ value: 'x', consumerId: 'con_absent', environment: 'live' }] }),
    ).rejects.toMatchObject({ code: 'consumer.not_found' });
    await expect(create({ scopes: ['staff:write'] })).rejects.toMatchObject({ code: 'auth.grant_refused' });
    await create({});
    await expect(create({})).rejects.toMatchObject({ status: 409, code: 'issuer.taken' });
  });

  test('no key reaches them', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();

    const read = await client.rest('/v1/issuers');

    expect([read.status, read.body.code]).toEqual([403, 'auth.scope_missing']);
  });
});

test('of two processes one asks an issuer for its keys, and both know them; a removal counts in both within a second', async () => {
  await using server = await KeyServer.start();
  const databaseUrl = await createDatabase(inject('postgresUrl'), inject('templates').postgresName);
  await using one = await TestHub.start('postgresql', { databaseUrl, roles: 'api' });
  await using two = await TestHub.start('postgresql', { databaseUrl, roles: 'api' });
  const sign = await server.addKey('one');
  const { issuer } = await trust(one, server);
  const token = await sign(foreignClaims());

  const answers = await Promise.all([one, two, one, two].map(async (hub) => callWith(hub, token)));
  await one.admin.issuer.remove({ id: issuer.id });
  two.advance(1000);
  const afterwards = [await callWith(one, token), await callWith(two, token)];

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(server.readings).toBe(1);
  expect(afterwards.map(({ status }) => status)).toEqual([401, 401]);
});
