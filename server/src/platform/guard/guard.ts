import { holds } from '@parley/shared/scope';
import type { Principal } from '../request/principal.ts';
import { Problem } from '../request/problem.ts';
import type { Context, Meta } from './context.ts';
import { problemOf } from './problem-of.ts';

/** Refuses a caller that lacks what a procedure declares. */
const assertAllowed = (principal: Principal, access: Meta['access'] | undefined): void => {
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
    if (principal.kind === 'staff') return;
    throw new Problem('auth.required', { detail: 'Sign in to the console for this.' });
  }
  if (!holds(principal.scopes, access))
    throw new Problem('auth.scope_missing', { detail: `This needs the scope ${access}.` });
};

/** The problem of a principal that lacks what a procedure declares; `null` when it may. */
export const refusalOf = (principal: Principal, access: Meta['access']): Problem | null => {
  try {
    assertAllowed(principal, access);
    return null;
  } catch (error) {
    return problemOf(error);
  }
};

/** What is known of a call of a procedure: one log line, and the counters of its key. */
const noteCall = (
  { caller: { principal, requestId }, usage, parts }: Context,
  name: string,
  call: { failure: Problem | null; startedAt: number },
): void => {
  if (principal.kind === 'consumer') usage.record(principal, name, call.failure !== null);
  if (!parts.log.isLevelEnabled('debug')) return;
  const durationMs = Math.round((performance.now() - call.startedAt) * 10) / 10;
  parts.log.debug({ operation: name, requestId, durationMs, code: call.failure?.code }, 'called');
};

/**
 * The problem of a caller that lacks what a procedure declares, before anything of the call is read; `null` when it may.
 * A refusal is noted as every call is.
 */
export const refuseUnadmitted = (
  ctx: Context,
  operation: { name: string; access: Meta['access'] | undefined },
): Problem | null => {
  try {
    assertAllowed(ctx.caller.principal, operation.access);
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
  operation: { name: string; access: Meta['access'] | undefined },
  work: () => Promise<Result>,
): Promise<Result> => {
  const startedAt = performance.now();
  let failure: Problem | null = null;
  try {
    assertAllowed(ctx.caller.principal, operation.access);
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
