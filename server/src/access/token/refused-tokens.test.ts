// Tokens that have to be refused, of Parley’s own and of a trusted issuer, by every door.
import { describe, expect, test } from 'vitest';
import {
  type Genuine,
  type Refused,
  refused,
  refusedOfForeign,
  refusedOfOwn,
} from '../../testing/guards/refused-tokens.ts';
import { KeyServer } from '../../testing/key-server.ts';
import {
  callWith,
  foreignClaims,
  inSeconds,
  newClient,
  ownSigner,
  tokenOf,
  trust,
} from '../../testing/oauth.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';

const assertRefused = async (hub: TestHub, genuine: Genuine, rows: readonly Refused[]) => {
  for (const { kind, make, says } of rows) {
    const token = await make(genuine);
    const rest = await callWith(hub, token);
    const trpc = await hub.trpc('event.list', {}, 'GET', { authorization: `Bearer ${token}` });

    expect([kind, rest.status, rest.body.code, trpc.status, trpc.body.code]).toEqual([
      kind,
      401,
      'auth.invalid',
      401,
      'auth.invalid',
    ]);
    expect([kind, rest.body.detail]).toEqual([kind, expect.stringMatching(says)]);
    expect([kind, rest.headers.get('www-authenticate')]).toEqual([
      kind,
      expect.stringMatching(/^Bearer realm="Parley", error="invalid_token", error_description="[^"\\]+"$/),
    ]);
  }
};

describe.each(dialects)('refused tokens on %s', (dialect) => {
  test('of Parley itself, each with its reason and the challenge of RFC 6750', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await newClient(hub);
    const signer = await ownSigner(hub);
    const { publicUrl } = hub.hub.parts;
    const claims = {
      iss: publicUrl,
      aud: publicUrl,
      sub: client.id,
      client_id: client.id,
      jti: 'tok_test',
      iat: inSeconds(0),
      exp: inSeconds(300),
      scope: 'events:read',
    };

    await assertRefused(hub, { ...signer, claims }, [...refused, ...refusedOfOwn]);
    expect((await callWith(hub, await signer.sign(claims))).status).toBe(200);
  });

  test('of a trusted issuer, each with its reason and the challenge of RFC 6750', async () => {
    await using server = await KeyServer.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const sign = await server.addKey('one');
    await trust(hub, server);
    const genuine = {
      sign,
      claims: { iss: server.url, ...foreignClaims() },
      kid: 'one',
      publicJwk: server.keys[0]!,
    };

    await assertRefused(hub, genuine, [
      ...refused.filter(({ kind }) => kind !== 'no iss'),
      ...refusedOfForeign,
    ]);
    expect((await callWith(hub, await genuine.sign(genuine.claims))).status).toBe(200);
    expect(server.readings).toBe(1);
  });

  test('a token that lacks a scope is told which one, and one of a suspended consumer that it is suspended', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await newClient(hub, { scopes: ['endpoints:read'] });
    const token = await tokenOf(hub, client);

    const lacking = await callWith(hub, token);
    await hub.admin.consumer.update({ id: client.consumerId, status: 'suspended' });
    const suspended = await callWith(hub, token, '/v1/endpoints');

    expect([lacking.status, lacking.headers.get('www-authenticate')]).toEqual([
      403,
      'Bearer realm="Parley", error="insufficient_scope", scope="events:read"',
    ]);
    expect([suspended.status, suspended.body.code]).toEqual([403, 'consumer.suspended']);
  });
});
