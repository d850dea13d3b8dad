import type { CreateIssuer } from '@parley/shared/access/issuer';
import type { Environment } from '@parley/shared/words/environment';
import type { Scope } from '@parley/shared/scope';
import { importPKCS8, type JWK, SignJWT } from 'jose';
import { SigningKey } from '../access/token/signing-key.entity.ts';
import { everyone } from '../platform/database/owner.ts';
import type { Signer } from './key-server.ts';
import { keyScopes, type RestAnswer, type TestHub } from './test-hub.ts';

/** The header of a client, as RFC 6749 writes it. */
export const basic = (id: string, secret: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
});

/** Posts a form. */
export const postForm = async (
  hub: TestHub,
  path: string,
  fields: Record<string, string> | [string, string][],
  headers: Record<string, string> = {},
): Promise<RestAnswer> =>
  hub.rest(path, {
    raw: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  });

/** An OAuth client of a consumer, a new one unless named, made by an owner. */
export const newClient = async (
  hub: TestHub,
  options: { consumerId?: string; environment?: Environment; scopes?: Scope[]; tokenSeconds?: number } = {},
) => {
  const created = await hub.admin.client.create({
    name: 'test',
    consumerId: options.consumerId ?? (await hub.consumer()),
    environment: options.environment ?? 'live',
    scopes: options.scopes ?? keyScopes.slice(0, 50),
    ...(options.tokenSeconds === undefined ? {} : { tokenSeconds: options.tokenSeconds }),
  });
  return { ...created, secret: created.secret! };
};

/** An access token of this client. */
export const tokenOf = async (
  hub: TestHub,
  client: { id: string; secret: string },
  scope?: string,
): Promise<string> => {
  const answer = await postForm(
    hub,
    '/oauth/token',
    { grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) },
    basic(client.id, client.secret),
  );
  if (answer.status !== 200) throw new Error(`No token: ${answer.text}`);
  return answer.body.access_token;
};

/** A call over REST with this token. */
export const callWith = async (hub: TestHub, token: string, path = '/v1/events'): Promise<RestAnswer> =>
  hub.rest(path, { headers: { authorization: `Bearer ${token}` } });

/** Seconds since 1970, so many from now. */
export const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

/** What signs as Parley does, with its own key. */
export const ownSigner = async (hub: TestHub): Promise<{ sign: Signer; publicJwk: JWK; kid: string }> => {
  const { parts, services } = hub.hub;
  await services.signingKeys.published();
  const key = await parts.openEm(everyone).findOneOrFail(SigningKey, { position: 1 });
  const text = parts.box.open(key.privateBox, `signing key ${key.id} private`);
  const privateKey = await importPKCS8(text, 'RS256');
  return {
    kid: key.id,
    publicJwk: key.publicJwk,
    sign: async (claims, header = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: key.id, typ: 'at+jwt', ...header })
        .sign(privateKey),
  };
};

/** An issuer that is trusted with all scopes that a key can have; `client_id` northwind is the consumer. */
export const trust = async (hub: TestHub, server: { url: string }, more: Partial<CreateIssuer> = {}) => {
  const consumerId = await hub.consumer();
  const issuer = await hub.admin.issuer.create({
    name: 'Company login',
    issuer: server.url,
    audience: 'https://parley.example',
    scopes: keyScopes.slice(0, 50),
    consumers: [{ value: 'northwind', consumerId, environment: 'live' }],
    ...more,
  });
  return { issuer, consumerId };
};

/** The claims of a token that {@link trust} takes. */
export const foreignClaims = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  aud: 'https://parley.example',
  sub: 'northwind',
  client_id: 'northwind',
  jti: crypto.randomUUID(),
  iat: inSeconds(0),
  exp: inSeconds(300),
  scope: keyScopes.join(' '),
  ...more,
});
