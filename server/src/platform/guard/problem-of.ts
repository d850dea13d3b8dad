import { TRPCError } from '@trpc/server';
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc';
import type { ProblemCode } from '@parley/shared/problem';
import { ZodError } from 'zod';
import { storageProblemOf } from '../database/storage-problem.ts';
import { pointerOf } from '../request/pointer.ts';
import { Problem } from '../request/problem.ts';

const pathOf = (path: readonly PropertyKey[]): string => pointerOf(path) || '/';

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
