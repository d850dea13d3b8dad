import { compactVerify, importJWK, type JWK } from 'jose';
import { isObject, type JsonObject, parseJson } from '../request/json.ts';
import { Problem } from '../request/problem.ts';

/** A signed token as it came: nothing of it is true until its signature was verified. */
export interface Jwt {
  text: string;
  alg: string;
  kid: string | null;
  /** In small letters and without `application/`; RFC 7515, 4.1.9. */
  typ: string | null;
  claims: JsonObject;
}

/** Why a token is refused. The message is for whoever tries it; `told` for whoever sent it, where that is less. */
export class JwtFault extends Error {
  readonly told: string;

  constructor(message: string, told = message) {
    super(message);
    this.told = told;
  }
}

/** One that has ended by itself. */
export class JwtEnded extends JwtFault {}

/** Tokens have a kilobyte; what is longer is not looked at. */
const jwtBytesMax = 8 * 1024;

/** Whether a credential is meant to be a signed token: an API key has no dot. */
export const isMeantAsJwt = (credential: string): boolean => credential.includes('.');

const base64url = /^[\w-]+$/;
/** What would have the token itself say by which key or by which rules it is verified. RFC 8725, 3.10. */
const refusedHeaders = ['jwk', 'jku', 'x5u', 'x5c', 'crit', 'b64'];

const readPart = (part: string, what: string): JsonObject => {
  if (!base64url.test(part)) throw new JwtFault(`The ${what} of the token is not base64url.`);
  try {
    const value = parseJson(Buffer.from(part, 'base64url'));
    if (isObject(value)) return value;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new JwtFault(`The ${what} of the token is not JSON that can be read in one way only.`);
  }
  throw new JwtFault(`The ${what} of the token is no JSON object.`);
};

const textOrNull = (header: JsonObject, name: string): string | null => {
  const value = header[name];
  if (value === undefined) return null;
  if (typeof value !== 'string' || value.length > 300)
    throw new JwtFault(`\`${name}\` in the header of the token is no short text.`);
  return value;
};

/**
 * Takes a signed token apart, and verifies nothing. Throws {@link JwtFault} for what is no JWS in compact form, is longer
 * than 8 KiB, has a header or claims that two readers could take for different ones, or names its own key or rules.
 */
export const readJwt = (text: string): Jwt => {
  if (text.length > jwtBytesMax)
    throw new JwtFault(`The token is longer than ${jwtBytesMax / 1024} KiB, and is not looked at.`);
  const parts = text.split('.');
  const [head = '', body = '', signature = ''] = parts;
  if (parts.length !== 3)
    throw new JwtFault('This is no signed token: it has three parts with dots between them.');
  const header = readPart(head, 'header');
  const { alg } = header;
  if (typeof alg !== 'string' || alg.length > 20) throw new JwtFault('The token names no algorithm.');
  if (alg.toLowerCase() === 'none' || signature === '') throw new JwtFault('The token is not signed.');
  if (!base64url.test(signature)) throw new JwtFault('The signature of the token is not base64url.');
  for (const name of refusedHeaders)
    if (Object.hasOwn(header, name))
      throw new JwtFault(`The header of the token has \`${name}\`, which is never followed.`);
  const typ = textOrNull(header, 'typ');
  return {
    text,
    alg,
    kid: textOrNull(header, 'kid'),
    typ: typ?.toLowerCase().replace(/^application\//, '') ?? null,
    claims: readPart(body, 'body'),
  };
};

type VerifyingKey = Awaited<ReturnType<typeof importJWK>>;
const imported = new WeakMap<JWK, Map<string, Promise<VerifyingKey>>>();

const importOnce = async (jwk: JWK, alg: string): Promise<VerifyingKey> => {
  const byAlgorithm = imported.get(jwk) ?? new Map<string, Promise<VerifyingKey>>();
  imported.set(jwk, byAlgorithm);
  const known = byAlgorithm.get(alg) ?? importJWK(jwk, alg);
  byAlgorithm.set(alg, known);
  return known;
};

/** The algorithms with a public key that are verified, each with the one kind of key that it takes. */
const kindOf: Readonly<Record<string, { kty: string; crv?: string }>> = {
  RS256: { kty: 'RSA' },
  RS384: { kty: 'RSA' },
  RS512: { kty: 'RSA' },
  PS256: { kty: 'RSA' },
  PS384: { kty: 'RSA' },
  PS512: { kty: 'RSA' },
  ES256: { kty: 'EC', crv: 'P-256' },
  ES384: { kty: 'EC', crv: 'P-384' },
  ES512: { kty: 'EC', crv: 'P-521' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519' },
  Ed25519: { kty: 'OKP', crv: 'Ed25519' },
};

/** Whether a public key may verify what was signed with this algorithm. */
export const fitsAlgorithm = (jwk: JWK, alg: string): boolean => {
  const kind = Object.hasOwn(kindOf, alg) ? kindOf[alg] : undefined;
  if (kind === undefined || jwk.kty !== kind.kty) return false;
  if (kind.crv !== undefined && jwk.crv !== kind.crv) return false;
  return (jwk.use ?? 'sig') === 'sig' && (jwk.alg === undefined || jwk.alg === alg || kind.kty === 'OKP');
};

/** Verifies the signature, off the event loop. Throws {@link JwtFault} when it is not of this key. */
export const assertSigned = async ({ text, alg }: Jwt, jwk: JWK): Promise<void> => {
  if (!fitsAlgorithm(jwk, alg)) throw new JwtFault(`The key is not one for ${alg}.`);
  try {
    await compactVerify(text, await importOnce(jwk, alg), { algorithms: [alg] });
  } catch {
    throw new JwtFault('The signature of the token does not fit.');
  }
};

const seconds = (claims: JsonObject, name: string): number | null => {
  const value = claims[name];
  if (value === undefined) return null;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0 || value > 253_402_300_799)
    throw new JwtFault(`\`${name}\` of the token is no time in seconds.`);
  return value;
};

const inWords = (at: number): string => new Date(at * 1000).toISOString();

/**
 * When a token ends, in seconds. Throws {@link JwtFault} for one without an end, one that has ended, and one that begins
 * later than now; `toleranceSeconds` is by how much the clock of its issuer may differ.
 */
export const assertCurrent = (claims: JsonObject, now: Date, toleranceSeconds: number): { exp: number } => {
  const at = now.getTime() / 1000;
  const [exp, nbf, iat] = [seconds(claims, 'exp'), seconds(claims, 'nbf'), seconds(claims, 'iat')];
  if (exp === null) throw new JwtFault('The token has no end (`exp`).');
  if (exp + toleranceSeconds <= at) throw new JwtEnded(`The token has ended at ${inWords(exp)}.`);
  if (nbf !== null && nbf - toleranceSeconds > at)
    throw new JwtFault(`The token does not begin before ${inWords(nbf)}.`);
  if (iat !== null && iat - toleranceSeconds > at)
    throw new JwtFault(`The token says that it was issued at ${inWords(iat)}, which is to come.`);
  return { exp };
};

/** The audiences of a token, one or several; none for anything else. */
export const audiencesOf = (value: unknown): string[] => {
  const all: unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((one): one is string => typeof one === 'string');
};
