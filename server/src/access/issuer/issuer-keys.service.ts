import { setTimeout as wait } from 'node:timers/promises';
import { minuteMs } from '@parley/shared/words/time';
import type { JWK } from 'jose';
import { everyone } from '../../platform/database/owner.ts';
import { faultOfAddress } from '../../platform/outbound/trusted-address.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { fitsAlgorithm, type Jwt } from '../../platform/secret/jwt.ts';
import { discoveryAddressesOf } from './issuer-address.ts';
import { Issuer } from './issuer.entity.ts';
import { DocumentFault, readDocument, readKeySet } from './key-document.ts';

/** Once in so long an issuer is asked for its keys, by all processes together, and whatever came of it. */
export const askedEveryMs = minuteMs;
/** Keys that are older are read again in the background: one that the issuer took back is forgotten then. */
const readAgainMs = 10 * minuteMs;
const deadlineMs = 5000;
/** How long to wait for another process that reads them. */
const patienceMs = 8000;
const lookEveryMs = 200;
/** Calls that wait for the keys of one issuer. */
const waitingMax = 200;
const failureLengthMax = 500;

/** What came of asking: `too_soon` when they were asked for within a minute. */
type Asked = 'read' | 'failed' | 'too_soon';

const parseKeys = (text: string): JWK[] => JSON.parse(text);

/**
 * The public keys of issuers. They stand in the database, so that all processes share what one has read, and an issuer that
 * is away changes nothing for those that are known.
 */
export class IssuerKeys {
  readonly #parts: Parts;
  readonly #known = new Map<string, { text: string; keys: JWK[] }>();
  readonly #flights = new Map<string, { done: Promise<Asked>; waiting: number }>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The keys that may have signed this token, by its `kid` and algorithm; none for an unknown one. */
  fitting(issuer: Issuer, { kid, alg }: Jwt): JWK[] {
    return this.#keysOf(issuer).filter((key) => (kid === null || key.kid === kid) && fitsAlgorithm(key, alg));
  }

  /** Names of the keys that are known. */
  names(issuer: Issuer): string[] {
    return this.#keysOf(issuer).map(({ kid }) => kid ?? '');
  }

  /**
   * Asks the issuer for its keys, unless somebody did within a minute: the claim is written first, and stays when it fails.
   * Those who ask while somebody is asking wait for that. Never throws on what the issuer does.
   */
  async ask(issuer: Issuer): Promise<Asked> {
    const flight = this.#flights.get(issuer.id) ?? this.#start(issuer);
    if (flight.waiting >= waitingMax) return 'too_soon';
    flight.waiting += 1;
    return flight.done.finally(() => {
      flight.waiting -= 1;
    });
  }

  /** Has keys that are old read again, for later. */
  freshen(issuer: Issuer): void {
    const now = this.#parts.now().getTime();
    const readAt = issuer.keysFetchedAt?.getTime() ?? 0;
    const isRecent = now - readAt < readAgainMs || now - issuer.keysTriedAt < askedEveryMs;
    if (isRecent || this.#flights.has(issuer.id)) return;
    this.ask(issuer).catch((error: unknown) =>
      this.#parts.log.warn({ err: error, issuer: issuer.issuer }, 'could not read the keys of an issuer'),
    );
  }

  #keysOf({ id, keys: text }: Issuer): JWK[] {
    const known = this.#known.get(id);
    // The same objects as long as the text is the same: each is made ready for verifying once.
    if (known?.text === text) return known.keys;
    const keys = parseKeys(text);
    if (this.#known.size >= 1000) this.#known.clear();
    this.#known.set(id, { text, keys });
    return keys;
  }

  #start(issuer: Issuer): { done: Promise<Asked>; waiting: number } {
    const done = this.#askOnce(issuer).finally(() => this.#flights.delete(issuer.id));
    const flight = { done, waiting: 0 };
    this.#flights.set(issuer.id, flight);
    return flight;
  }

  async #askOnce(issuer: Issuer): Promise<Asked> {
    const now = this.#parts.now().getTime();
    const claimed = await this.#parts.store.all<{ id: string }>(
      `update issuer set keys_tried_at = ? where id = ? and (keys_tried_at <= ? or keys_tried_at > ?) returning id`,
      now,
      issuer.id,
      now - askedEveryMs,
      now,
    );
    return claimed.length === 0 ? this.#waitForOther(issuer.id) : this.#read(issuer);
  }

  /** Somebody asked within a minute: another process may be at it still. */
  async #waitForOther(id: string): Promise<Asked> {
    const began = performance.now();
    for (;;) {
      const [row] = await this.#parts.store.all<{
        keys_tried_at: string | number;
        keys_settled_at: string | number;
        keys_failure: string | null;
      }>('select keys_tried_at, keys_settled_at, keys_failure from issuer where id = ?', id);
      const isSettled = !row || Number(row.keys_settled_at) >= Number(row.keys_tried_at);
      if (isSettled || performance.now() - began > patienceMs) return 'too_soon';
      await wait(lookEveryMs);
    }
  }

  async #read(issuer: Issuer): Promise<Asked> {
    const found = await this.#find(issuer);
    const em = this.#parts.openEm(everyone);
    const at = this.#parts.now();
    const settled = { keysSettledAt: at.getTime() };
    await em.nativeUpdate(
      Issuer,
      { id: issuer.id },
      'keys' in found
        ? { ...settled, keys: JSON.stringify(found.keys), keysFetchedAt: at, keysFailure: null }
        : { ...settled, keysFailure: found.failure.slice(0, failureLengthMax) },
    );
    if ('failure' in found)
      this.#parts.log.warn(
        { issuer: issuer.issuer, reason: found.failure },
        'the keys of an issuer were not read',
      );
    return 'keys' in found ? 'read' : 'failed';
  }

  async #find(issuer: Issuer): Promise<{ keys: JWK[] } | { failure: string }> {
    try {
      const url = issuer.jwksUrl ?? (await this.#discover(issuer.issuer));
      return { keys: readKeySet(url, await this.#get(url)) };
    } catch (error) {
      if (error instanceof DocumentFault) return { failure: error.message };
      throw error;
    }
  }

  async #discover(issuer: string): Promise<string> {
    const failures: string[] = [];
    for (const url of discoveryAddressesOf(issuer))
      try {
        return this.#keysAddressIn(url, issuer, await this.#get(url));
      } catch (error) {
        if (!(error instanceof DocumentFault)) throw error;
        failures.push(error.message);
      }
    throw new DocumentFault(failures.join(' '));
  }

  #keysAddressIn(
    url: string,
    issuer: string,
    { issuer: named, jwks_uri: keys }: Record<string, unknown>,
  ): string {
    if (named !== issuer)
      throw new DocumentFault(
        `${url} is of the issuer ${JSON.stringify(named)?.slice(0, 200)}, and not of ${issuer}.`,
      );
    const fault = typeof keys === 'string' ? faultOfAddress(keys) : 'There is none.';
    if (fault !== null || typeof keys !== 'string')
      throw new DocumentFault(`\`jwks_uri\` in ${url} cannot be used. ${fault}`);
    return keys;
  }

  async #get(url: string): Promise<Record<string, unknown>> {
    const headers = { accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': 'Parley' };
    return readDocument(url, await this.#parts.outbound.get({ url, headers, deadlineMs }));
  }
}
