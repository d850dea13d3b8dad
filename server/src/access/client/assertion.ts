import type { PublicKey } from '@parley/shared/access/client';
import type { JWK } from 'jose';
import { given } from '../../platform/database/given.ts';
import { OAuthError } from '../../platform/request/oauth-error.ts';
import {
  assertCurrent,
  assertSigned,
  audiencesOf,
  fitsAlgorithm,
  type Jwt,
  JwtFault,
  readJwt,
} from '../../platform/secret/jwt.ts';

/** What assertions are signed with: what the metadata says. */
export const assertionAlgorithms = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'];

const types: readonly (string | null)[] = [null, 'jwt', 'client-authentication+jwt'];
const toleranceSeconds = 30;
/** An assertion that lasts longer would have to be remembered for longer. */
const lifeSecondsMax = 600;
const jtiLengthMax = 200;

/** An assertion that was verified. */
export interface ReadAssertion {
  jti: string;
  /** Until when it has to be remembered, in milliseconds. */
  endsAt: number;
}

const asClientFault = (error: unknown): never => {
  throw error instanceof JwtFault
    ? new OAuthError('invalid_client', `The assertion is refused. ${error.message}`)
    : error;
};

/** Who an assertion says that it is of, before anything is verified. RFC 7523, 3: `iss` and `sub` are the client. */
export const claimedClientOf = (assertion: string): { jwt: Jwt; claimed: string } => {
  try {
    const jwt = readJwt(assertion);
    const { iss, sub } = jwt.claims;
    if (typeof iss !== 'string' || iss !== sub || iss.length > 40)
      throw new JwtFault('`iss` and `sub` are both the id of the client.');
    return { jwt, claimed: iss };
  } catch (error) {
    return asClientFault(error);
  }
};

const assertForUs = (aud: unknown, audiences: readonly string[]): void => {
  const named = audiencesOf(aud);
  if (named.length === 0 || named.some((one) => !audiences.includes(one)))
    throw new JwtFault(`\`aud\` is ${audiences[0]}, and nothing of somebody else.`);
};

/** As the library wants it: what is not there is left out. */
const jwkOf = ({ kty, ...more }: PublicKey): JWK => ({ kty, ...given(more) });

const assertByOneOf = async (jwt: Jwt, keys: readonly PublicKey[]): Promise<void> => {
  const fitting = keys
    .map(jwkOf)
    .filter((key) => (jwt.kid === null || key.kid === jwt.kid) && fitsAlgorithm(key, jwt.alg));
  if (fitting.length === 0) throw new JwtFault('The client has no public key of this `kid` and algorithm.');
  for (const key of fitting)
    try {
      return await assertSigned(jwt, key);
    } catch (error) {
      if (!(error instanceof JwtFault)) throw error;
    }
  throw new JwtFault('Its signature does not fit.');
};

const readClaims = (
  { claims }: Jwt,
  { audiences, now }: { audiences: readonly string[]; now: Date },
): ReadAssertion => {
  assertForUs(claims.aud, audiences);
  const { exp } = assertCurrent(claims, now, toleranceSeconds);
  if (exp > now.getTime() / 1000 + lifeSecondsMax + toleranceSeconds)
    throw new JwtFault(`It lasts longer than ${lifeSecondsMax} seconds.`);
  const { jti } = claims;
  if (typeof jti !== 'string' || jti === '' || jti.length > jtiLengthMax)
    throw new JwtFault(`\`jti\` is a text of up to ${jtiLengthMax} characters, and another one each time.`);
  return { jti, endsAt: Math.ceil((exp + toleranceSeconds) * 1000) };
};

/** Verifies an assertion of a client with these keys (RFC 7523, 3). Throws `invalid_client` with the reason. */
export const assertAssertion = async (
  jwt: Jwt,
  by: { keys: readonly PublicKey[]; audiences: readonly string[]; now: Date },
): Promise<ReadAssertion> => {
  try {
    if (!assertionAlgorithms.includes(jwt.alg))
      throw new JwtFault(`It is signed with ${jwt.alg}; ${assertionAlgorithms.join(', ')} are taken.`);
    if (!types.includes(jwt.typ)) throw new JwtFault('Its `typ` is that of another kind of token.');
    await assertByOneOf(jwt, by.keys);
    return readClaims(jwt, by);
  } catch (error) {
    return asClientFault(error);
  }
};
