// Tokens that have to be refused, of Parley’s own and of a trusted issuer: one row a kind.
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Signer } from '../key-server.ts';
import { inSeconds } from '../oauth.ts';

/** What rows make their tokens of: a token that is accepted, in its parts. */
export interface Genuine {
  sign: Signer;
  claims: Record<string, unknown>;
  kid: string;
  publicJwk: Record<string, unknown>;
}

/** A kind of token that nobody takes. */
export interface Refused {
  kind: string;
  make: (genuine: Genuine) => Promise<string>;
  /** Words of the reason. */
  says: RegExp;
  /** That every procedure is called with it; one that is refused by its form alone is tried at a few. */
  isEverywhere?: true;
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

/** Of whichever issuer. */
export const refused: readonly Refused[] = [
  { isEverywhere: true, kind: 'alg none', make: withHeader({ alg: 'none' }), says: /not signed/ },
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
    isEverywhere: true,
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
  { isEverywhere: true, kind: 'an unknown kid', make: withHeader({ kid: 'sgk_unknown' }), says: /key/ },
  { kind: 'a kid that is no text', make: withHeader({ kid: 7 }), says: /`kid`/ },
  {
    kind: 'a kid that would be SQL or a path',
    make: withHeader({ kid: "../../dev/null' or 1=1 --" }),
    says: /key/,
  },
  {
    isEverywhere: true,
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
    isEverywhere: true,
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
    isEverywhere: true,
    kind: 'another iss',
    make: withClaims({ iss: 'https://evil.example' }),
    says: /issuer "https:\/\/evil.example", which is not trusted/,
  },
  { kind: 'no iss', make: without('iss'), says: /names no issuer/ },
  { kind: 'a list as iss', make: withClaims({ iss: ['https://evil.example'] }), says: /names no issuer/ },
  {
    isEverywhere: true,
    kind: 'another aud',
    make: withClaims({ aud: 'https://other.example' }),
    says: /made out to somebody else/,
  },
  { kind: 'no aud', make: without('aud'), says: /made out to somebody else/ },
  {
    isEverywhere: true,
    kind: 'expired',
    make: withClaims({ exp: inSeconds(-60), iat: inSeconds(-600) }),
    says: /ended/,
  },
  { kind: 'no exp', make: without('exp'), says: /`exp`/ },
  { kind: 'an exp that is text', make: withClaims({ exp: String(inSeconds(300)) }), says: /`exp`/ },
  { kind: 'not yet valid', make: withClaims({ nbf: inSeconds(3600) }), says: /does not begin/ },
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
  { kind: 'no algorithm', make: withHeader({ alg: 7 }), says: /names no algorithm/ },
  {
    kind: 'a header with padding',
    make: async ({ sign, claims }) => (await sign(claims)).replace('.', '=.'),
    says: /header of the token is not base64url/,
  },
  {
    kind: 'a signature with padding',
    make: async ({ sign, claims }) => `${await sign(claims)}=`,
    says: /signature of the token is not base64url/,
  },
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

/** Of Parley itself. */
export const refusedOfOwn: readonly Refused[] = [
  { kind: 'a sub that is not the client', make: withClaims({ sub: 'somebody' }), says: /lacks/ },
  { kind: 'no client_id', make: without('client_id'), says: /lacks/ },
  {
    kind: 'a client that there is not',
    make: withClaims({ client_id: 'cli_absent', sub: 'cli_absent' }),
    says: /client/,
  },
];

/** Of an issuer that is trusted. */
export const refusedOfForeign: readonly Refused[] = [
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
