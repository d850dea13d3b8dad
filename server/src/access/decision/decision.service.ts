import type { Scope } from '@parley/shared/scope';
import type { Environment } from '@parley/shared/words/environment';
import { refusalOf } from '../../platform/guard/guard.ts';
import type { Principal } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import type { CalledOperation } from '../limit/applied-limits.service.ts';
import type { Limiter } from '../limit/limiter.service.ts';
import { noBounds, type PlanRing } from '../plan/plan-ring.service.ts';
import {
  type ConsumerPrincipal,
  type Presented,
  type Proof,
  proveCredential,
  type Refusal,
  type Verifiers,
} from './credential.ts';
import { DecisionTrace, type TraceStep } from './decision-trace.ts';

export type { TraceStep } from './decision-trace.ts';
export type { Presented, Refusal } from './credential.ts';

/** What decides, beside the credential: plans and limits. */
interface Stores extends Verifiers {
  planRing: PlanRing;
  limiter: Limiter;
}

/** How the call is held to the contract of its API. */
export type Validation = 'off' | 'observe' | 'enforce';

/** A whole question: may whoever comes with this make this call? */
export interface DecisionAsk {
  presented: Presented;
  /** The address of the caller; `null` where nobody told it, which no network has. */
  peer: string | null;
  /** Where only credentials of one environment are taken. */
  environment?: Environment | undefined;
  /** All of these are needed. */
  scopes: readonly Scope[];
  /** What limits are asked for; none where the call is not to be counted. */
  calls: readonly CalledOperation[];
  validation: Validation;
}

/** Whether a call may go on, as far as its steps were asked. A step after a refusal changes nothing. */
export class Decision {
  readonly #stores: Stores;
  readonly #proof: Proof;
  readonly #peer: string | null;
  readonly #trace: DecisionTrace;
  #principal: Principal;
  #refusal: Refusal | null;
  #headers: Readonly<Record<string, string>> = {};

  constructor(stores: Stores, proof: Proof, peer: string | null, trace: DecisionTrace) {
    this.#stores = stores;
    this.#proof = proof;
    this.#peer = peer;
    this.#trace = trace;
    this.#refusal = proof.refusal;
    this.#principal =
      proof.principal && !proof.refusal
        ? proof.principal
        : { kind: 'anyone', refusal: proof.refusal?.problem ?? null };
    const value = proof.principal ? nameOf(proof.principal) : (proof.refusal?.reason ?? 'nothing');
    this.#trace.note('credential', proof.refusal ? 'refused' : 'passed', value);
  }

  /** Whose credential it is, whether it is accepted or not; `null` where that is not known, and for a person. */
  get holder(): ConsumerPrincipal | null {
    return this.#proof.principal?.kind === 'consumer' ? this.#proof.principal : null;
  }

  /** When an access token ends by itself, in milliseconds. */
  get endsAt(): number | null {
    return this.#proof.endsAt;
  }

  /** Who calls, with the scopes that the plan leaves; nobody once a credential is refused. */
  get principal(): Principal {
    return this.#principal;
  }

  get refusal(): Refusal | null {
    return this.#refusal;
  }

  /** Headers of the answer, whatever it is: where limits stand. */
  get headers(): Readonly<Record<string, string>> {
    return this.#headers;
  }

  get trace(): readonly TraceStep[] {
    return this.#trace.steps;
  }

  /** Holds a credential of a consumer to its environment, to the plan, and to the networks of both. */
  async place(environment?: Environment): Promise<void> {
    const principal = this.#proof.principal;
    if (this.#refusal || principal?.kind !== 'consumer') return;
    this.#trace.resume();
    if (environment !== undefined && environment !== principal.environment) {
      const problem = new Problem('environment.refused');
      this.#shutOut('plan', principal.environment, { reason: 'environment', problem });
      return;
    }
    const { planRing } = this.#stores;
    const held = await planRing.narrow(principal, this.#proof.own);
    if (held.reason === 'environment') {
      this.#shutOut('plan', principal.environment, { reason: held.reason, problem: held.refusal });
      return;
    }
    this.#trace.note('plan', 'passed', principal.environment);
    const outside = planRing.outsideOf(held.principal, this.#peer);
    const peer = this.#peer ?? 'an unknown address';
    if (outside) {
      this.#shutOut('network', peer, { reason: 'network', problem: outside });
      return;
    }
    this.#trace.note('network', 'passed', peer);
    this.#principal = held.principal;
  }

  /** Refuses a token of a person: it is for Parley itself, and not for the APIs behind it. */
  refusePeople(): void {
    if (this.#refusal || this.#proof.principal?.kind !== 'staff') return;
    const problem = new Problem('auth.invalid', {
      detail: 'A personal token opens Parley itself. Send an API key or an access token.',
    });
    this.#shutOut('credential', nameOf(this.#proof.principal), { reason: 'invalid', problem });
  }

  /** Asks for scopes; the guard says what a missing one is. */
  needs(scopes: readonly Scope[]): void {
    if (this.#refusal) return;
    this.#trace.resume();
    const now = this.#stores.parts.now();
    for (const scope of scopes) {
      const problem = refusalOf(this.#principal, { access: scope }, now);
      if (problem) return this.#refuse('scope', scope, { reason: 'scope', problem });
    }
    this.#trace.note('scope', scopes.length === 0 ? 'skipped' : 'passed', scopes.join(' '));
  }

  /** Notes what a door of Parley's own asked of the guard instead. */
  noteGuard(access: string, problem: Problem | null): void {
    this.#trace.note('scope', problem ? 'refused' : 'passed', access);
    if (problem) this.#refusal ??= { reason: 'scope', problem };
  }

  /** Counts these calls, or refuses all of them. What is refused before is not counted. */
  async count(calls: readonly CalledOperation[]): Promise<void> {
    if (this.#refusal) return;
    const { planRing, limiter } = this.#stores;
    this.#trace.resume();
    const outcome = await limiter.decide(planRing.limitsOf(this.#principal), calls);
    if (!outcome) return this.#trace.note('limits', 'skipped', '');
    this.#headers = outcome.headers;
    const standing = outcome.headers['ratelimit'] ?? '';
    if (outcome.refusal)
      return this.#refuse('limits', standing, { reason: 'rate_limited', problem: outcome.refusal });
    return this.#trace.note('limits', 'passed', standing);
  }

  /** Holds the call to its contract. */
  validate(validation: Validation): void {
    if (!this.#refusal) this.#trace.note('contract', 'skipped', validation);
  }

  #refuse(step: TraceStep['step'], value: string, refusal: Refusal): void {
    this.#trace.note(step, 'refused', value);
    this.#refusal = refusal;
  }

  /** Refuses the credential itself: whoever comes with it is nobody. */
  #shutOut(step: TraceStep['step'], value: string, refusal: Refusal): void {
    this.#refuse(step, value, refusal);
    this.#principal = { kind: 'anyone', refusal: refusal.problem };
  }
}

const nameOf = (principal: Principal): string => {
  if (principal.kind === 'consumer') return principal.keyId;
  return principal.kind === 'staff' ? (principal.token?.id ?? principal.staffId) : principal.kind;
};

/**
 * The one place that decides whether a call may be made, for every door: credential, plan, network, scope, limits and
 * contract, in this order. It holds nothing itself; keys, tokens, plans and counters are asked of what keeps them.
 */
export class Decisions {
  readonly #stores: Stores;

  constructor(stores: Stores) {
    this.#stores = stores;
  }

  /** The decision on somebody who was found out in another way than by a credential, such as by a session. */
  of(principal: Principal): Decision {
    const problem = principal.kind === 'anyone' ? principal.refusal : null;
    const proof = {
      principal,
      own: noBounds,
      endsAt: null,
      refusal: problem && { reason: 'invalid' as const, problem },
    };
    return new Decision(this.#stores, proof, null, new DecisionTrace());
  }

  /** A decision whose credential is proven and nothing else is asked. */
  async open(presented: Presented, peer: string | null): Promise<Decision> {
    const trace = new DecisionTrace();
    const proof = await proveCredential(this.#stores, presented, peer);
    return new Decision(this.#stores, proof, peer, trace);
  }

  /** Who comes with a credential, as the plan leaves them: for doors that ask the rest once they know what is called. */
  async identify(presented: Presented, peer: string | null): Promise<Decision> {
    const decision = await this.open(presented, peer);
    await decision.place();
    return decision;
  }

  /** All steps, in their order, for calls of what is not Parley's own. */
  async decide({ presented, peer, environment, scopes, calls, validation }: DecisionAsk): Promise<Decision> {
    const decision = await this.open(presented, peer);
    decision.refusePeople();
    await decision.place(environment);
    decision.needs(scopes);
    if (calls.length > 0) await decision.count(calls);
    decision.validate(validation);
    return decision;
  }
}
