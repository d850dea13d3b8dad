import { Scope, type Scope as ScopeName } from '@parley/shared/scope';
import { Environment } from '@parley/shared/words/environment';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Parts } from '../../platform/process/parts.ts';
import type { Principal } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { afterCommit } from '../../platform/request/transaction-mark.ts';
import {
  assertCurrent,
  assertSigned,
  audiencesOf,
  type Jwt,
  JwtFault,
  readJwt,
} from '../../platform/secret/jwt.ts';
import { sha256 } from '../../platform/secret/secret.ts';
import type { KeyRing } from '../api-key/key-ring.service.ts';
import {
  type ForeignTokens,
  reasonOfFault,
  type SignedToken,
  type TokenRefusal,
} from '../issuer/foreign-tokens.service.ts';
import { type SigningKeys, tokenAlgorithm } from './signing-keys.service.ts';

type ConsumerPrincipal = Extract<Principal, { kind: 'consumer' }>;

/** What a token of ours says, once its signature was verified. */
interface OwnClaims {
  jti: string;
  clientId: string;
  /** The key that signed it. */
  kid: string;
  scopes: readonly ScopeName[];
  iat: number;
  exp: number;
}

/** Who comes with a token, and when it ends by itself, in milliseconds. `own` is `null` for one of another issuer. */
export interface TokenHolder {
  principal: ConsumerPrincipal;
  endsAt: number;
  own: OwnClaims | null;
}

type Verdict =
  | { holder: TokenHolder; refusal: null; reason: 'valid' }
  | { holder: null; refusal: Problem; reason: TokenRefusal };

interface Entry {
  verdict: Verdict;
  /** What need not be verified again. */
  own: OwnClaims | null;
  signed: SignedToken | null;
  checkedAt: number;
  generation: number;
  bytes: number;
}

interface ClientRow {
  name: string;
  consumer_id: string;
  environment: string;
  scopes: unknown;
  expires_at: number | string | Date | null;
  revoked_at: unknown;
  consumer_status: string;
  is_revoked: unknown;
  has_key: unknown;
}

/** How long another process may still accept a token after its end was decided, in milliseconds. Here it ends at once. */
const trustMs = 1000;
const bytesMax = 32 * 1024 * 1024;
/** Processes that share a database may differ by so much. */
const toleranceSeconds = 5;

const OwnTokenClaims = z.object({
  jti: z.string().max(40),
  client_id: z.string().max(40),
  sub: z.string(),
  iat: z.number(),
  scope: z.string(),
});

const invalid = (detail: string, reason: TokenRefusal): Verdict => ({
  holder: null,
  refusal: new Problem('auth.invalid', { detail }),
  reason,
});

const unknownKey = 'The token is signed with a key (`kid`) that Parley does not have.';

const scopesIn = (text: string): ScopeName[] =>
  text.split(' ').flatMap((word) => Scope.safeParse(word).data ?? []);

/**
 * Verifies access tokens: ours, and those of trusted issuers. A known one is a map look-up for a second, then a row: whether
 * it, its client or its consumer has ended. Its signature is verified once. Refused ones are not remembered.
 */
export class TokenRing {
  readonly #parts: Parts;
  readonly #keyRing: KeyRing;
  readonly #keys: SigningKeys;
  readonly #foreign: ForeignTokens;
  readonly #entries = new LRUCache<string, Entry>({
    maxSize: bytesMax,
    sizeCalculation: ({ bytes }) => bytes,
  });
  #revocations = 0;

  constructor(parts: Parts, made: { keyRing: KeyRing; keys: SigningKeys; foreign: ForeignTokens }) {
    this.#parts = parts;
    this.#keyRing = made.keyRing;
    this.#keys = made.keys;
    this.#foreign = made.foreign;
  }

  /** Who comes with this token, or the problem that it is refused with. */
  async verify(token: string): Promise<Verdict> {
    const hash = sha256(token);
    const now = this.#parts.now().getTime();
    const generation = this.#generation;
    const known = this.#entries.get(hash);
    const age = known ? now - known.checkedAt : 0;
    const isFresh = known?.generation === generation && age >= 0 && age < trustMs;
    const entry = known && isFresh ? known : await this.#look(token, known, { now, generation });
    // A row that was read before a revocation is older than it, and is looked at again.
    if (entry.verdict.holder) this.#entries.set(hash, entry);
    else this.#entries.delete(hash);
    return this.#current(entry.verdict, now);
  }

  /** Has every token looked at again, from the next use on: call it after one was revoked. Done once that is committed. */
  forget(): void {
    afterCommit(() => {
      this.#revocations += 1;
    });
  }

  get #generation(): number {
    return this.#keyRing.generation + this.#revocations;
  }

  #current(verdict: Verdict, now: number): Verdict {
    return verdict.holder && verdict.holder.endsAt <= now
      ? invalid('The token has ended.', 'expired')
      : verdict;
  }

  async #look(
    token: string,
    known: Entry | undefined,
    at: { now: number; generation: number },
  ): Promise<Entry> {
    const found = {
      own: null,
      signed: null,
      checkedAt: at.now,
      generation: at.generation,
      bytes: token.length + 1024,
    };
    try {
      if (known?.own) return { ...found, own: known.own, verdict: await this.#judgeOwn(known.own) };
      const jwt = known?.signed?.jwt ?? readJwt(token);
      if (jwt.claims.iss === this.#parts.publicUrl) {
        const own = await this.#verifyOwn(jwt);
        return { ...found, own, verdict: await this.#judgeOwn(own) };
      }
      const examined = await this.#foreign.examine(jwt, known?.signed ?? null);
      const verdict: Verdict = examined.holder
        ? { holder: { ...examined.holder, own: null }, refusal: null, reason: 'valid' }
        : { holder: null, refusal: examined.problem, reason: examined.reason };
      return { ...found, signed: examined.signed, verdict };
    } catch (error) {
      if (error instanceof JwtFault) return { ...found, verdict: invalid(error.told, reasonOfFault(error)) };
      throw error;
    }
  }

  async #verifyOwn(jwt: Jwt): Promise<OwnClaims> {
    const { publicUrl, now } = this.#parts;
    if (jwt.alg !== tokenAlgorithm)
      throw new JwtFault(
        `The token is signed with ${jwt.alg}; those of Parley are signed with ${tokenAlgorithm}.`,
      );
    if (jwt.typ !== 'at+jwt') throw new JwtFault('The token is no access token: its `typ` is not `at+jwt`.');
    const key = jwt.kid === null ? null : await this.#keys.publicKey(jwt.kid);
    if (!key || jwt.kid === null) throw new JwtFault(unknownKey);
    await assertSigned(jwt, key);
    if (!audiencesOf(jwt.claims.aud).includes(publicUrl))
      throw new JwtFault(`The token is made out to somebody else: its \`aud\` is not ${publicUrl}.`);
    const { exp } = assertCurrent(jwt.claims, now(), toleranceSeconds);
    const claims = OwnTokenClaims.safeParse(jwt.claims).data;
    if (!claims || claims.sub !== claims.client_id)
      throw new JwtFault('The token lacks what access tokens of Parley have.');
    return {
      jti: claims.jti,
      clientId: claims.client_id,
      kid: jwt.kid,
      scopes: scopesIn(claims.scope),
      iat: claims.iat,
      exp,
    };
  }

  /** What has become of it since it was issued. */
  async #judgeOwn(own: OwnClaims): Promise<Verdict> {
    const [row] = await this.#parts.store.near.all<ClientRow>(
      `select c.name, c.consumer_id, c.environment, c.scopes, c.expires_at, c.revoked_at, o.status as consumer_status,
         exists (select 1 from revoked_token t where t.id = ?) as is_revoked,
         exists (select 1 from signing_key s where s.id = ?) as has_key
       from client c join consumer o on o.id = c.consumer_id where c.id = ?`,
      own.jti,
      own.kid,
      own.clientId,
    );
    if (!row) return invalid('The client of this token does not exist.', 'unknown');
    if (row.revoked_at !== null) return invalid('The client of this token was revoked.', 'revoked');
    // Its signature was verified by a key that was replaced since.
    if (!row.has_key) return invalid(unknownKey, 'revoked');
    if (row.is_revoked) return invalid('This access token was revoked.', 'revoked');
    if (row.consumer_status !== 'active')
      return { holder: null, refusal: new Problem('consumer.suspended'), reason: 'suspended' };
    const granted = z
      .array(Scope)
      .parse(typeof row.scopes === 'string' ? JSON.parse(row.scopes) : row.scopes);
    const clientEnd = row.expires_at === null ? Number.POSITIVE_INFINITY : new Date(row.expires_at).getTime();
    return {
      refusal: null,
      reason: 'valid',
      holder: {
        own,
        endsAt: Math.min(own.exp * 1000, clientEnd),
        principal: {
          kind: 'consumer',
          consumerId: row.consumer_id,
          keyId: own.clientId,
          keyName: row.name,
          environment: Environment.parse(row.environment),
          scopes: new Set(own.scopes.filter((scope) => granted.includes(scope))),
        },
      },
    };
  }
}
