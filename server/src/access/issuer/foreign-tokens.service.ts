import type { ApiKeyVerdict } from '@parley/shared/access/api-key';
import type { TokenStep, TokenStepName } from '@parley/shared/access/issuer';
import { Environment } from '@parley/shared/words/environment';
import { everyone } from '../../platform/database/owner.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { claimAt } from '../../platform/request/claim.ts';
import type { JsonObject } from '../../platform/request/json.ts';
import type { Principal } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import {
  assertCurrent,
  assertSigned,
  audiencesOf,
  type Jwt,
  JwtEnded,
  JwtFault,
} from '../../platform/secret/jwt.ts';
import type { KeyRing } from '../api-key/key-ring.service.ts';
import { environmentAt, nameAt, scopesOfWords, scopeWordsIn } from './claims.ts';
import type { IssuerKeys } from './issuer-keys.service.ts';
import { Issuer } from './issuer.entity.ts';

type ConsumerPrincipal = Extract<Principal, { kind: 'consumer' }>;

/** A token whose signature was verified, and by which keys: it is verified again when those change. */
export interface SignedToken {
  jwt: Jwt;
  issuerId: string;
  keys: string;
}

/** Why a token opens nothing, whoever uses it for whatever: in a word, for services that ask. */
export type TokenRefusal = Extract<
  ApiKeyVerdict['reason'],
  'unknown' | 'revoked' | 'expired' | 'suspended' | 'invalid'
>;

/** What was found out about a token of another issuer. */
export type Examined = { steps: TokenStep[]; issuerId: string | null; signed: SignedToken | null } & (
  | { holder: { principal: ConsumerPrincipal; endsAt: number }; problem: null; consumerName: string }
  | { holder: null; problem: Problem; reason: TokenRefusal }
);

interface EntryRow {
  id: string;
  environment: string;
  consumer_id: string;
  name: string;
  status: string;
}

/** A token that was altered, and one of nobody that is trusted, are told apart by the text alone. */
export const reasonOfFault = (fault: JwtFault): TokenRefusal =>
  fault instanceof JwtEnded ? 'expired' : 'invalid';

const trustMs = 1000;
const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 200);

/** What an identity token has and an access token has not: providers that write `JWT` as `typ` write it on both. */
const isIdentityToken = (claims: JsonObject): boolean =>
  claims.typ === 'ID' ||
  claims.token_use === 'id' ||
  ['nonce', 'at_hash', 'c_hash', 's_hash'].some((name) => Object.hasOwn(claims, name));

/** One examination: the steps that were gone. */
class Examination {
  readonly steps: TokenStep[] = [];
  issuerId: string | null = null;
  signed: SignedToken | null = null;
  #step: TokenStepName = 'form';

  pass(step: TokenStepName, text: string): void {
    this.steps.push({ step, passed: true, text });
  }

  at(step: TokenStepName): void {
    this.#step = step;
  }

  refused(text: string, problem: Problem, reason: TokenRefusal): Examined {
    const { steps, issuerId, signed } = this;
    return {
      steps: [...steps, { step: this.#step, passed: false, text }],
      issuerId,
      signed,
      holder: null,
      problem,
      reason,
    };
  }
}

/**
 * Judges tokens of trusted issuers. The steps of a call are those that a person sees who tries a token: they are the same
 * code.
 */
export class ForeignTokens {
  readonly #parts: Parts;
  readonly #keyRing: KeyRing;
  readonly #keys: IssuerKeys;
  readonly #issuers = new Map<string, { issuer: Issuer | null; readAt: number; generation: number }>();

  constructor(parts: Parts, keyRing: KeyRing, keys: IssuerKeys) {
    this.#parts = parts;
    this.#keyRing = keyRing;
    this.#keys = keys;
  }

  /** Whether a call with this token is accepted now, and why not. `known` is what was found at an earlier call with it. */
  async examine(jwt: Jwt, known: SignedToken | null): Promise<Examined> {
    const examination = new Examination();
    examination.pass('form', `A signed token, ${jwt.text.length} characters long.`);
    try {
      return await this.#examine(examination, jwt, known);
    } catch (error) {
      if (error instanceof JwtFault)
        return examination.refused(
          error.message,
          new Problem('auth.invalid', { detail: error.told }),
          reasonOfFault(error),
        );
      throw error;
    }
  }

  async #examine(examination: Examination, jwt: Jwt, known: SignedToken | null): Promise<Examined> {
    examination.at('issuer');
    const issuer = await this.#trusted(jwt.claims.iss);
    examination.issuerId = issuer.id;
    if (issuer.status !== 'active') throw new JwtFault(`Tokens of ${issuer.issuer} are not accepted now.`);
    examination.pass('issuer', `${issuer.issuer} is trusted as ${issuer.name}.`);
    this.#checkHeader(examination, issuer, jwt);
    const signer = await this.#checkSignature(examination, issuer, jwt, known);
    const endsAt = this.#checkUse(examination, signer, jwt.claims);
    return this.#holderOf(examination, signer, jwt.claims, endsAt);
  }

  /** The issuer of this name, as it was within the last second. */
  async #trusted(iss: unknown): Promise<Issuer> {
    if (typeof iss !== 'string' || iss.length > 500) throw new JwtFault('The token names no issuer (`iss`).');
    const now = this.#parts.now().getTime();
    const { generation } = this.#keyRing;
    let known = this.#issuers.get(iss);
    if (!known || known.generation !== generation || Math.abs(now - known.readAt) >= trustMs) {
      const issuer = await this.#parts.openEm(everyone).findOne(Issuer, { issuer: iss });
      known = { issuer, readAt: now, generation };
      // Names that nobody trusts are made up without end.
      if (this.#issuers.size >= 1000) this.#issuers.clear();
      this.#issuers.set(iss, known);
    }
    if (!known.issuer) throw new JwtFault(`The token is of the issuer ${shown(iss)}, which is not trusted.`);
    return known.issuer;
  }

  #checkHeader(examination: Examination, issuer: Issuer, jwt: Jwt): void {
    examination.at('algorithm');
    if (!issuer.algorithms.some((one) => one === jwt.alg))
      throw new JwtFault(`The token is signed with ${jwt.alg}; ${issuer.algorithms.join(', ')} is accepted.`);
    examination.pass('algorithm', `Signed with ${jwt.alg}.`);
    examination.at('type');
    const isOfType = jwt.typ === 'at+jwt' || (issuer.tokenType === 'JWT' && (jwt.typ ?? 'jwt') === 'jwt');
    if (!isOfType)
      throw new JwtFault(
        `\`typ\` is ${shown(jwt.typ)}, and ${issuer.tokenType} is accepted: an access token.`,
      );
    if (isIdentityToken(jwt.claims))
      throw new JwtFault('This is an identity token: it says who signed in, and opens nothing.');
    examination.pass('type', `\`typ\` is ${jwt.typ ?? 'not said'}.`);
  }

  /** Answers the issuer with the keys that it was verified by. */
  async #checkSignature(
    examination: Examination,
    issuer: Issuer,
    jwt: Jwt,
    known: SignedToken | null,
  ): Promise<Issuer> {
    examination.at('key');
    this.#keys.freshen(issuer);
    const isKnown = known?.issuerId === issuer.id && known.keys === issuer.keys;
    const holding =
      isKnown || this.#keys.fitting(issuer, jwt).length > 0 ? issuer : await this.#askFor(issuer, jwt);
    examination.pass('key', `The key ${shown(jwt.kid)} is known.`);
    examination.at('signature');
    if (!isKnown) await this.#assertByOneOf(holding, jwt);
    examination.signed = { jwt, issuerId: holding.id, keys: holding.keys };
    examination.pass('signature', 'The signature fits.');
    return holding;
  }

  /** Asks for the keys once more, as one of them is not known. */
  async #askFor(issuer: Issuer, jwt: Jwt): Promise<Issuer> {
    await this.#keys.ask(issuer);
    this.#issuers.delete(issuer.issuer);
    const now = await this.#trusted(issuer.issuer);
    if (this.#keys.fitting(now, jwt).length > 0) return now;
    const known = this.#keys.names(now).map(shown).join(', ') || 'none';
    const unknown = `The token is signed with the key ${shown(jwt.kid)} and ${jwt.alg}, which is none that is known of its issuer.`;
    throw now.keysFailure
      ? // Where it is and what it answered is for those who trust it.
        new JwtFault(
          `${unknown} Known: ${known}. They could not be read: ${now.keysFailure}`,
          `${unknown} Its keys could not be read the last time.`,
        )
      : new JwtFault(`${unknown} Known: ${known}. It is asked for them once a minute at most.`);
  }

  async #assertByOneOf(issuer: Issuer, jwt: Jwt): Promise<void> {
    let fault = new JwtFault('The signature of the token does not fit.');
    for (const key of this.#keys.fitting(issuer, jwt))
      try {
        return await assertSigned(jwt, key);
      } catch (error) {
        if (!(error instanceof JwtFault)) throw error;
        fault = error;
      }
    throw fault;
  }

  #checkUse(examination: Examination, issuer: Issuer, claims: JsonObject): number {
    examination.at('audience');
    const audience = claimAt(claims, issuer.audienceClaim);
    if (!audiencesOf(audience).includes(issuer.audience))
      throw new JwtFault(
        `The token is made out to somebody else: \`${issuer.audienceClaim}\` is ${shown(audience)}, and ${issuer.audience} is accepted.`,
      );
    examination.pass('audience', `Made out to ${issuer.audience}.`);
    examination.at('time');
    const { exp } = assertCurrent(claims, this.#parts.now(), issuer.clockToleranceSeconds);
    examination.pass('time', `It ends at ${new Date(exp * 1000).toISOString()}.`);
    return (exp + issuer.clockToleranceSeconds) * 1000;
  }

  async #holderOf(
    examination: Examination,
    issuer: Issuer,
    claims: JsonObject,
    endsAt: number,
  ): Promise<Examined> {
    const entry = await this.#entryOf(examination, issuer, claims);
    if (entry.status !== 'active')
      return examination.refused(
        `The consumer ${entry.name} is suspended.`,
        new Problem('consumer.suspended'),
        'suspended',
      );
    examination.at('scopes');
    const words = scopeWordsIn(claims, issuer.scopeClaims);
    const scopes = scopesOfWords(words, issuer);
    examination.pass(
      'scopes',
      `It says ${words.slice(0, 20).map(shown).join(', ') || 'nothing'}, which is ${scopes.join(', ') || 'no scope of Parley that it may have'}.`,
    );
    const { steps, issuerId, signed } = examination;
    const principal: ConsumerPrincipal = {
      kind: 'consumer',
      consumerId: entry.consumer_id,
      keyId: entry.id,
      keyName: issuer.name,
      environment: Environment.parse(entry.environment),
      scopes: new Set(scopes),
    };
    return {
      steps,
      issuerId,
      signed,
      holder: { principal, endsAt },
      problem: null,
      consumerName: entry.name,
    };
  }

  async #entryOf(examination: Examination, issuer: Issuer, claims: JsonObject): Promise<EntryRow> {
    examination.at('consumer');
    const value = nameAt(claims, issuer.consumerClaim);
    if (value === null)
      throw new JwtFault(
        `The token names no consumer: \`${issuer.consumerClaim}\` is not there, or no name.`,
      );
    const entries = await this.#parts.store.near.all<EntryRow>(
      `select e.id, e.environment, e.consumer_id, c.name, c.status
       from issuer_consumer e join consumer c on c.id = e.consumer_id where e.issuer_id = ? and e.value = ?`,
      issuer.id,
      value,
    );
    const [first] = entries;
    if (!first)
      throw new JwtFault(`\`${issuer.consumerClaim}\` is ${shown(value)}, which is no consumer here.`);
    examination.pass('consumer', `\`${issuer.consumerClaim}\` is ${shown(value)}: ${first.name}.`);
    return this.#inEnvironment(examination, issuer, claims, entries);
  }

  #inEnvironment(
    examination: Examination,
    issuer: Issuer,
    claims: JsonObject,
    entries: readonly EntryRow[],
  ): EntryRow {
    examination.at('environment');
    const environmentClaim = issuer.environmentClaim ?? null;
    const [first] = entries;
    const said = environmentAt(claims, { environmentClaim, environments: issuer.environments });
    const found = environmentClaim === null ? first : entries.find(({ environment }) => environment === said);
    if (!found || (environmentClaim === null && entries.length > 1))
      throw new JwtFault(
        environmentClaim === null
          ? 'The consumer is named for both environments, and no claim says which one is meant.'
          : `\`${environmentClaim}\` is ${shown(claimAt(claims, environmentClaim))}, which is no environment of this consumer here.`,
      );
    examination.pass('environment', `It is for ${found.environment}.`);
    return found;
  }
}
