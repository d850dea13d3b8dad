import { decodeProtectedHeader } from 'jose';
import { describe, expect, inject, test } from 'vitest';
import { everyone } from '../../platform/database/owner.ts';
import { basic, callWith, newClient, postForm, tokenOf } from '../../testing/oauth.ts';
import { createDatabase } from '../../testing/postgres.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';
import { SigningKey } from './signing-key.entity.ts';

describe.each(dialects)('access tokens on %s', (dialect) => {
  test('introspection tells a client of its own tokens, and who may read clients of their environment', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await newClient(hub, { scopes: ['events:read'] });
    const stranger = await newClient(hub, { scopes: ['events:read'] });
    const reader = await hub.client({ scopes: ['clients:read'] });
    const elsewhere = await hub.client({ scopes: ['clients:read'], environment: 'test' });
    const lacking = await hub.client({ scopes: ['events:read'] });
    const token = await tokenOf(hub, client);
    const ask = async (headers: Record<string, string>, about = token) =>
      postForm(hub, '/oauth/introspect', { token: about, token_type_hint: 'access_token' }, headers);
    const bearer = ({ secret }: { secret: string }) => ({ authorization: `Bearer ${secret}` });

    const own = await ask(basic(client.id, client.secret));

    expect(own.body).toEqual({
      active: true,
      scope: 'events:read',
      client_id: client.id,
      token_type: 'Bearer',
      exp: expect.any(Number),
      iat: expect.any(Number),
      sub: client.id,
      aud: hub.hub.parts.publicUrl,
      iss: hub.hub.parts.publicUrl,
      jti: expect.stringMatching(/^tok_/),
      consumer_id: client.consumerId,
      environment: 'live',
    });
    expect((await ask(bearer(reader))).body).toEqual(own.body);
    for (const inactive of [
      await ask(basic(stranger.id, stranger.secret)),
      await ask(bearer(elsewhere)),
      await ask(basic(client.id, client.secret), 'nonsense'),
      await ask(basic(client.id, client.secret), 'a.b.c'),
    ])
      expect([inactive.status, inactive.body]).toEqual([200, { active: false }]);
    expect((await ask(bearer(lacking))).status).toBe(403);
    expect((await ask({ authorization: 'Bearer parley_live_x' })).status).toBe(401);
  });

  test('a client revokes its own tokens and nobody else’s; what is unknown is as good as revoked', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await newClient(hub, { scopes: ['events:read'], tokenSeconds: 60 });
    const stranger = await newClient(hub, { scopes: ['events:read'] });
    const [token, kept] = [await tokenOf(hub, client), await tokenOf(hub, client)];
    const revoke = async (about: string, by: { id: string; secret: string }) =>
      postForm(hub, '/oauth/revoke', { token: about }, basic(by.id, by.secret));
    await callWith(hub, token);

    const foreign = await revoke(token, stranger);
    const before = await callWith(hub, token);
    const answers = [
      await revoke(token, client),
      await revoke(token, client),
      await revoke('nonsense', client),
    ];
    const afterwards = [await callWith(hub, token), await callWith(hub, kept)];

    expect([foreign.status, foreign.body.error, before.status]).toEqual([400, 'invalid_grant', 200]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(afterwards.map(({ status }) => status)).toEqual([401, 200]);
    expect(afterwards[0]!.body.detail).toBe('This access token was revoked.');
    const { items } = await hub.admin.audit.list({ action: 'token.revoke' });
    expect(items).toMatchObject([{ actor: { id: client.id }, consumerId: client.consumerId }]);
    const count = async () => (await hub.hub.parts.store.all('select id from revoked_token')).length;
    expect(await count()).toBe(1);
    hub.advance(180_000);
    await hub.hub.tidy();
    expect(await count()).toBe(0);
  });

  test('a revoked client, a narrowed client and one that has expired: their tokens follow at once', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await newClient(hub, { scopes: ['events:read', 'endpoints:read'] });
    const token = await tokenOf(hub, client);
    const first = await callWith(hub, token);

    await hub.admin.client.update({ id: client.id, scopes: ['endpoints:read'] });
    const narrowed = await callWith(hub, token);
    await hub.admin.client.revoke({ id: client.id });
    const revoked = await callWith(hub, token, '/v1/endpoints');

    expect([first.status, narrowed.status, revoked.status]).toEqual([200, 403, 401]);
    expect(revoked.body.detail).toBe('The client of this token was revoked.');
  });

  test('calls with its tokens are counted for the client', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await newClient(hub, { scopes: ['events:read'] });
    const token = await tokenOf(hub, client);
    await callWith(hub, token);
    await callWith(hub, token, '/v1/endpoints');

    const read = async () => hub.admin.client.activity({ id: client.id });
    await expect.poll(read).toMatchObject({ callsLastDay: 2, lastUsedAt: expect.any(String) });
    expect((await read()).operations).toEqual(
      expect.arrayContaining([expect.objectContaining({ operation: 'event.list', calls: 1, errors: 0 })]),
    );
  });

  test('a new signing key is published a day before it signs, and the old one stays until its tokens have ended', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await newClient(hub, { scopes: ['events:read'], tokenSeconds: 3600 });
    const hours = async (count: number) => {
      hub.advance(count * 3_600_000);
      await hub.hub.tidy();
    };
    const published = async (): Promise<string[]> =>
      (await hub.rest('/.well-known/jwks.json')).body.keys.map(({ kid }: { kid: string }) => kid);
    const signing = async () => decodeProtectedHeader(await tokenOf(hub, client)).kid;
    const first = await signing();

    await hours(29 * 24 - 1);
    const before = await published();
    await hours(2);
    const announced = await published();
    const stillFirst = await signing();
    await hours(23.5);
    const last = await tokenOf(hub, client);
    await hours(0.6);
    const second = await signing();
    const both = await published();
    const call = await callWith(hub, last);
    await hours(3);
    const alone = await published();

    expect(before).toEqual([first]);
    expect(announced).toHaveLength(2);
    expect(stillFirst).toBe(first);
    expect([second, both]).toEqual([announced[1], announced]);
    expect(call.status).toBe(200);
    expect(alone).toEqual([second]);
    const rows = JSON.stringify(await hub.hub.parts.openEm(everyone).find(SigningKey, {}));
    expect(rows).not.toContain('PRIVATE');
  });

  test('the metadata names what there is, under the public address', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { publicUrl } = hub.hub.parts;

    const { body } = await hub.rest('/.well-known/oauth-authorization-server');

    expect(body).toMatchObject({
      issuer: publicUrl,
      token_endpoint: `${publicUrl}/oauth/token`,
      jwks_uri: `${publicUrl}/.well-known/jwks.json`,
      response_types_supported: [],
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    });
  });
});

describe.each(dialects)('keys that are replaced, on %s', (dialect) => {
  test('every token of the old ones is refused at once, also one that was verified before, and the next is as any', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await newClient(hub, { scopes: ['events:read'] });
    const [known, unseen] = [await tokenOf(hub, client), await tokenOf(hub, client)];
    const keys = async () => (await hub.rest('/.well-known/jwks.json')).body.keys.map(({ kid }: any) => kid);
    const before = await keys();
    expect((await callWith(hub, known)).status).toBe(200);

    const replaced = await hub.admin.signingKey.replace({});
    const refused = [await callWith(hub, known), await callWith(hub, unseen)];
    const verdict = await hub.admin.apiKey.verify({ secret: known });
    const next = await tokenOf(hub, client);

    expect(replaced).toEqual({ id: expect.stringMatching(/^sgk_/), removed: before });
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual([
      [401, 'auth.invalid'],
      [401, 'auth.invalid'],
    ]);
    expect(refused[0]!.body.detail).toContain('`kid`');
    expect([verdict.valid, await keys()]).toEqual([false, [replaced.id]]);
    expect((await callWith(hub, next)).status).toBe(200);
    const { items } = await hub.admin.audit.list({ action: 'signing_key.replace' });
    expect(items).toMatchObject([{ targetId: replaced.id, changes: { removed: { before } } }]);
  });
});

test('what ends a token in one process ends it in another within a second', async () => {
  const databaseUrl = await createDatabase(inject('postgresUrl'), inject('templates').postgresName);
  await using one = await TestHub.start('postgresql', { databaseUrl, roles: 'api' });
  await using two = await TestHub.start('postgresql', { databaseUrl, roles: 'api' });
  const ends: [
    string,
    (client: { id: string; secret: string; consumerId: string }, token: string) => Promise<unknown>,
  ][] = [
    [
      'the token is revoked',
      async ({ id, secret }, token) => postForm(one, '/oauth/revoke', { token }, basic(id, secret)),
    ],
    ['the client is revoked', async ({ id }) => one.admin.client.revoke({ id })],
    [
      'the consumer is suspended',
      async ({ consumerId: id }) => one.admin.consumer.update({ id, status: 'suspended' }),
    ],
    ['the keys are replaced', async () => one.admin.signingKey.replace({})],
  ];

  for (const [kind, end] of ends) {
    const client = await newClient(one, { scopes: ['events:read'] });
    const token = await tokenOf(one, client);
    // Signed by the one, known to the other from its database.
    expect([kind, (await callWith(two, token)).status]).toEqual([kind, 200]);

    await end(client, token);
    const here = await callWith(one, token);
    two.advance(1000);
    const there = await callWith(two, token);

    expect([kind, [401, 403].includes(here.status), [401, 403].includes(there.status)]).toEqual([
      kind,
      true,
      true,
    ]);
  }

  // The other one signs with the new key by then.
  const client = await newClient(one, { scopes: ['events:read'] });
  expect((await callWith(one, await tokenOf(two, client))).status).toBe(200);
});
