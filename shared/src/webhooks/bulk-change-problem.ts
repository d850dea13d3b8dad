/** What can be wrong with a bulk change; rows of the table in `problem.ts`. */
export const bulkChangeProblems = {
  'bulk_change.not_found': {
    status: 404,
    title: 'There is no such bulk change',
    remedy: 'Check the id, and that it belongs to you.',
  },
  'bulk_change.empty': {
    status: 422,
    title: 'There is nothing to change',
    remedy: 'Choose other endpoints or other filters.',
  },
  'bulk_change.too_many': {
    status: 422,
    title: 'There are too many endpoints for one bulk change',
    remedy: 'Narrow the filters, and make several of them.',
  },
  'bulk_change.state': {
    status: 409,
    title: 'The bulk change is in another state',
    remedy: 'Read it again: it may have been started, cancelled or finished.',
  },
} as const;
