import { type ProblemCode, problems } from '@parley/shared/problem';
import { type ProblemView } from '@parley/shared/words/problem-view';

/** One wrong field: JSON Pointer into the request, and what the field takes. */
export interface FieldError {
  path: string;
  message: string;
}

interface ProblemOptions {
  /** What went wrong this time, for the reader. Never holds SQL, paths on disk or secrets. */
  detail?: string;
  errors?: FieldError[];
  /** Seconds after which trying again makes sense; becomes `Retry-After`. */
  retryAfterSeconds?: number;
  /** Further response headers, such as `Allow`. */
  headers?: Record<string, string>;
}

/** An expected refusal, one row of the table in `@parley/shared/problem`. Everything else that is thrown is a bug. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors: FieldError[] | undefined;
  readonly headers: Record<string, string>;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(`${code}: ${options.detail ?? problems[code].title}`);
    this.code = code;
    this.detail = options.detail === undefined ? problems[code].remedy : options.detail;
    this.errors = options.errors;
    this.headers = { ...options.headers };
    if (options.retryAfterSeconds !== undefined)
      this.headers['retry-after'] = String(Math.ceil(options.retryAfterSeconds));
  }

  get status(): number {
    return problems[this.code].status;
  }
}

/** The RFC 9457 body of a problem. `publicUrl` is where the page that explains it is served. */
export const viewProblem = (
  problem: Problem,
  where: { publicUrl: string; instance: string; requestId: string },
): ProblemView => ({
  type: `${where.publicUrl}/docs/problems/${problem.code}`,
  title: problems[problem.code].title,
  status: problem.status,
  detail: problem.detail,
  instance: where.instance,
  code: problem.code,
  ...(problem.errors ? { errors: problem.errors } : {}),
  requestId: where.requestId,
});
