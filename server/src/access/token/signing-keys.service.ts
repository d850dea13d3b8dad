import { generateKeyPair } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/sql';
import { promisify } from 'node:util';
import { dayMs, hourMs } from '@parley/shared/words/time';
import type { SigningKeysReplaced } from '@parley/shared/access/signing-key';
import { importPKCS8, type JWK, SignJWT } from 'jose';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import { everyone } from '../../platform/database/owner.ts';
import { lockAlone } from '../../platform/database/lock-row.ts';
import type { Act } from '../../platform/guard/act.ts';
import { Prepared } from '../../platform/guard/prepared.ts';
import type { Parts } from '../../platform/process/parts.ts';
import type { JsonObject } from '../../platform/request/json.ts';
import { system } from '../../platform/request/principal.ts';
import { afterCommit, assertOutsideTransaction } from '../../platform/request/transaction-mark.ts';
import { newId } from '../../platform/secret/id.ts';
import { SigningKey } from './signing-key.entity.ts';

/** What is needed to replace the keys beside a running Parley, or in one. */
export type Replacing = Pick<Act, 'parts' | 'caller'> & {
  signingKeys?: SigningKeys;
  tokens?: { forget: () => void };
};

/** What access tokens are signed with. RFC 9068, 2.1: everybody who reads them knows it. */
export const tokenAlgorithm = 'RS256';
const modulusLength = 2048;

const signsMs = 30 * dayMs;
/** How long a key is published before it signs: longer than anybody keeps the set of keys. */
const publishedBeforeMs = dayMs;
/** How long a key stays after the next one signs: longer than any token lasts. */
const keptAfterMs = 2 * hourMs;
/** Other processes make keys too, and may replace all of them: what they did counts here within a second. */
const readEveryMs = 1000;

const makePair = promisify(generateKeyPair);

const purposeOf = (id: string): string => `signing key ${id} private`;

type Pair = Pick<SigningKey, 'id' | 'publicJwk' | 'privateBox'>;

/** A new pair under a new name, the private half sealed. It takes a tenth of a second, on a thread. */
const newPair = async (parts: Parts): Promise<Pair> => {
  assertOutsideTransaction('A new pair of keys');
  const pair = await makePair('rsa', { modulusLength });
  const id = newId('sgk', parts.now().getTime());
  const { n = '', e = '' } = pair.publicKey.export({ format: 'jwk' });
  const text = pair.privateKey.export({ format: 'pem', type: 'pkcs8' });
  return {
    id,
    publicJwk: { kty: 'RSA', n, e },
    privateBox: parts.box.seal(String(text), purposeOf(id)),
  };
};

/**
 * Makes the key of this position, unless another process did. It is made before the transaction.
 */
const makeKey = async (parts: Parts, position: number, signsFrom: Date): Promise<void> => {
  const { id, publicJwk, privateBox } = await newPair(parts);
  await parts.openEm(everyone).transactional(async (tx) => {
    const at = parts.now();
    const time = (date: Date) => (parts.store.dialect === 'sqlite' ? date.getTime() : date.toISOString());
    const made = await parts.store.within(tx).all<{ id: string }>(
      `insert into signing_key (id, position, public_jwk, private_box, created_at, signs_from)
       values (?, ?, ?, ?, ?, ?) on conflict (position) do nothing returning id`,
      id,
      position,
      JSON.stringify(publicJwk),
      privateBox,
      time(at),
      time(signsFrom),
    );
    if (made.length === 0) return;
    await recordAudit(tx, system, {
      action: 'signing_key.create',
      targetId: id,
      changes: { signsFrom: { after: signsFrom.toISOString() } },
      at,
    });
  });
};

const allKeys = async (parts: Parts): Promise<SigningKey[]> =>
  parts.openEm(everyone).find(SigningKey, {}, { orderBy: { position: 'asc' } });

/**
 * Makes the next key when the newest has almost done its time, and removes those whose tokens have all ended. A step of the
 * minute loop.
 */
export const rotateSigningKeys = async (parts: Parts): Promise<void> => {
  const keys = await allKeys(parts);
  const newest = keys.at(-1);
  const now = parts.now().getTime();
  if (!newest) return;
  const due = newest.signsFrom.getTime() + signsMs;
  if (due - publishedBeforeMs <= now)
    await makeKey(parts, newest.position + 1, new Date(Math.max(due, now + publishedBeforeMs)));
  const ended = keys.filter((_key, index) => {
    const next = keys[index + 1];
    return next !== undefined && next.signsFrom.getTime() + keptAfterMs <= now;
  });
  for (const { id } of ended)
    await parts.openEm(everyone).transactional(async (tx) => {
      if ((await tx.nativeDelete(SigningKey, { id })) === 1)
        await recordAudit(tx, system, {
          action: 'signing_key.remove',
          targetId: id,
          at: parts.now(),
        });
    });
};

const pairs = new Prepared<Pair>();
const nextPair = 'next pair';

/** Makes the pair that the keys are replaced by, which no transaction may wait for. */
export const prepareSigningKeys = async ({ parts, caller }: Act): Promise<void> =>
  pairs.prepare(caller, nextPair, async () => newPair(parts));

/**
 * Removes every key, also the one that was to sign next, and signs with a new one from now on: for a private key that somebody
 * else may have. All tokens of ours that were issued until now are refused, in this process with the next call, in others within a
 * second. Of two at once each replaces what it finds.
 */
export const replaceSigningKeys = async (
  em: EntityManager,
  { parts, caller, signingKeys, tokens }: Replacing,
): Promise<SigningKeysReplaced> => {
  const pair = await pairs.take(caller, nextPair, async () => newPair(parts));
  return em.transactional(async (tx) => {
    await lockAlone(tx, 'signing keys');
    const at = parts.now();
    const keys = await tx.find(SigningKey, {}, { orderBy: { position: 'asc' } });
    await tx.nativeDelete(SigningKey, {});
    const position = (keys.at(-1)?.position ?? 0) + 1;
    await tx.insert(SigningKey, { ...pair, position, createdAt: at, signsFrom: at });
    const removed = keys.map(({ id }) => id);
    await recordAudit(tx, caller, {
      action: 'signing_key.replace',
      targetId: pair.id,
      changes: { removed: { before: removed } },
      at,
    });
    signingKeys?.forget();
    tokens?.forget();
    return { id: pair.id, removed };
  });
};

/** The keys that access tokens are signed with: one signs, those before and after it are there to verify. */
export class SigningKeys {
  readonly #parts: Parts;
  readonly #opened = new Map<string, ReturnType<typeof importPKCS8>>();
  #keys: SigningKey[] = [];
  #public = new Map<string, JWK>();
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;
  #generation = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** All public keys, as RFC 7517 writes them. Makes the first one when there is none. */
  async published(): Promise<{ keys: JWK[] }> {
    await this.#fresh();
    return { keys: [...this.#public.values()] };
  }

  /** The public key of this name, or `null`. */
  async publicKey(kid: string): Promise<JWK | null> {
    await this.#fresh();
    return this.#public.get(kid) ?? null;
  }

  /** Has the keys read again at the next use. Done once what changed them is committed. */
  forget(): void {
    afterCommit(() => {
      this.#generation += 1;
      this.#readAt = Number.NEGATIVE_INFINITY;
    });
  }

  /**
   * A signed token with these claims: an access token unless `typ` says otherwise. RFC 9068, 2. By `typ` alone one of another
   * kind is never taken for an access token.
   */
  async sign(claims: JsonObject, typ: string = 'at+jwt'): Promise<string> {
    await this.#fresh();
    const now = this.#parts.now();
    const [first] = this.#keys;
    const signing = this.#keys.findLast(({ signsFrom }) => signsFrom <= now) ?? first;
    if (!signing) throw new Error('There is no key to sign with.');
    return new SignJWT(claims)
      .setProtectedHeader({ alg: tokenAlgorithm, typ, kid: signing.id })
      .sign(await this.#open(signing));
  }

  async #open({ id, privateBox }: SigningKey): ReturnType<typeof importPKCS8> {
    const opened =
      this.#opened.get(id) ?? importPKCS8(this.#parts.box.open(privateBox, purposeOf(id)), tokenAlgorithm);
    this.#opened.set(id, opened);
    return opened;
  }

  async #fresh(): Promise<void> {
    const age = this.#parts.now().getTime() - this.#readAt;
    // A clock that was set back makes them old as well.
    if (age >= 0 && age < readEveryMs) return;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  async #read(): Promise<void> {
    const at = this.#parts.now();
    const generation = this.#generation;
    let keys = await allKeys(this.#parts);
    if (keys.length === 0) {
      await makeKey(this.#parts, 1, at);
      keys = await allKeys(this.#parts);
    }
    this.#keys = keys;
    this.#public = new Map(
      keys.map(({ id, publicJwk }) => {
        const known = this.#public.get(id);
        return [id, known ?? { ...publicJwk, kid: id, use: 'sig', alg: tokenAlgorithm }];
      }),
    );
    for (const id of this.#opened.keys()) if (!this.#public.has(id)) this.#opened.delete(id);
    // What was read before they were replaced is read again.
    if (generation === this.#generation) this.#readAt = at.getTime();
  }
}
