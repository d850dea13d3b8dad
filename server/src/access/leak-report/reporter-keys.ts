import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { hourMs, minuteMs } from '@parley/shared/words/time';
import { z } from 'zod';
import type { Outbound } from '../../platform/outbound/outbound-fetch.ts';
import { parseJson } from '../../platform/request/json.ts';

const PublicKeys = z.object({
  public_keys: z.array(z.object({ key_identifier: z.string().max(200), key: z.string().max(2000) })).max(100),
});

interface Options {
  outbound: Outbound;
  now: () => Date;
  url: string;
}

/** A key of ECDSA on P-256; `null` for any other. */
const readKey = (pem: string): KeyObject | null => {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
      ? key
      : null;
  } catch {
    return null;
  }
};

/**
 * The public keys of whoever reports leaks, from the address that the operator set: fetched through the guard, kept for an
 * hour, and for a key that is not among them fetched again, once a minute at most.
 */
export class ReporterKeys {
  readonly #options: Options;
  #keys = new Map<string, KeyObject>();
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #fetching: Promise<void> | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Whether these bytes were signed by a key of that name. */
  async isSigned(body: Buffer, identifier: string, signature: string): Promise<boolean> {
    const age = this.#options.now().getTime() - this.#fetchedAt;
    if (age > hourMs || (!this.#keys.has(identifier) && age > minuteMs)) await this.#fetch();
    const key = this.#keys.get(identifier);
    if (!key || signature.length > 500) return false;
    return verify('sha256', body, { key, dsaEncoding: 'der' }, Buffer.from(signature, 'base64'));
  }

  /** One at a time; what cannot be fetched leaves the keys as they are, for a minute. */
  async #fetch(): Promise<void> {
    this.#fetching ??= this.#fetchNow().finally(() => {
      this.#fetching = null;
    });
    return this.#fetching;
  }

  async #fetchNow(): Promise<void> {
    const { outbound, url, now } = this.#options;
    const outcome = await outbound.get({
      url,
      headers: { accept: 'application/json', 'user-agent': 'parley' },
    });
    this.#fetchedAt = now().getTime();
    if (outcome.kind !== 'answered' || outcome.status !== 200) return;
    const found = PublicKeys.safeParse(readAnswer(outcome.body));
    if (!found.success) return;
    this.#keys = new Map(
      found.data.public_keys.flatMap(({ key_identifier, key }) => {
        const read = readKey(key);
        return read ? [[key_identifier, read] as const] : [];
      }),
    );
  }
}

const readAnswer = (body: Buffer): unknown => {
  try {
    return parseJson(body.toString('utf8'));
  } catch {
    return null;
  }
};
