import { initTRPC, TRPCError } from '@trpc/server';
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc';
import type { EntityManager } from '@mikro-orm/sql';
import type { ProblemCode, ProblemView } from '@parley/shared/problem';
import { holds, type Scope } from '@parley/shared/scope';
import type { OpenApiMeta } from 'trpc-to-openapi';
import { ZodError } from 'zod';
import type { IdempotencyClaim } from '../idempotency/idempotency.service.ts';
import type { Caller, Principal } from '../request/principal.ts';
import { Problem, viewProblem } from '../request/problem.ts';
import { storageProblemOf } from '../database/storage-problem.ts';
import type { Services } from '../../doors/services.ts';

/** What a procedure works with: who calls, the rows that this caller may touch, and what the process holds. */
export interface Context extends Services {
  em: EntityManager;
  caller: Caller;
  /** Path that was called, for the problem document. */
  instance: string;
  /** Sends a cookie with the answer. */
  setCookie: (cookie: string) => void;
  /** Set when the request came with an Idempotency-Key and the procedure keeps its own record. */
  idempotency: IdempotencyClaim | null;
}

/** What a procedure declares about itself. */
export type Meta = OpenApiMeta<{
  /** The scope that the caller needs; `session` for any signed-in person; `anyone` for the doors before signing in. */
  access: Scope | 'session' | 'anyone';
  /** Status of success over REST; 200 unless said. */
  status?: 200 | 201 | 204;
  /**
   * How an Idempotency-Key is honoured: `door` runs the procedure and keeps its answer in one transaction; `publisher`
   * leaves both to the group commit.
   */
  idempotency?: 'door' | 'publisher';
  /** The largest body that it takes over REST, in bytes; 1 MiB unless said. */
  bodyBytesMax?: number;
}>;

const codeOfStatus: Record<number, TRPC_ERROR_CODE_KEY> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_SUPPORTED',
  408: 'TIMEOUT',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
};

const pathOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('') || '/';

/** What tRPC refuses by itself, before a procedure runs. */
const problemOfTrpc: Partial<Record<TRPC_ERROR_CODE_KEY, ProblemCode>> = {
  NOT_FOUND: 'request.not_found',
  METHOD_NOT_SUPPORTED: 'request.method_not_allowed',
  UNSUPPORTED_MEDIA_TYPE: 'request.unsupported_media_type',
  PAYLOAD_TOO_LARGE: 'request.too_large',
};

/** The problem of an input that its schema refuses: each field, and what it takes. */
export const invalidInput = (error: ZodError): Problem =>
  new Problem('request.invalid', {
    errors: error.issues.map((issue) => ({ path: pathOf(issue.path), message: issue.message })),
  });

/** The problem that an error is: ours, a wrong input, a full or absent database, or a bug, which says nothing of itself. */
export const problemOf = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  if (error instanceof TRPCError) {
    if (error.cause instanceof Problem) return error.cause;
    if (error.code === 'BAD_REQUEST' && error.cause instanceof ZodError) return invalidInput(error.cause);
    const own = problemOfTrpc[error.code];
    if (own && !error.cause) return new Problem(own);
    if (error.code === 'PARSE_ERROR' || (error.code === 'BAD_REQUEST' && !(error.cause instanceof Error)))
      return new Problem('request.malformed', { detail: error.message });
    if (error.code === 'BAD_REQUEST') return new Problem('request.malformed');
    if (error.cause) return problemOf(error.cause);
  }
  return storageProblemOf(error) ?? new Problem('internal');
};

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
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

const guard = t.middleware(async ({ ctx, meta, path, next }) => {
  try {
    return await runGuarded(ctx, { name: path, access: meta?.access }, async () => {
      const result = await next();
      if (!result.ok) throw result.error;
      return result;
    });
  } catch (error) {
    const problem = problemOf(error);
    throw new TRPCError({
      code: codeOfStatus[problem.status] ?? 'INTERNAL_SERVER_ERROR',
      message: problem.message,
      cause: problem,
    });
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

/** A procedure before signing in. Nothing that names a consumer belongs here. */
export const open = base.meta({ access: 'anyone' });
