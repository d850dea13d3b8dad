import { TRPCError } from '@trpc/server';
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc';
import type { ProblemCode } from '@parley/shared/problem';
import { type z, ZodError } from 'zod';
import { storageProblemOf } from '../database/storage-problem.ts';
import { pointerOf } from '../request/pointer.ts';
import { type FieldError, Problem } from '../request/problem.ts';
import { noForm, useOwnWords } from './wording.ts';

useOwnWords();

/** So many are told at once. */
const errorsMax = 100;

type Issue = z.core.$ZodIssue;

const isAt = (issue: Issue, depth: number): boolean => issue.path.length === depth;

/** Of the forms that a place may have, the one that was meant, by what is wrong only further down; or what each form is. */
const errorsOfUnion = (forms: readonly (readonly Issue[])[], at: readonly PropertyKey[], message: string) => {
  const meant = forms.filter((form) => form.length > 0 && form.every((issue) => !isAt(issue, 0)));
  const [only] = meant;
  if (only && meant.length === 1) return only.flatMap((issue) => errorsOf(issue, at));
  const words = new Set(
    forms.flatMap((form) => form.filter((issue) => isAt(issue, 0))).map((issue) => issue.message),
  );
  return [{ path: pointerOf(at), message: words.size === 0 ? message : [...words].join(' Or: ') }];
};

const errorsOf = (issue: Issue, above: readonly PropertyKey[]): FieldError[] => {
  const at = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys
      .slice(0, errorsMax)
      .map((key) => ({ path: pointerOf([...at, key]), message: issue.message }));
  if (issue.code === 'invalid_union' && issue.message === noForm)
    return errorsOfUnion(issue.errors, at, issue.message);
  return [{ path: pointerOf(at), message: issue.message }];
};

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
    errors: error.issues
      .slice(0, errorsMax)
      .flatMap((issue) => errorsOf(issue, []))
      .slice(0, errorsMax),
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
