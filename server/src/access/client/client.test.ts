import { exportJWK, generateKeyPair } from 'jose';
import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';
import { basic, postForm } from '../../testing/oauth.ts';

const grant = { grant_type: 'client_credentials' };

describe.each(dialects)('OAuth clients on %s', (dialect) => {
  test('a client is created with a secret that is shown once and is a hash at rest', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const owner = await hub.client();

    const created = await owner.rest('/v1/clients', { body: { name: 'ci', scopes: ['events:read'] } });

    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toContain(`/v1/clients/${created.body.id}`);
    expect(created.body).toMatchObject({
      consumerId: owner.consumerId,
      environment: 'live',
      authentication: 'secret',
      status: 'active',
      tokenSeconds: 900,
    });
    expect(created.body.secret).toMatch(/^parley_client_live_[0-9A-Za-z]{36}$/);
    const rest = JSON.stringify([
      (await owner.rest(`/v1/clients/${created.body.id}`)).body,
      (await owner.rest('/v1/clients')).body,
      (await owner.rest('/v1/audit-entries')).body,
      await hub.hub.parts.store.all('select * from client'),
    ]);
    expect(rest).not.toContain(created.body.secret);
  });

  test('two secrets work while one is replaced, each says when it was used, and the old one ends', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const owner = await hub.client();
    const { body: client } = await owner.rest('/v1/clients', {
      body: { name: 'ci', scopes: ['events:read'] },
    });
    const ask = async (secret: string) =>
      (await postForm(hub, '/oauth/token', grant, basic(client.id, secret))).status;
    const rotate = (body: object) => owner.rest(`/v1/clients/${client.id}/rotate`, { body });

    const rotated = await rotate({ overlapSeconds: 60 });
    const during = [await ask(client.secret), await ask(rotated.body.secret)];
    const { secrets } = (await owner.rest(`/v1/clients/${client.id}`)).body;
    const third = await rotate({});
    hub.advance(61_000);
    const afterwards = [await ask(client.secret), await ask(rotated.body.secret)];
    const next = await rotate({ overlapSeconds: 3600 });
    const forced = await rotate({ overlapSeconds: 3600, endPrevious: true });
    const atLast = [
      await ask(rotated.body.secret),
      await ask(next.body.secret),
      await ask(forced.body.secret),
    ];
    const ended = await owner.rest(`/v1/clients/${client.id}/end-previous-secret`, { body: {} });

    expect(during).toEqual([200, 200]);
    expect(secrets).toHaveLength(2);
    expect(secrets.map(({ lastUsedAt }: { lastUsedAt: string }) => typeof lastUsedAt)).toEqual([
      'string',
      'string',
    ]);
    expect([third.status, third.body.code]).toEqual([409, 'client.rotating']);
    expect(afterwards).toEqual([401, 200]);
    expect(atLast).toEqual([401, 200, 200]);
    expect(ended.body.secrets).toHaveLength(1);
    expect(await ask(next.body.secret)).toBe(401);
  });

  test('nobody gives a client what they do not hold, and no client outlives the key that made it', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const root = await hub.client();
    const { body: maker } = await root.rest('/v1/api-keys', {
      body: { name: 'maker', scopes: ['clients:write', 'events:read'], expiresAt },
    });
    const headers = { authorization: `Bearer ${maker.secret}` };
    const make = (body: object) =>
      hub.rest('/v1/clients', { body: { name: 'x', scopes: ['events:read'], ...body }, headers });

    const wider = await make({ scopes: ['events:publish'] });
    const later = await make({ expiresAt: new Date(Date.parse(expiresAt) + 1).toISOString() });
    const made = await make({});
    const elsewhere = await make({ environment: 'test' });
    const asked = await postForm(hub, '/oauth/token', grant, basic(made.body.id, made.body.secret));
    const revoked = await root.rest(`/v1/api-keys/${maker.id}/revoke`, { body: {} });
    const call = await hub.rest('/v1/events', {
      headers: { authorization: `Bearer ${asked.body.access_token}` },
    });
    const again = await postForm(hub, '/oauth/token', grant, basic(made.body.id, made.body.secret));

    expect([wider.status, wider.body.code]).toEqual([403, 'auth.grant_refused']);
    expect([later.status, later.body.errors[0].path]).toEqual([403, '/expiresAt']);
    expect([elsewhere.status, elsewhere.body.code]).toEqual([403, 'environment.refused']);
    expect([made.body.expiresAt, made.body.createdByKeyId]).toEqual([expiresAt, maker.id]);
    expect(revoked.body.revokedWithIt).toEqual([made.body.id]);
    expect([call.status, again.status]).toEqual([401, 401]);
  });

  test('keys that the tokens of a client made end with the client', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const root = await hub.client();
    const { body: client } = await root.rest('/v1/clients', {
      body: { name: 'x', scopes: ['events:read', 'api-keys:write'] },
    });
    const { body: token } = await postForm(hub, '/oauth/token', grant, basic(client.id, client.secret));
    const made = await hub.rest('/v1/api-keys', {
      body: { name: 'below', scopes: ['events:read'] },
      headers: { authorization: `Bearer ${token.access_token}` },
    });
    const call = () => hub.rest('/v1/events', { headers: { authorization: `Bearer ${made.body.secret}` } });
    const before = await call();
    const activity = await root.rest(`/v1/clients/${client.id}/activity`);

    const revoked = await root.rest(`/v1/clients/${client.id}/revoke`, { body: {} });

    expect([made.status, before.status, activity.body.below]).toEqual([201, 200, 1]);
    expect(revoked.body).toMatchObject({ status: 'revoked', revokedWithIt: [made.body.id] });
    expect((await call()).status).toBe(401);
    expect(
      (await root.rest(`/v1/clients/${client.id}`, { method: 'PATCH', body: { name: 'y' } })).body.code,
    ).toBe('client.inactive');
  });

  test('public keys are public, strong and named apart', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const owner = await hub.client();
    const pair = await generateKeyPair('ES256', { extractable: true });
    const key = await exportJWK(pair.publicKey);
    const secret = await exportJWK(pair.privateKey);
    const other = await exportJWK((await generateKeyPair('ES384')).publicKey);
    const create = (publicKeys: object[]) =>
      owner.rest('/v1/clients', { body: { name: 'x', scopes: ['events:read'], publicKeys } });

    const made = await create([{ ...key, kid: 'a' }]);
    const rotated = await owner.rest(`/v1/clients/${made.body.id}/rotate`, { body: {} });

    expect([made.status, made.body.secret, made.body.authentication]).toEqual([201, null, 'private_key']);
    expect([rotated.status, rotated.body.code]).toEqual([409, 'client.without_secret']);
    for (const refused of [
      [secret],
      [other],
      [key, key],
      [{ kty: 'EC', crv: 'P-256', x: key.x }],
      [{ kty: 'RSA', n: 'AQAB', e: 'AQAB' }],
      [{ kty: 'oct', k: 'AAAA' }],
      [],
    ]) {
      const answer = await create(refused);
      expect([answer.status, answer.body.code]).toEqual([
        answer.status,
        answer.status === 422 ? 'client.key_refused' : 'request.invalid',
      ]);
      expect([400, 422]).toContain(answer.status);
    }
  });
});
