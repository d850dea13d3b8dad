import { PlanEnvironment, type WhenStoreIsAway } from '@parley/shared/access/plan';
import type { Limit } from '@parley/shared/access/limit';
import { holds, type Scope } from '@parley/shared/scope';
import type { Environment } from '@parley/shared/words/environment';
import { LRUCache } from 'lru-cache';
import type { Store } from '../../platform/database/store.ts';
import type { Principal } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { afterCommit } from '../../platform/request/transaction-mark.ts';
import { AppliedLimits, type LimitRule, rulesOf, unlimited } from '../limit/applied-limits.service.ts';
import { isInNetworks, type NetworkRange, rangesOf } from './network.service.ts';

type ConsumerPrincipal = Extract<Principal, { kind: 'consumer' }>;

interface PlanRow {
  live: string | object | null;
  test: string | object | null;
  time_zone: string;
  when_store_is_away: WhenStoreIsAway;
}

/** The plan of a consumer in one environment, ready to be asked. */
interface EnforcedPlan {
  /** `null` where the plan leaves the environment out. */
  environment: PlanEnvironment | null;
  networks: readonly NetworkRange[];
  rules: readonly LimitRule[];
  timeZone: string;
  whenStoreIsAway: WhenStoreIsAway;
}

interface Entry {
  plan: EnforcedPlan | null;
  checkedAt: number;
}

/** What a credential itself is narrowed to, beside the plan of its consumer. */
export interface OwnBounds {
  networks: readonly NetworkRange[];
  limits: readonly Limit[];
}

/** Those of a credential that has none. */
export const noBounds: OwnBounds = { networks: [], limits: [] };

/** Whether a credential may be used in its environment, and as whom: with the scopes that the plan leaves it. */
export type UnderPlan =
  | { reason: 'valid'; principal: ConsumerPrincipal }
  | { reason: 'environment'; refusal: Problem };

/** How long another process may still go by the plan before, in milliseconds. Here a change counts at once. */
const trustMs = 1000;

const readEnvironment = (value: string | object | null): PlanEnvironment | null =>
  value === null ? null : PlanEnvironment.parse(typeof value === 'string' ? JSON.parse(value) : value);

/** The scopes of a credential that a plan allows. Of `events:publish.any` the plan may leave `events:publish`. */
const scopesWithin = (held: ReadonlySet<Scope>, plan: PlanEnvironment): ReadonlySet<Scope> => {
  const allowed = new Set(plan.scopes);
  const scopes = new Set([...held].filter((scope) => holds(allowed, scope)));
  if (holds(held, 'events:publish') && holds(allowed, 'events:publish')) scopes.add('events:publish');
  return scopes;
};

/**
 * Holds whatever credential a consumer has to the plan of that consumer, at each use. Plans are looked up like keys: a map for
 * a second, then one row.
 */
export class PlanRing {
  readonly #store: Store;
  readonly #now: () => Date;
  readonly #entries = new LRUCache<string, Entry>({ max: 50_000 });
  #generation = 0;
  readonly #narrowed = new WeakMap<
    ConsumerPrincipal,
    { plan: EnforcedPlan | null; principal: ConsumerPrincipal }
  >();
  readonly #limits = new WeakMap<Principal, AppliedLimits>();
  readonly #networks = new WeakMap<Principal, readonly (readonly NetworkRange[])[]>();

  constructor(store: Store, now: () => Date) {
    this.#store = store;
    this.#now = now;
  }

  /** The same principal as the plan leaves it; or why it may not be used. */
  async narrow(principal: ConsumerPrincipal, own: OwnBounds): Promise<UnderPlan> {
    const plan = await this.#planOf(principal.consumerId, principal.environment);
    if (plan?.environment === null)
      return { reason: 'environment', refusal: new Problem('plan.environment_refused') };
    const known = this.#narrowed.get(principal);
    if (known && known.plan === plan) return { reason: 'valid', principal: known.principal };
    const narrowed = this.#narrow(principal, own, plan);
    this.#narrowed.set(principal, { plan, principal: narrowed });
    return { reason: 'valid', principal: narrowed };
  }

  /** Why a principal that {@link narrow} answered may not call from this address; `null` when it may. */
  outsideOf(principal: ConsumerPrincipal, peer: string | null): Problem | null {
    const networks = this.#networks.get(principal) ?? [];
    if (networks.every((ranges) => isInNetworks(ranges, peer))) return null;
    return new Problem('auth.network_refused', {
      detail: `This credential may not be used from ${peer ?? 'an unknown address'}.`,
    });
  }

  /** The limits of a principal that {@link narrow} answered; none for all others. */
  limitsOf(principal: Principal): AppliedLimits {
    return this.#limits.get(principal) ?? unlimited;
  }

  /** The limits that all credentials of a consumer share. */
  async sharedLimitsOf(consumerId: string, environment: Environment): Promise<AppliedLimits> {
    const plan = await this.#planOf(consumerId, environment);
    return plan ? new AppliedLimits(plan.rules, plan) : unlimited;
  }

  /** Forgets all plans; call it after one was changed. It is done once that is committed. */
  forget(): void {
    afterCommit(() => {
      this.#generation += 1;
      this.#entries.clear();
    });
  }

  #narrow(principal: ConsumerPrincipal, own: OwnBounds, plan: EnforcedPlan | null): ConsumerPrincipal {
    const scopes = plan?.environment ? scopesWithin(principal.scopes, plan.environment) : principal.scopes;
    const narrowed = { ...principal, scopes };
    const networks = [own.networks, plan?.networks ?? []].filter((ranges) => ranges.length > 0);
    if (networks.length > 0) this.#networks.set(narrowed, networks);
    const rules = [...(plan?.rules ?? []), ...rulesOf(principal.keyId, own.limits, 'key-')];
    if (rules.length > 0)
      this.#limits.set(
        narrowed,
        new AppliedLimits(rules, plan ?? { timeZone: 'UTC', whenStoreIsAway: 'open' }),
      );
    return narrowed;
  }

  async #planOf(consumerId: string, environment: Environment): Promise<EnforcedPlan | null> {
    const id = `${consumerId} ${environment}`;
    const now = this.#now().getTime();
    const entry = this.#entries.get(id);
    if (entry && Math.abs(now - entry.checkedAt) < trustMs) return entry.plan;
    return this.#look(id, { consumerId, environment }, now);
  }

  async #look(
    id: string,
    { consumerId, environment }: { consumerId: string; environment: Environment },
    now: number,
  ): Promise<EnforcedPlan | null> {
    const generation = this.#generation;
    const [row] = await this.#store.near.all<PlanRow>(
      'select live, test, time_zone, when_store_is_away from plan where consumer_id = ?',
      consumerId,
    );
    const plan = row ? this.#planOfRow(row, consumerId, environment) : null;
    // One that was read before a change must not be remembered after it.
    if (generation === this.#generation) this.#entries.set(id, { plan, checkedAt: now });
    return plan;
  }

  #planOfRow(row: PlanRow, consumerId: string, environment: Environment): EnforcedPlan {
    const allowed = readEnvironment(row[environment]);
    return {
      environment: allowed,
      networks: rangesOf(allowed?.networks ?? []),
      rules: rulesOf(`${consumerId} ${environment}`, allowed?.limits ?? []),
      timeZone: row.time_zone,
      whenStoreIsAway: row.when_store_is_away,
    };
  }
}
