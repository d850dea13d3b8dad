import { describe, expect, test } from 'vitest';
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
