import { describe, expect, test } from 'vitest';
import { newKeySecret } from '../../platform/secret/secret.ts';
import { everyone } from '../../platform/database/owner.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';
import { ApiKey } from './api-key.entity.ts';

describe.each(dialects)('API keys on %s', (dialect) => {
  test('a key is suspended with its consumer, in its view and in the list', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const { id } = await hub.admin.apiKey.create({
      name: 'ci',
      consumerId: client.consumerId,
      environment: 'live',
      scopes: ['events:read'],
    });
    const listed = async (status: 'active' | 'suspended') =>
      (await hub.admin.apiKey.list({ status, consumerId: client.consumerId })).items.map((key) => key.id);
    expect(await listed('active')).toContain(id);

    await hub.admin.consumer.update({ id: client.consumerId, status: 'suspended' });

    expect((await hub.admin.apiKey.get({ id })).status).toBe('suspended');
    expect(await listed('active')).toEqual([]);
    expect(await listed('suspended')).toContain(id);
    expect((await hub.admin.apiKey.list({ status: 'suspended' })).items.map((key) => key.id)).toContain(id);
  });

  test('a key has the promised form, is shown once and is a hash at rest', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();

    const created = await client.rest('/v1/api-keys', { body: { name: 'ci', scopes: ['events:read'] } });

    expect(created.body.secret).toMatch(/^parley_live_[0-9A-Za-z]{36}$/);
    const rest = JSON.stringify([
      (await client.rest(`/v1/api-keys/${created.body.id}`)).body,
      (await client.rest('/v1/audit-entries')).body,
      await hub.hub.parts.store.all('select * from api_key'),
    ]);
    expect(rest).not.toContain(created.body.secret);
    expect(created.body.hint.endsWith(created.body.secret.slice(-4))).toBe(true);
  });

  test('a revoked key is refused at once, and says so', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const other = await hub.client({ consumerId: client.consumerId });
    await other.rest('/v1/events');

    await client.rest(`/v1/api-keys/${other.keyId}/revoke`, { method: 'POST' });
    const refused = await other.rest('/v1/events');

    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
      401,
      'auth.invalid',
      'This API key was revoked.',
    ]);
    expect(refused.headers.get('www-authenticate')).toContain('Bearer');
  });

  test('malformed, mistyped and unknown keys are refused, and never with a 500', async () => {
    await using hub = await TestHub.start(dialect);
    const { secret } = await hub.client();
    const withKey = (authorization: string) => hub.rest('/v1/events', { headers: { authorization } });
    const mistyped = secret.slice(0, -1) + (secret.endsWith('0') ? '1' : '0');

    for (const value of [
      'Bearer',
      'Bearer x',
      `Bearer ${mistyped}`,
      `Basic ${secret}`,
      `Bearer ${newKeySecret('parley', 'live')}`,
      `Bearer ${'a'.repeat(8000)}`,
    ])
      expect([value.slice(0, 30), (await withKey(value)).status]).toEqual([value.slice(0, 30), 401]);
    expect((await withKey(`bearer ${secret}`)).status).toBe(200);
  });

  test('a key expires by itself', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const { body } = await client.rest('/v1/api-keys', {
      body: { name: 'short', scopes: ['events:read'], expiresAt },
    });
    const call = () => hub.rest('/v1/events', { headers: { authorization: `Bearer ${body.secret}` } });

    const before = await call();
    hub.advance(61_000);
    const after = await call();

    expect([before.status, after.status, after.body.detail]).toEqual([200, 401, 'This API key has expired.']);
  });

  test('rotation gives a successor with the same rights, and the old key ends with the overlap', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const { body: old } = await client.rest('/v1/api-keys', {
      body: { name: 'worker', scopes: ['events:read'] },
    });

    const rotated = await client.rest(`/v1/api-keys/${old.id}/rotate`, { body: { overlapSeconds: 60 } });
    const call = (secret: string) =>
      hub.rest('/v1/events', { headers: { authorization: `Bearer ${secret}` } });
    const during = [await call(old.secret), await call(rotated.body.secret)];
    hub.advance(61_000);
    const afterwards = [await call(old.secret), await call(rotated.body.secret)];

    expect(rotated.body).toMatchObject({ name: 'worker', scopes: ['events:read'], status: 'active' });
    expect(during.map(({ status }) => status)).toEqual([200, 200]);
    expect(afterwards.map(({ status }) => status)).toEqual([401, 200]);
  });

  test('nobody grants what they do not hold, and no key holds what is for people', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client({ scopes: ['api-keys:write', 'events:read'] });

    const wider = await client.rest('/v1/api-keys', { body: { name: 'x', scopes: ['events:publish'] } });
    const staffOnly = hub.admin.apiKey.create({
      name: 'x',
      consumerId: client.consumerId,
      environment: 'live',
      scopes: ['staff:write'],
    });

    expect([wider.status, wider.body.code]).toEqual([403, 'auth.grant_refused']);
    await expect(staffOnly).rejects.toMatchObject({ status: 403, code: 'auth.grant_refused' });
  });

  test('verify names the reason, and keys of the other environment stay unknown', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const sandbox = await hub.client({ environment: 'test' });
    const verify = async (secret: string) =>
      (await client.rest('/v1/api-keys/verify', { body: { secret } })).body;

    expect(await verify(client.secret)).toMatchObject({
      valid: true,
      reason: 'valid',
      key: { id: client.keyId },
    });
    expect(await verify(sandbox.secret)).toEqual({ valid: false, reason: 'unknown', key: null });
    expect(await verify('nonsense')).toEqual({ valid: false, reason: 'malformed', key: null });
  });

  test('a key that another process revoked is refused, also when the clock was set back since', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const before = await client.rest('/v1/events');
    // As another process does it: nothing here hears of it.
    const em = hub.hub.parts.openEm(everyone);
    await em.nativeUpdate(ApiKey, { id: client.keyId }, { revokedAt: new Date() });

    hub.advance(-3_600_000);
    const after = await client.rest('/v1/events');

    expect([before.status, after.status, after.body.code]).toEqual([200, 401, 'auth.invalid']);
  });

  test('what a key did lately is counted', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const worker = await hub.client({ consumerId: client.consumerId, scopes: ['events:read'] });
    await worker.rest('/v1/events');
    await worker.rest('/v1/endpoints');

    const read = async () => (await client.rest(`/v1/api-keys/${worker.keyId}/activity`)).body;
    await expect.poll(read).toMatchObject({ callsLastDay: 2, lastUsedAt: expect.any(String) });

    expect((await read()).operations).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ operation: 'event.list', calls: 1, errors: 0 }),
        expect.objectContaining({ operation: 'endpoint.list', calls: 1, errors: 1 }),
      ]),
    );
  });
});
