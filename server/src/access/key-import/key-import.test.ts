import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';

const sha256 = (key: string) => createHash('sha256').update(key).digest();

describe.each(dialects)('keys of other key managers, on %s', (dialect) => {
  test('SHA-256 is taken in each form that exports have, and whoever holds the key goes on using it', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const consumerId = await hub.consumer();
    const secrets = ['acme_3ZHKCUhVkiebQ', 'Zm9vYmFyLWtleS1vbmU', 'third-key-of-theirs'];
    const call = (secret: string) =>
      hub.rest('/v1/events', { headers: { authorization: `Bearer ${secret}` } });
    const before = await call(secrets[0]!);

    const { imported, refused } = await hub.admin.apiKey.import({
      from: 'unkey',
      consumerId,
      environment: 'live',
      scopes: ['events:read'],
      keys: [
        { id: 'key_1', name: 'worker', start: 'acme_3Z', hash: sha256(secrets[0]!).toString('base64') },
        { hash: { value: sha256(secrets[1]!).toString('base64'), variant: 'sha256_base64' } },
        { hash: sha256(secrets[2]!).toString('hex'), expires: Date.now() + 60_000 },
      ],
    });
    const after = await Promise.all(secrets.map(call));
    const key = await hub.admin.apiKey.get({ id: imported[0]!.id });
    const verified = await hub.admin.apiKey.verify({ secret: secrets[1]! });
    hub.advance(61_000);

    expect(before.body.detail).toContain('malformed');
    expect(refused).toEqual([]);
    expect(after.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await call(secrets[2]!)).status).toBe(401);
    expect(key).toMatchObject({
      name: 'worker',
      hint: 'acme_3Z…',
      importedFrom: 'unkey',
      metadata: { unkeyId: 'key_1' },
    });
    expect(verified.valid).toBe(true);
  });

  test('everything else is refused with the reason and stops no others; again, all are here', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const consumerId = await hub.consumer();
    const good = { hash: sha256('a good key of kong').toString('hex') };
    const input = {
      from: 'kong' as const,
      consumerId,
      environment: 'live' as const,
      scopes: ['events:read' as const],
      keys: [
        { key: 'the-key-itself' },
        { hash: '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy' },
        { hash: '5f4dcc3b5aa765d61d8327deb882cf99' },
        { hash: { value: 'x', variant: 'murmur64' } },
        {},
        { ...good, enabled: false },
        { ...good, expires: '2001-01-01T00:00:00Z' },
        good,
        good,
      ],
    };

    const first = await hub.admin.apiKey.import(input);
    const second = await hub.admin.apiKey.import(input);

    expect(first.imported.map(({ index }) => index)).toEqual([7]);
    expect(first.refused.map(({ reason }) => reason)).toEqual([
      'in_clear',
      'other_hash',
      'other_hash',
      'other_hash',
      'no_hash',
      'disabled',
      'expired',
      'exists',
    ]);
    expect(first.refused[1]!.message).toContain('bcrypt');
    expect([second.imported, second.refused.length]).toEqual([[], 9]);
  });

  test('nobody imports a scope that they do not hold, or that the plan does not have', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client({ scopes: ['api-keys:write', 'events:read'] });
    const body = {
      from: 'unkey',
      scopes: ['events:publish'],
      keys: [{ hash: sha256('wider than I am').toString('hex') }],
    };

    const wider = await client.rest('/v1/api-keys/import', { body });
    await hub.admin.plan.put({ id: client.consumerId, live: { scopes: ['api-keys:write'] } });
    const beyond = await client.rest('/v1/api-keys/import', {
      body: { ...body, scopes: ['api-keys:write'] },
    });
    const gone = await client.rest('/v1/api-keys/import', { body: { ...body, scopes: ['events:read'] } });

    expect([wider.body.code, beyond.status, gone.body.code]).toEqual([
      'auth.grant_refused',
      200,
      'auth.grant_refused',
    ]);
  });
});
