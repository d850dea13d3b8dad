// Tokens that have to be refused, of Parley’s own and of a trusted issuer, by every door: one row a kind.
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { KeyServer, type Signer } from '../../testing/key-server.ts';
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

/** What rows make their tokens of: a token that is accepted, in its parts. */
interface Genuine {
  sign: Signer;
  claims: Record<string, unknown>;
  kid: string;
  publicJwk: Record<string, unknown>;
}

interface Refused {
  kind: string;
  make: (genuine: Genuine) => Promise<string>;
  /** Words of the reason. */
  says: RegExp;
}

const json = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

const partsOf = (token: string): [string, string, string] => {
  const [head = '', body = '', signature = ''] = token.split('.');
  return [head, body, signature];
};

const hmacOf = async (secret: Uint8Array, { claims, kid }: Genuine, alg = 'HS256'): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg, kid, typ: 'at+jwt' }).sign(secret);

const withHeader = (header: Record<string, unknown>) => async (genuine: Genuine) => {
  const [head, body, signature] = partsOf(await genuine.sign(genuine.claims));
  const changed = { ...JSON.parse(Buffer.from(head, 'base64url').toString()), ...header };
  return [json(changed), body, signature].join('.');
};

const withClaims = (claims: Record<string, unknown>) => async (genuine: Genuine) =>
  genuine.sign({ ...genuine.claims, ...claims });

const without = (name: string) => async (genuine: Genuine) => {
  const { [name]: _left, ...claims } = genuine.claims;
  return genuine.sign(claims);
};

const refused: Refused[] = [
  { kind: 'alg none', make: withHeader({ alg: 'none' }), says: /not signed/ },
  {
    kind: 'alg NoNe without a signature',
    make: async (genuine) => `${(await withHeader({ alg: 'NoNe' })(genuine)).split('.', 2).join('.')}.`,
    says: /not signed/,
  },
  {
    kind: 'a signature that was cut off',
    make: async ({ sign, claims }) =>
      `${partsOf(await sign(claims))
        .slice(0, 2)
        .join('.')}.`,
    says: /not signed/,
  },
  {
    kind: 'HS256 with the public key as its secret, as JSON',
    make: async (genuine) => hmacOf(Buffer.from(JSON.stringify(genuine.publicJwk)), genuine),
    says: /signed with HS256/,
  },
  {
    kind: 'HS512 with the modulus as its secret',
    make: async (genuine) => hmacOf(Buffer.from(String(genuine.publicJwk.n), 'base64url'), genuine, 'HS512'),
    says: /signed with HS512/,
  },
  {
    kind: 'another algorithm in the header than that of the key',
    make: withHeader({ alg: 'PS256' }),
    says: /signed with PS256/,
  },
  { kind: 'an unknown kid', make: withHeader({ kid: 'sgk_unknown' }), says: /key/ },
  { kind: 'a kid that is no text', make: withHeader({ kid: 7 }), says: /`kid`/ },
  {
    kind: 'a kid that would be SQL or a path',
    make: withHeader({ kid: "../../dev/null' or 1=1 --" }),
    says: /key/,
  },
  {
    kind: 'the signature of another key under a known kid',
    make: async ({ claims, kid }) => {
      const { privateKey } = await generateKeyPair('RS256');
      return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid, typ: 'at+jwt' }).sign(privateKey);
    },
    says: /signature/,
  },
  {
    kind: 'an embedded jwk that signed it',
    make: async ({ claims, kid }) => {
      const pair = await generateKeyPair('RS256', { extractable: true });
      const jwk = await exportJWK(pair.publicKey);
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid, typ: 'at+jwt', jwk })
        .sign(pair.privateKey);
    },
    says: /`jwk`/,
  },
  {
    kind: 'a jku',
    make: async ({ sign, claims }) => sign(claims, { jku: 'https://evil.example/jwks' }),
    says: /`jku`/,
  },
  {
    kind: 'an x5u',
    make: async ({ sign, claims }) => sign(claims, { x5u: 'https://evil.example/x' }),
    says: /`x5u`/,
  },
  { kind: 'crit', make: withHeader({ crit: ['exp'], exp: 1 }), says: /`crit`/ },
  { kind: 'crit with b64', make: withHeader({ crit: ['b64'], b64: false }), says: /`crit`|`b64`/ },
  {
    kind: 'the typ of an id token',
    make: async ({ sign, claims }) => sign(claims, { typ: 'JWT' }),
    says: /typ/,
  },
  {
    kind: 'the typ of a logout token',
    make: async ({ sign, claims }) => sign(claims, { typ: 'logout+jwt' }),
    says: /typ/,
  },
  {
    kind: 'another iss',
    make: withClaims({ iss: 'https://evil.example' }),
    says: /issuer "https:\/\/evil.example", which is not trusted/,
  },
  { kind: 'no iss', make: without('iss'), says: /issuer/ },
  { kind: 'a list as iss', make: withClaims({ iss: ['https://evil.example'] }), says: /issuer/ },
  {
    kind: 'another aud',
    make: withClaims({ aud: 'https://other.example' }),
    says: /made out to somebody else/,
  },
  { kind: 'no aud', make: without('aud'), says: /made out to somebody else/ },
  { kind: 'expired', make: withClaims({ exp: inSeconds(-60), iat: inSeconds(-600) }), says: /ended/ },
  { kind: 'no exp', make: without('exp'), says: /`exp`/ },
  { kind: 'an exp that is text', make: withClaims({ exp: String(inSeconds(300)) }), says: /`exp`/ },
  { kind: 'not yet valid', make: withClaims({ nbf: inSeconds(120) }), says: /does not begin/ },
  { kind: 'issued in the future', make: withClaims({ iat: inSeconds(3600) }), says: /to come/ },
  {
    kind: 'a claim that stands twice',
    make: async ({ sign, claims }) => {
      const [head, , signature] = partsOf(await sign(claims));
      const body = JSON.stringify(claims).replace('{', '{"scope":"","scope":"events:read",');
      return [head, json(body), signature].join('.');
    },
    says: /read in one way only/,
  },
  {
    kind: 'a member of the header that stands twice',
    make: async ({ sign, claims, kid }) => {
      const [, body, signature] = partsOf(await sign(claims));
      return [json(`{"alg":"none","alg":"RS256","kid":"${kid}","typ":"at+jwt"}`), body, signature].join('.');
    },
    says: /read in one way only/,
  },
  {
    kind: 'claims that were changed after signing',
    make: async ({ sign, claims }) => {
      const [head, , signature] = partsOf(await sign(claims));
      return [head, json({ ...claims, exp: inSeconds(9000) }), signature].join('.');
    },
    says: /signature/,
  },
  {
    kind: 'two parts',
    make: async ({ sign, claims }) =>
      partsOf(await sign(claims))
        .slice(0, 2)
        .join('.'),
    says: /three parts/,
  },
  { kind: 'five parts, as encrypted ones have', make: async () => 'a.b.c.d.e', says: /three parts/ },
  { kind: 'no JSON', make: async () => `${json('x')}.${json('y')}.zz`, says: /JSON/ },
  { kind: 'a huge token', make: withClaims({ filler: 'x'.repeat(8000) }), says: /longer than 8 KiB/ },
  {
    kind: 'a body that is nested very deep',
    make: async ({ sign, claims }) => {
      const [head, , signature] = partsOf(await sign(claims));
      return [head, json(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`), signature].join('.');
    },
    says: /JSON/,
  },
];

const refusedOfOwn: Refused[] = [
  { kind: 'a sub that is not the client', make: withClaims({ sub: 'somebody' }), says: /lacks/ },
  { kind: 'no client_id', make: without('client_id'), says: /lacks/ },
  {
    kind: 'a client that there is not',
    make: withClaims({ client_id: 'cli_absent', sub: 'cli_absent' }),
    says: /client/,
  },
];

const refusedOfForeign: Refused[] = [
  { kind: 'an id token', make: withClaims({ nonce: 'n-1' }), says: /identity token/ },
  {
    kind: 'a consumer that nobody named',
    make: withClaims({ client_id: 'stranger' }),
    says: /no consumer here/,
  },
  { kind: 'no consumer', make: without('client_id'), says: /names no consumer/ },
  {
    kind: 'a consumer that is a list',
    make: withClaims({ client_id: ['northwind'] }),
    says: /names no consumer/,
  },
];

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
