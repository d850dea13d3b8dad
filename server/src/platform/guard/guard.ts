import { holds } from '@parley/shared/scope';
import type { Principal } from '../request/principal.ts';
import { Problem } from '../request/problem.ts';
import type { Context, Meta } from './context.ts';
import { problemOf } from './problem-of.ts';

/** Refuses a caller that lacks what a procedure declares. */
export const assertAllowed = (principal: Principal, access: Meta['access'] | undefined): void => {
  if (access === 'anyone') return;
  if (access === undefined) throw new Error('A procedure without declared access.');
  if (principal.kind === 'anyone') throw principal.refusal ?? new Problem('auth.required');
  if (access === 'session') {
    if (principal.kind === 'staff') return;
    throw new Problem('auth.required', { detail: 'Sign in to the console for this.' });
  }
  if (!holds(principal.scopes, access))
    throw new Problem('auth.scope_missing', { detail: `This needs the scope ${access}.` });
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
  const { principal, requestId } = ctx.caller;
  const startedAt = performance.now();
  let failure: Problem | null = null;
  try {
    assertAllowed(principal, operation.access);
    return await work();
  } catch (error) {
    failure = problemOf(error);
    if (failure.status === 500)
      ctx.parts.log.error({ operation: operation.name, requestId, err: error }, 'failed on our side');
    throw failure;
  } finally {
    if (principal.kind === 'consumer') ctx.usage.record(principal, operation.name, failure !== null);
    if (ctx.parts.log.isLevelEnabled('debug')) {
      const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
      ctx.parts.log.debug(
        { operation: operation.name, requestId, durationMs, code: failure?.code },
        'called',
      );
    }
  }
};
