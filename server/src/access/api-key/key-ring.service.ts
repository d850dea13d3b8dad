import type { ApiKeyVerdict } from '@parley/shared/access/api-key';
import { Environment } from '@parley/shared/words/environment';
import type { Scope } from '@parley/shared/scope';
import { LRUCache } from 'lru-cache';
import type { Principal } from '../../platform/request/principal.ts';
import { isWellFormedKey, sha256 } from '../../platform/secret/secret.ts';
import { afterCommit } from '../../platform/request/transaction-mark.ts';
import type { Limit } from '@parley/shared/access/limit';
import type { Store } from '../../platform/database/store.ts';
import { rangesOf } from '../plan/network.service.ts';
import type { OwnBounds } from '../plan/plan-ring.service.ts';

type ConsumerPrincipal = Extract<Principal, { kind: 'consumer' }>;

interface KeyRow {
  id: string;
  name: string;
  consumer_id: string;
  environment: string;
  scopes: string | Scope[];
  networks: string | string[] | null;
  limits: string | Limit[] | null;
  expires_at: number | string | Date | null;
  revoked_at: number | string | Date | null;
  consumer_status: string;
}

interface Entry {
  principal: ConsumerPrincipal;
  own: OwnBounds;
  refusal: 'revoked' | 'suspended' | null;
  expiresAt: number;
  checkedAt: number;
}

type Verdict =
  | { principal: ConsumerPrincipal; own: OwnBounds; reason: 'valid' }
  | { principal: ConsumerPrincipal | null; reason: RefusedReason };

/** Why a key opens nothing, whoever uses it for whatever. */
type RefusedReason = Extract<
  ApiKeyVerdict['reason'],
  'malformed' | 'unknown' | 'revoked' | 'expired' | 'suspended'
>;

/** How long another process may still accept a key after its revocation, in milliseconds. Here it ends at once. */
const trustMs = 1000;
const importedLengthMin = 12;
const importedLengthMax = 256;

/** A column of JSON, which SQLite answers as its text. */
const fromJson = <Value extends object | null>(value: string | Value): Value =>
  typeof value === 'string' ? JSON.parse(value) : value;

const timeOf = (value: number | string | Date | null): number =>
  value === null ? Number.POSITIVE_INFINITY : new Date(value).getTime();

/**
 * Verifies API keys. A malformed key costs no look-up; a known one is a map look-up for a second, then one row. Unknown
 * keys are not remembered.
 */
export class KeyRing {
  readonly #store: Store;
  readonly #now: () => Date;
  readonly #entries = new LRUCache<string, Entry>({ max: 50_000 });
  #generation = 0;
  /** Whether there are keys of another form, and since when that is known. */
  #imported: { areThere: boolean; checkedAt: number } | null = null;

  constructor(store: Store, now: () => Date) {
    this.#store = store;
    this.#now = now;
  }

  /** Grows whenever all that was verified is to be forgotten; what verifies tokens looks at it too. */
  get generation(): number {
    return this.#generation;
  }

  /** Whether this secret opens anything now, and for whom. */
  async verify(secret: string): Promise<Verdict> {
    if (!isWellFormedKey(secret) && !(await this.#mayBeImported(secret)))
      return { principal: null, reason: 'malformed' };
    const hash = sha256(secret);
    const now = this.#now().getTime();
    let entry = this.#entries.get(hash);
    // A clock that was set back makes it old as well: it would be trusted until the clock is there again.
    if (!entry || Math.abs(now - entry.checkedAt) >= trustMs) entry = await this.#look(hash, now);
    if (!entry) return { principal: null, reason: 'unknown' };
    const { principal } = entry;
    if (entry.refusal) return { principal, reason: entry.refusal };
    if (entry.expiresAt <= now) return { principal, reason: 'expired' };
    return { principal, own: entry.own, reason: 'valid' };
  }

  /**
   * Forgets all that was verified: the next use of any key asks the database. Call it after a key, a client, an issuer
   * or a consumer changed; it is done once that is committed.
   */
  forget(): void {
    afterCommit(() => {
      this.#generation += 1;
      this.#entries.clear();
      this.#imported = null;
    });
  }

  // Keys that were imported have the form of where they came from. Without any, another form costs no look-up.
  async #mayBeImported(secret: string): Promise<boolean> {
    if (secret.length < importedLengthMin || secret.length > importedLengthMax) return false;
    const now = this.#now().getTime();
    if (this.#imported && Math.abs(now - this.#imported.checkedAt) < trustMs) return this.#imported.areThere;
    const rows = await this.#store.near.all('select 1 from api_key where imported_from is not null limit 1');
    this.#imported = { areThere: rows.length > 0, checkedAt: now };
    return this.#imported.areThere;
  }

  async #look(hash: string, now: number): Promise<Entry | undefined> {
    const generation = this.#generation;
    const [row] = await this.#store.near.all<KeyRow>(
      `select k.id, k.name, k.consumer_id, k.environment, k.scopes, k.networks, k.limits, k.expires_at, k.revoked_at, c.status as consumer_status
       from api_key k join consumer c on c.id = k.consumer_id where k.secret_hash = ?`,
      hash,
    );
    if (!row) {
      this.#entries.delete(hash);
      return undefined;
    }
    const scopes = fromJson(row.scopes);
    const suspension = row.consumer_status === 'active' ? null : 'suspended';
    const entry: Entry = {
      principal: {
        kind: 'consumer',
        consumerId: row.consumer_id,
        keyId: row.id,
        keyName: row.name,
        environment: Environment.parse(row.environment),
        scopes: new Set(scopes),
      },
      own: { networks: rangesOf(fromJson(row.networks) ?? []), limits: fromJson(row.limits) ?? [] },
      refusal: row.revoked_at === null ? suspension : 'revoked',
      expiresAt: timeOf(row.expires_at),
      checkedAt: now,
    };
    // A row that was read before a revocation must not be remembered after it.
    if (generation === this.#generation) this.#entries.set(hash, entry);
    return entry;
  }
}
