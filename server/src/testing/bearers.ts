import type { Scope } from '@parley/shared/scope';
import { generateKeyPair, SignJWT } from 'jose';
import { KeyServer } from './key-server.ts';
import { foreignClaims, inSeconds, newClient, ownSigner, tokenOf, trust } from './oauth.ts';
import { keyScopes, type TestHub } from './test-hub.ts';

/** A credential that goes into `Authorization: Bearer`. */
export interface Bearer {
  kind: string;
  secret: string;
}

/** Access tokens of a consumer, ours and those of a trusted issuer, in the live environment; and what must open nothing. */
export const startBearers = async (hub: TestHub, consumerId: string) => {
  const server = await KeyServer.start();
  const sign = await server.addKey('one');
  await trust(hub, server, { consumers: [{ value: 'northwind', consumerId, environment: 'live' }] });
  const client = await newClient(hub, { consumerId });
  const own = await ownSigner(hub);
  const { publicUrl } = hub.hub.parts;
  const ownClaims = (more: object = {}) => ({
    iss: publicUrl,
    aud: publicUrl,
    sub: client.id,
    client_id: client.id,
    jti: 'tok_walk',
    iat: inSeconds(0),
    exp: inSeconds(300),
    scope: keyScopes.join(' '),
    ...more,
  });

  const ended = async (): Promise<Bearer[]> => {
    const gone = await newClient(hub, { consumerId });
    const token = await tokenOf(hub, gone);
    await hub.admin.client.revoke({ id: gone.id });
    const key = await hub.client({ consumerId });
    await hub.admin.apiKey.revoke({ id: key.keyId });
    return [
      { kind: 'a token of a revoked client', secret: token },
      { kind: 'a revoked key', secret: key.secret },
    ];
  };

  const forged = async (): Promise<Bearer[]> => {
    const [head = '', body = '', signature = ''] = (await own.sign(ownClaims())).split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
    const stranger = (await generateKeyPair('RS256')).privateKey;
    const header = { alg: 'RS256', typ: 'at+jwt' };
    return [
      { kind: 'alg none', secret: `${none}.${body}.` },
      { kind: 'alg none with a signature', secret: `${none}.${body}.${signature}` },
      {
        kind: 'HS256 with the public key',
        secret: await new SignJWT(ownClaims())
          .setProtectedHeader({ alg: 'HS256', kid: own.kid, typ: 'at+jwt' })
          .sign(Buffer.from(JSON.stringify(own.publicJwk))),
      },
      {
        kind: 'an unknown kid',
        secret: await new SignJWT(ownClaims()).setProtectedHeader({ ...header, kid: 'sgk_x' }).sign(stranger),
      },
      {
        kind: 'another key',
        secret: await new SignJWT(ownClaims()).setProtectedHeader({ ...header, kid: own.kid }).sign(stranger),
      },
      { kind: 'another signature', secret: `${head}.${body}.${'A'.repeat(342)}` },
    ];
  };

  return {
    /** Tokens with these scopes. */
    holding: async (scopes: readonly Scope[]): Promise<Bearer[]> => [
      { kind: 'a token of a client', secret: await tokenOf(hub, client, scopes.join(' ')) },
      {
        kind: 'a token of another issuer',
        secret: await sign(foreignClaims({ scope: scopes.join(' ') })),
      },
    ],
    /** What has ended, is for somebody else or was made up. */
    refused: async (): Promise<Bearer[]> => [
      ...(await ended()),
      ...(await forged()),
      { kind: 'expired', secret: await own.sign(ownClaims({ exp: inSeconds(-60) })) },
      { kind: 'wrong aud', secret: await own.sign(ownClaims({ aud: 'https://other.example' })) },
      { kind: 'wrong iss', secret: await own.sign(ownClaims({ iss: 'https://other.example' })) },
      { kind: 'typ of an id token', secret: await own.sign(ownClaims(), { typ: 'JWT' }) },
      { kind: 'foreign: wrong aud', secret: await sign(foreignClaims({ aud: 'x' })) },
      { kind: 'foreign: wrong iss', secret: await sign(foreignClaims({ iss: publicUrl })) },
      { kind: 'foreign: expired', secret: await sign(foreignClaims({ exp: inSeconds(-60) })) },
      { kind: 'foreign: id token', secret: await sign(foreignClaims(), { typ: 'JWT' }) },
    ],
    [Symbol.asyncDispose]: async () => server[Symbol.asyncDispose](),
  };
};
