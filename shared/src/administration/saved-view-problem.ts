/** What can be wrong with a saved view; rows of the table in `problem.ts`. */
export const savedViewProblems = {
  'saved_view.not_found': {
    status: 404,
    title: 'There is no such view',
    remedy: 'It may have been removed, or is not shared any more. Open the list without it.',
  },
  'saved_view.name_taken': {
    status: 409,
    title: 'The name of the view is taken',
    remedy: 'Give it another name, or change the view that has it.',
  },
  'saved_view.not_yours': {
    status: 403,
    title: 'The view belongs to somebody else',
    remedy: 'Save what you see as a view of your own, or ask its owner or an admin.',
  },
  'saved_view.too_many': {
    status: 409,
    title: 'There are too many views of this list',
    remedy: 'Remove one that nobody uses.',
  },
} as const;
