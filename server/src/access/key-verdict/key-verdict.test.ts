import { describe, expect, test } from 'vitest';
import { KeyServer } from '../../testing/key-server.ts';
import {
  basic,
  foreignClaims,
  inSeconds,
  newClient,
  ownSigner,
  postForm,
  tokenOf,
  trust,
} from '../../testing/oauth.ts';
import { dialects, keyScopes, TestHub } from '../../testing/test-hub.ts';

describe.each(dialects)('verifying keys for others, on %s', (dialect) => {
  test('every reason has its code', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const asking = await hub.client();
    const consumerId = await hub.consumer();
    await hub.admin.plan.put({
      id: consumerId,
      live: { scopes: ['events:read'], networks: ['192.0.2.0/24'], limits: [{ calls: 2, per: 'minute' }] },
    });
    const make = async (more: object = {}) =>
      hub.admin.apiKey.create({
        name: 'a',
        consumerId,
        environment: 'live',
        scopes: ['events:read'],
        ...more,
      });
    const verify = async (secret: string, more: object = {}) =>
      (await asking.rest('/v1/api-keys/verify', { body: { secret, address: '192.0.2.1', ...more } })).body;
    const [key, revoked, expiring] = [
      await make(),
      await make(),
      await make({ expiresAt: new Date(Date.now() + 60_000).toISOString() }),
    ];
    await hub.admin.apiKey.revoke({ id: revoked.id });
    const reason = async (secret: string, more: object = {}) => {
      const { valid, reason: code } = await verify(secret, more);
      return valid ? 'valid' : code;
    };

    expect(await verify(key.secret)).toMatchObject({ valid: true, reason: 'valid', scopes: ['events:read'] });
    expect(await reason('nonsense')).toBe('malformed');
    expect(await reason(revoked.secret)).toBe('revoked');
    expect(await reason(key.secret, { environment: 'test' })).toBe('environment');
    expect(await reason(key.secret, { address: '198.51.100.1' })).toBe('network');
    expect(await reason(key.secret, { address: undefined })).toBe('network');
    expect(await reason(key.secret, { scopes: ['events:read', 'events:publish'] })).toBe('scope');
    expect([
      await reason(key.secret, { count: true }),
      await reason(key.secret),
      await reason(key.secret, { count: true }),
      await reason(key.secret),
    ]).toEqual(['valid', 'valid', 'valid', 'valid']);
    const limited = await verify(key.secret, { count: true });
    expect(limited).toMatchObject({ valid: false, reason: 'rate_limited' });
    expect(limited.retryAfterSeconds).toBeGreaterThan(50);
    await hub.admin.consumer.update({ id: consumerId, status: 'suspended' });
    expect(await reason(key.secret)).toBe('suspended');
    await hub.admin.consumer.update({ id: consumerId, status: 'active' });
    hub.advance(61_000);
    expect(await reason(expiring.secret)).toBe('expired');
  });

  test('access tokens of clients and of trusted issuers are answered as keys are, each reason with its code', async () => {
    await using server = await KeyServer.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const sign = await server.addKey('one');
    const { consumerId: northwind } = await trust(hub, server);
    const asking = await hub.client();
    const inTest = await hub.client({ environment: 'test' });
    const client = await newClient(hub, { scopes: ['events:read'] });
    const { id, consumerId } = client;
    const verify = async (secret: string, more: object = {}, by = asking) =>
      (await by.rest('/v1/api-keys/verify', { body: { secret, ...more } })).body;
    const token = await tokenOf(hub, client);

    expect(await verify(token)).toEqual({
      valid: true,
      reason: 'valid',
      scopes: ['events:read'],
      key: null,
      token: {
        credential: 'client',
        id,
        name: 'test',
        consumerId,
        environment: 'live',
        expiresAt: expect.any(String),
      },
    });
    expect(await verify(await sign(foreignClaims({ scope: 'events:read' })))).toMatchObject({
      valid: true,
      scopes: ['events:read'],
      token: { credential: 'issuer', name: 'Company login', consumerId: northwind },
    });
    const reasonOf = async (secret: string, more: object = {}, by = asking) =>
      (await verify(secret, more, by)).reason;
    const [head, body] = token.split('.');
    expect(await reasonOf(token, {}, inTest)).toBe('unknown');
    expect(await reasonOf(token, { environment: 'test' })).toBe('environment');
    expect(await reasonOf(token, { scopes: ['events:publish'] })).toBe('scope');
    expect(await reasonOf(`${head}.${body}.${'A'.repeat(342)}`)).toBe('invalid');
    expect(await reasonOf('a.b.c')).toBe('invalid');
    expect(await reasonOf(await sign(foreignClaims({ exp: inSeconds(-600) })))).toBe('expired');
    expect(await reasonOf(await sign(foreignClaims({ aud: 'somebody else' })))).toBe('invalid');
    const own = await ownSigner(hub);
    const { publicUrl } = hub.hub.parts;
    const claims = {
      iss: publicUrl,
      aud: publicUrl,
      sub: id,
      client_id: id,
      jti: 't',
      iat: inSeconds(-900),
      scope: '',
    };
    expect(await reasonOf(await own.sign({ ...claims, exp: inSeconds(-600) }))).toBe('expired');
    await hub.admin.plan.put({
      id: consumerId,
      live: { scopes: ['events:read'], networks: ['192.0.2.0/24'] },
    });
    expect([await reasonOf(token), await reasonOf(token, { address: '192.0.2.9' })]).toEqual([
      'network',
      'valid',
    ]);
    await hub.admin.consumer.update({ id: consumerId, status: 'suspended' });
    expect(await reasonOf(token)).toBe('suspended');
    await hub.admin.consumer.update({ id: consumerId, status: 'active' });
    await postForm(hub, '/oauth/revoke', { token }, basic(id, client.secret));
    expect(await reasonOf(token)).toBe('revoked');
    const another = await tokenOf(hub, client);
    await hub.admin.client.revoke({ id });
    expect(await reasonOf(another)).toBe('revoked');
  });

  test('a key that is only used elsewhere is known to be used, by whom and from where', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const asking = await hub.client();
    const { secret, keyId } = await hub.client({ scopes: keyScopes });

    await asking.rest('/v1/api-keys/verify', {
      body: { secret, address: '192.0.2.1', agent: 'shop/1', operation: 'GET /v1/invoices' },
    });

    await expect
      .poll(async () => (await hub.admin.apiKey.callers({ id: keyId })).items)
      .toMatchObject([{ address: '192.0.2.1', agent: 'shop/1', calls: 1 }]);
    await expect
      .poll(async () => (await hub.admin.apiKey.activity({ id: keyId })).operations)
      .toMatchObject([{ operation: 'GET /v1/invoices', calls: 1 }]);
  });
});
