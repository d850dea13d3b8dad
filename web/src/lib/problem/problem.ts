import type { ProblemCode } from '@parley/shared/problem';
import { ProblemView } from '@parley/shared/words/problem-view';
import { TRPCClientError } from '@trpc/client';
import { z } from 'zod';
import { RestFailure } from './rest-failure.ts';

const Failure = z.object({ problem: ProblemView });

const unreachable: ProblemView = {
  type: 'about:blank',
  title: 'Parley does not answer',
  status: 0,
  detail: 'Check that the server runs and that this machine reaches it, then try again.',
  instance: '',
  code: 'unreachable',
  requestId: '',
};

const broken: ProblemView = {
  ...unreachable,
  title: 'This page could not be shown',
  detail:
    'A part of the console is missing or failed. Reload the page; Parley may have been updated meanwhile.',
  code: 'console.broken',
};

/**
 * The problem behind any failure. Without an answer from the server it says that Parley cannot be reached; what is
 * no call at all is a fault of the console.
 */
export function problemOf(error: unknown): ProblemView {
  if (error instanceof RestFailure) return error.problem ?? unreachable;
  if (!(error instanceof TRPCClientError)) return broken;
  const failure = Failure.safeParse(error.data);
  return failure.success ? failure.data.problem : unreachable;
}

/** Whether `error` is this problem of the one table. */
export function isProblem(error: unknown, code: ProblemCode): boolean {
  return problemOf(error).code === code;
}

/** Whether the server no longer knows who is calling. A wrong password at the sign-in does not count. */
export function hasNoSession(error: unknown): boolean {
  return isProblem(error, 'auth.required') || isProblem(error, 'auth.invalid');
}

/** Whether the same call may succeed in a moment: no answer, or a failure on the server's side. */
export function isWorthRetrying(error: unknown): boolean {
  const { status } = problemOf(error);
  return status === 0 || status >= 500;
}

/** Whether somebody who asks the same again may get an answer: what is wrong with the question itself stays wrong. */
export function mayPass(error: unknown): boolean {
  return isWorthRetrying(error) || problemOf(error).status === 429;
}

/** Seconds to wait that the server named in `Retry-After`, or `null`. */
export function retryAfterSeconds(error: unknown): number | null {
  if (!(error instanceof TRPCClientError)) return null;
  const response: unknown = error.meta?.['response'];
  if (!(response instanceof Response)) return null;
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}
