/** What can be wrong with recoveries; rows of the table in `problem.ts`. */
export const recoveryProblems = {
  'recovery.not_found': { status: 404, title: 'No such recovery', remedy: 'Check the id.' },
  'recovery.empty': {
    status: 422,
    title: 'There is nothing to recover',
    remedy: 'Widen the window, or ask for everything and not only what was not delivered.',
  },
  'recovery.state': {
    status: 409,
    title: 'The recovery cannot do this now',
    remedy: 'Read its `status`: only a planned one starts, a running one pauses, a paused one goes on.',
  },
} as const;
