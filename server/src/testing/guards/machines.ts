import type { CreateIssuer } from '@parley/shared/access/issuer';
import type { Scope } from '@parley/shared/scope';
import { hourMs, minuteMs } from '@parley/shared/words/time';
import { ApiKey } from '../../access/api-key/api-key.entity.ts';
import { Client } from '../../access/client/client.entity.ts';
import { Consumer } from '../../access/consumer/consumer.entity.ts';
import { Issuer } from '../../access/issuer/issuer.entity.ts';
import { everyone } from '../../platform/database/owner.ts';
import { newKeySecret } from '../../platform/secret/secret.ts';
import type { startBearers } from '../bearers.ts';
import { KeyServer } from '../key-server.ts';
import { basic, foreignClaims, newClient, ownSigner, postForm, tokenOf, trust, inSeconds } from '../oauth.ts';
import { keyScopes, type TestHub } from '../test-hub.ts';
import {
  bearer,
  type Expected,
  expectsOf,
  type Identity,
  lacking,
  nobody,
  refusedEverywhere,
} from './identity.ts';
import { few } from './procedures.ts';
import { type Genuine, type Refused, refused, refusedOfForeign, refusedOfOwn } from './refused-tokens.ts';

type Bearers = Awaited<ReturnType<typeof startBearers>>;

const suspended: Expected = { status: 403, code: 'consumer.suspended' };
const fromElsewhere: Expected = { status: 403, code: 'auth.network_refused' };
const notHere: Expected = { status: 403, code: 'plan.environment_refused' };

/** For each scope, whoever holds all but this one. */
export const lackingOne = async (
  hub: TestHub,
  bearers: Bearers,
  scope: Scope | null,
): Promise<Identity[]> => {
  const others = keyScopes.filter(
    (one) => one !== scope && !(scope === 'events:publish' && one === 'events:publish.any'),
  );
  const key = await hub.client({ scopes: others });
  return [{ kind: 'a key', secret: key.secret }, ...(await bearers.holding(others))].map(
    ({ kind, secret }) => ({
      kind: `${kind} with all but ${scope}`,
      headers: bearer(secret),
      expects: (procedure) => {
        if (scope === null) return procedure.meta.access === 'session' ? nobody : null;
        return procedure.meta.access === scope ? lacking : null;
      },
    }),
  );
};

/** Keys that have ended, are bound to somewhere else, or are more than the plan of their consumer. */
export const keys = async (hub: TestHub): Promise<Identity[]> => {
  const em = hub.hub.parts.openEm(everyone);
  const past = new Date(Date.now() - hourMs);
  const [revoked, expired, ofSuspended, bound, ofBound, ofTest, narrowed] = [
    await hub.client(),
    await hub.client(),
    await hub.client(),
    await hub.client(),
    await hub.client(),
    await hub.client({ environment: 'test' }),
    await hub.client(),
  ];
  await hub.admin.apiKey.revoke({ id: revoked.keyId });
  await em.nativeUpdate(ApiKey, { id: expired.keyId }, { expiresAt: past });
  await em.nativeUpdate(Consumer, { id: ofSuspended.consumerId }, { status: 'suspended' });
  await em.nativeUpdate(ApiKey, { id: bound.keyId }, { networks: ['192.0.2.0/24', '2001:db8::/32'] });
  const networks = ['198.51.100.0/24'];
  await hub.admin.plan.put({ id: ofBound.consumerId, live: { scopes: keyScopes, networks } });
  await hub.admin.plan.put({ id: ofTest.consumerId, live: { scopes: keyScopes } });
  await hub.admin.plan.put({ id: narrowed.consumerId, live: { scopes: ['events:read'] } });
  return [
    refusedEverywhere('a revoked key', bearer(revoked.secret)),
    refusedEverywhere('an expired key', bearer(expired.secret)),
    refusedEverywhere('a key that nobody has', bearer(newKeySecret(hub.config.keyPrefix, 'live'))),
    refusedEverywhere('no key at all', bearer('nonsense'), {
      status: 401,
      code: 'auth.invalid',
      says: /malformed/,
    }),
    refusedEverywhere('another scheme', { authorization: `Basic ${narrowed.secret}` }),
    refusedEverywhere('a key of a suspended consumer', bearer(ofSuspended.secret), suspended),
    refusedEverywhere('a key that is bound to another network', bearer(bound.secret), fromElsewhere),
    refusedEverywhere('a key whose plan names another network', bearer(ofBound.secret), fromElsewhere),
    refusedEverywhere('a key for an environment that the plan leaves out', bearer(ofTest.secret), notHere),
    {
      kind: 'a key with all scopes under a plan to read events',
      headers: bearer(narrowed.secret),
      expects: expectsOf(['events:read']),
    },
  ];
};

/** Tokens of clients that have ended, or have become less since they were issued. */
export const clients = async (hub: TestHub): Promise<Identity[]> => {
  const em = hub.hub.parts.openEm(everyone);
  const made = async () => {
    const client = await newClient(hub);
    return { client, headers: bearer(await tokenOf(hub, client)) };
  };
  const [revoked, tokenRevoked, expired, narrowed, ofSuspended, planned] = [
    await made(),
    await made(),
    await made(),
    await made(),
    await made(),
    await made(),
  ];
  await hub.admin.client.revoke({ id: revoked.client.id });
  await postForm(
    hub,
    '/oauth/revoke',
    { token: tokenRevoked.headers.authorization.slice(7) },
    basic(tokenRevoked.client.id, tokenRevoked.client.secret),
  );
  await em.nativeUpdate(Client, { id: expired.client.id }, { expiresAt: new Date(Date.now() - minuteMs) });
  await em.nativeUpdate(Client, { id: narrowed.client.id }, { scopes: ['events:read'] });
  await em.nativeUpdate(Consumer, { id: ofSuspended.client.consumerId }, { status: 'suspended' });
  await hub.admin.plan.put({ id: planned.client.consumerId, live: { scopes: ['events:read'] } });
  const reads = expectsOf(['events:read']);
  return [
    refusedEverywhere('a token of a client that was revoked', revoked.headers),
    refusedEverywhere('a token that was revoked', tokenRevoked.headers),
    refusedEverywhere('a token of a client that has expired', expired.headers),
    refusedEverywhere('a token of a suspended consumer', ofSuspended.headers, suspended),
    { kind: 'a token with more than its client has now', headers: narrowed.headers, expects: reads },
    { kind: 'a token with more than the plan', headers: planned.headers, expects: reads },
  ];
};

/** Tokens of trusted issuers, of which something ended since. */
export const foreigners = async (hub: TestHub, disposing: AsyncDisposableStack): Promise<Identity[]> => {
  const em = hub.hub.parts.openEm(everyone);
  const made = async (value: string, more: Partial<CreateIssuer> = {}) => {
    const server = disposing.use(await KeyServer.start());
    const sign = await server.addKey('one');
    const { issuer, consumerId } = await trust(hub, server, more);
    const token = await sign(foreignClaims({ client_id: value }));
    return { issuer, consumerId, headers: bearer(token) };
  };
  const [disabled, ofSuspended, unnamed, unplaced] = [
    await made('northwind'),
    await made('northwind'),
    await made('nobody'),
    await made('northwind', { environmentClaim: 'stage', environments: { production: 'live' } }),
  ];
  await em.nativeUpdate(Issuer, { id: disabled.issuer.id }, { status: 'disabled' });
  await em.nativeUpdate(Consumer, { id: ofSuspended.consumerId }, { status: 'suspended' });
  return [
    refusedEverywhere('a token of an issuer that is disabled', disabled.headers),
    refusedEverywhere('a foreign token of a suspended consumer', ofSuspended.headers, suspended),
    refusedEverywhere('a foreign token that names no consumer', unnamed.headers),
    refusedEverywhere('a foreign token that says no environment', unplaced.headers),
  ];
};

const made = async (whose: string, genuine: Genuine, rows: readonly Refused[]): Promise<Identity[]> =>
  Promise.all(
    rows.map(async ({ kind, make, says, isEverywhere }) => {
      const expected = { status: 401, code: 'auth.invalid', says };
      const identity = refusedEverywhere(`${whose}: ${kind}`, bearer(await make(genuine)), expected);
      if (isEverywhere) return identity;
      return {
        ...identity,
        expects: (procedure) => (few.has(procedure.name) ? identity.expects(procedure) : null),
      };
    }),
  );

/** Every kind of token that was made up, altered or is for somebody else, of ours and of a trusted issuer. */
export const forged = async (hub: TestHub, disposing: AsyncDisposableStack): Promise<Identity[]> => {
  const client = await newClient(hub);
  const signer = await ownSigner(hub);
  const { publicUrl } = hub.hub.parts;
  const own = {
    iss: publicUrl,
    aud: publicUrl,
    sub: client.id,
    client_id: client.id,
    jti: 'tok_walk',
    iat: inSeconds(0),
    exp: inSeconds(300),
    scope: keyScopes.join(' '),
  };
  const server = disposing.use(await KeyServer.start());
  const sign = await server.addKey('one');
  await trust(hub, server);
  const foreign = { iss: server.url, ...foreignClaims() };
  return [
    ...(await made('ours', { ...signer, claims: own }, [...refused, ...refusedOfOwn])),
    ...(await made('foreign', { sign, claims: foreign, kid: 'one', publicJwk: server.keys[0]! }, [
      ...refused.filter(({ kind }) => kind !== 'no iss'),
      ...refusedOfForeign,
    ])),
  ];
};
