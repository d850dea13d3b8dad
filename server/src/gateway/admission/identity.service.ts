import { LRUCache } from 'lru-cache';
import type { SigningKeys } from '../../access/token/signing-keys.service.ts';
import type { Parts } from '../../platform/process/parts.ts';
import type { Principal } from '../../platform/request/principal.ts';

type ConsumerPrincipal = Extract<Principal, { kind: 'consumer' }>;

interface Signed {
  token: Promise<string>;
  /** From then on it is made anew, in milliseconds. */
  renewAt: number;
}

const lifeMs = 60_000;
const renewAfterMs = 30_000;

/**
 * Says to upstreams who calls: plain headers, and a token that they can verify by the published keys of Parley. The token is
 * for one API and a minute, and opens nothing at Parley: its `typ` is none of an access token.
 */
export class Identities {
  readonly #parts: Parts;
  readonly #keys: SigningKeys;
  readonly #signed = new LRUCache<string, Signed>({ max: 10_000 });

  constructor(parts: Parts, keys: SigningKeys) {
    this.#parts = parts;
    this.#keys = keys;
  }

  /** The headers by which the upstream of an API knows the caller; none for nobody. */
  async headersOf(principal: Principal, api: string): Promise<Record<string, string>> {
    if (principal.kind !== 'consumer') return {};
    return {
      'x-parley-consumer': principal.consumerId,
      'x-parley-environment': principal.environment,
      'x-parley-scopes': [...principal.scopes].join(' '),
      'x-parley-identity': await this.#tokenOf(principal, api),
    };
  }

  async #tokenOf(principal: ConsumerPrincipal, api: string): Promise<string> {
    const { keyId, consumerId, environment, scopes } = principal;
    const id = [api, keyId, consumerId, environment, ...scopes].join(' ');
    const now = this.#parts.now().getTime();
    const known = this.#signed.get(id);
    if (known && now < known.renewAt && now >= known.renewAt - renewAfterMs) return known.token;
    const token = this.#sign(principal, api, now);
    this.#signed.set(id, { token, renewAt: now + renewAfterMs });
    // Whoever comes next tries again.
    token.catch(() => this.#signed.delete(id));
    return token;
  }

  async #sign(principal: ConsumerPrincipal, api: string, now: number): Promise<string> {
    const { publicUrl } = this.#parts;
    const iat = Math.floor(now / 1000);
    return this.#keys.sign(
      {
        iss: publicUrl,
        aud: `${publicUrl}/gateway/${api}`,
        sub: principal.consumerId,
        client_id: principal.keyId,
        environment: principal.environment,
        scope: [...principal.scopes].join(' '),
        iat,
        exp: iat + lifeMs / 1000,
      },
      'parley-identity+jwt',
    );
  }
}
