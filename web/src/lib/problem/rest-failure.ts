import { ProblemView } from '@parley/shared/words/problem-view';

/** A refused or failed call over REST. `problem` is `null` when the server did not answer, or not as ours does. */
export class RestFailure extends Error {
  readonly problem: ProblemView | null;

  constructor(body: unknown) {
    super('The call failed');
    const problem = ProblemView.safeParse(body);
    this.problem = problem.success ? problem.data : null;
  }
}
