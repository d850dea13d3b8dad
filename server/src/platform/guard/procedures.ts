import { initTRPC, TRPCError } from '@trpc/server';
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc';
import type { ProblemView } from '@parley/shared/words/problem-view';
import type { Scope } from '@parley/shared/scope';
import { withExact } from '../request/exact-json.ts';
import { isObject } from '../request/json.ts';
import { type Problem, viewProblem } from '../request/problem.ts';
import type { Context, Meta } from './context.ts';
import { runGuarded } from './guard.ts';
import { problemOf } from './problem-of.ts';

const codeOfStatus: Record<number, TRPC_ERROR_CODE_KEY> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_SUPPORTED',
  408: 'TIMEOUT',
  409: 'CONFLICT',
  412: 'PRECONDITION_FAILED',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
  501: 'NOT_IMPLEMENTED',
  503: 'SERVICE_UNAVAILABLE',
};

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    sse: {
      // For proxies that cut what is silent, and for clients, which come back when they hear nothing.
      ping: { enabled: true, intervalMs: 15_000 },
      client: { reconnectAfterInactivityMs: 40_000 },
      // Clients come back by themselves, perhaps at another process.
      maxDurationMs: 15 * 60_000,
    },
    errorFormatter: ({ shape, error, ctx }) => {
      const problem: ProblemView = viewProblem(problemOf(error), {
        publicUrl: ctx?.parts.publicUrl ?? '',
        instance: ctx?.instance ?? '/trpc',
        requestId: ctx?.caller.requestId ?? '',
      });
      return {
        message: problem.title,
        code: shape.code,
        data: { code: shape.data.code, httpStatus: problem.status, problem },
      };
    },
  });

/** tRPC parses by itself: what keeps every digit is taken from the text. */
const exactInput = (input: unknown, { sent }: Context, meta: Meta | undefined): unknown =>
  sent && meta?.exact?.numbers && isObject(input) ? withExact(input, sent, meta.exact.numbers) : input;

/** A problem as tRPC throws it. */
export const trpcErrorOf = (problem: Problem): TRPCError =>
  new TRPCError({
    code: codeOfStatus[problem.status] ?? 'INTERNAL_SERVER_ERROR',
    message: problem.message,
    cause: problem,
  });

const guard = t.middleware(async ({ ctx, meta, path, getRawInput, next }) => {
  try {
    return await runGuarded(
      ctx,
      {
        name: path,
        access: meta?.access,
        isDangerous: meta?.isDangerous,
        isForOwners: meta?.isForOwners,
      },
      async () => {
        const result = await next({
          getRawInput: async () =>
            ctx.isWithoutInput ? undefined : exactInput(await getRawInput(), ctx, meta),
        });
        if (!result.ok) throw result.error;
        return result;
      },
    );
  } catch (error) {
    throw trpcErrorOf(problemOf(error));
  }
});

const base = t.procedure.use(guard);

/** Joins procedures to a router. */
export const { router } = t;

/**
 * A procedure that needs this scope. The declaration guards the call and feeds the document and the tests. With `openapi`
 * it is served over REST as well.
 */
export const guarded = (scope: Scope, rest: Omit<Meta, 'access'> = {}) =>
  base.meta({ ...rest, access: scope });

/** A procedure for any signed-in person. */
export const signedIn = base.meta({ access: 'session' });

/**
 * A procedure for whoever has a credential: its service answers what the scopes of the caller reach, and nothing where they
 * reach nothing.
 */
export const credentialed = (rest: Omit<Meta, 'access'>) => base.meta({ ...rest, access: 'credential' });

/** A procedure for whoever writes a requirement by a link. It shares no batch with what others may call. */
export const byLink = (rest: Omit<Meta, 'access' | 'isAlone'> = {}) =>
  base.meta({ ...rest, access: 'intake', isAlone: true });

/** A procedure before signing in. Nothing that names a consumer belongs here. */
export const open = base.meta({ access: 'anyone' });

/** The same two for what looks at a password or at the token of a link: such a call shares no batch with another. */
export const openAlone = base.meta({ access: 'anyone', isAlone: true, idempotency: 'cookie' });
export const signedInAlone = base.meta({ access: 'session', isAlone: true, idempotency: 'cookie' });
