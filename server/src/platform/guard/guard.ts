import { holds, Role, scopesOfRole, type Scope } from '@parley/shared/scope';
import { minuteMs } from '@parley/shared/words/time';
import type { Principal } from '../request/principal.ts';
import { Problem } from '../request/problem.ts';
import type { Context, Meta } from './context.ts';
import { problemOf } from './problem-of.ts';

/** What the guard asks of a procedure, or of whatever else runs as one. */
export interface Guarded {
  name: string;
  access: Meta['access'] | undefined;
  /** See `Meta`. */
  isDangerous?: true | undefined;
  /** See `Meta`. */
  isForOwners?: true | undefined;
}

/** How long a person who showed that it is them is not asked again. */
export const confirmationHoldsMs = 15 * minuteMs;

/** Which roles would do, for a person who wonders why they may not. */
const whoMay = (scope: Scope, own: Role): string => {
  const roles = Role.options.filter((role) => scopesOfRole[role].includes(scope));
  return `This needs the scope ${scope}. The ${roles.length === 1 ? 'role' : 'roles'} ${roles.join(', ')} ${roles.length === 1 ? 'has' : 'have'} it, and you are ${own}.`;
};

const lacking = (principal: Principal, scope: Scope): string =>
  principal.kind === 'staff' && !scopesOfRole[principal.role].includes(scope)
    ? whoMay(scope, principal.role)
    : `This needs the scope ${scope}.`;

/**
 * Refuses what is dangerous to a session whose person did not show lately that it is them. Who calls with a credential of
 * their own in hand, a key or a personal token, is not asked: there is nobody to answer.
 */
const assertConfirmed = (principal: Principal, now: Date): void => {
  if (principal.kind !== 'staff' || principal.confirmedAt === undefined) return;
  const confirmedAt = principal.confirmedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  if (confirmedAt + confirmationHoldsMs <= now.getTime()) throw new Problem('auth.confirmation_needed');
};

/** Refuses whoever is neither an owner nor at the command line. */
const assertOwner = (principal: Principal): void => {
  if (principal.kind === 'command_line') return;
  const own = principal.kind === 'staff' ? principal.role : null;
  if (own === 'owner') return;
  throw new Problem('auth.grant_refused', {
    detail: `Only an owner may do this${own === null ? '' : `, and you are ${own}`}.`,
  });
};

/** Refuses a caller that lacks what a procedure declares. */
const assertAllowed = (
  principal: Principal,
  { access, isDangerous, isForOwners }: Omit<Guarded, 'name'>,
  now: Date,
): void => {
  assertScope(principal, access);
  if (isForOwners) assertOwner(principal);
  if (isDangerous) assertConfirmed(principal, now);
};

const assertScope = (principal: Principal, access: Meta['access'] | undefined): void => {
  if (access === 'anyone') return;
  if (access === undefined) throw new Error('A procedure without declared access.');
  if (principal.kind === 'anyone') throw principal.refusal ?? new Problem('auth.required');
  if (access === 'intake') {
    if (principal.kind === 'integrator') return;
    throw new Problem('auth.required', { detail: 'Open the link that you were given.' });
  }
  // A link opens its requirement and nothing else.
  if (principal.kind === 'integrator') throw new Problem('auth.required');
  if (access === 'credential') return;
  if (access === 'session') {
    if (principal.kind === 'staff' && !principal.token) return;
    throw new Problem('auth.required', { detail: 'Sign in to the console for this.' });
  }
  if (principal.kind === 'staff' && principal.lacksSecondFactor)
    throw new Problem('auth.second_factor_needed');
  if (!holds(principal.scopes, access))
    throw new Problem('auth.scope_missing', { detail: lacking(principal, access) });
};

/** The problem of a principal that lacks what a procedure declares; `null` when it may. */
export const refusalOf = (
  principal: Principal,
  operation: Omit<Guarded, 'name'>,
  now: Date,
): Problem | null => {
  try {
    assertAllowed(principal, operation, now);
    return null;
  } catch (error) {
    return problemOf(error);
  }
};

/** What is known of a call of a procedure: one log line, and the counters of its key. */
const noteCall = (
  { caller: { principal, requestId }, usage, refusedCalls, parts }: Context,
  name: string,
  call: { failure: Problem | null; startedAt: number },
): void => {
  if (principal.kind === 'consumer') {
    usage.record(principal, name, call.failure !== null);
    if (call.failure) refusedCalls.record(principal, name, call.failure);
  }
  if (!parts.log.isLevelEnabled('debug')) return;
  const durationMs = Math.round((performance.now() - call.startedAt) * 10) / 10;
  parts.log.debug({ operation: name, requestId, durationMs, code: call.failure?.code }, 'called');
};

/**
 * The problem of a caller that lacks what a procedure declares, before anything of the call is read; `null` when it may.
 * A refusal is noted as every call is.
 */
export const refuseUnadmitted = (ctx: Context, operation: Guarded): Problem | null => {
  try {
    assertAllowed(ctx.caller.principal, operation, ctx.parts.now());
    return null;
  } catch (error) {
    const failure = problemOf(error);
    noteCall(ctx, operation.name, { failure, startedAt: performance.now() });
    return failure;
  }
};

/**
 * Runs a procedure the way every door runs it: the guard first, then the work, with one log line, the counters and the
 * problem that a failure is. Throws nothing but problems.
 */
export const runGuarded = async <Result>(
  ctx: Context,
  operation: Guarded,
  work: () => Promise<Result>,
): Promise<Result> => {
  const startedAt = performance.now();
  let failure: Problem | null = null;
  try {
    assertAllowed(ctx.caller.principal, operation, ctx.parts.now());
    return await work();
  } catch (error) {
    failure = problemOf(error);
    if (failure.status === 500)
      ctx.parts.log.error(
        { operation: operation.name, requestId: ctx.caller.requestId, err: error },
        'failed on our side',
      );
    throw failure;
  } finally {
    noteCall(ctx, operation.name, { failure, startedAt });
  }
};
