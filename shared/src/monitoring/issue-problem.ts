/** What can be wrong with an issue; rows of the table in `problem.ts`. */
export const issueProblems = {
  'issue.not_found': { status: 404, title: 'No such issue', remedy: 'Check the id.' },
  'issue.state': {
    status: 409,
    title: 'The state of the issue does not allow this',
    remedy: 'Read the issue again; `detail` says what state it is in.',
  },
  'issue.mute_invalid': {
    status: 422,
    title: 'An issue cannot be muted until then',
    remedy: 'Name a time that is to come.',
  },
} as const;
