/** Questions about keys that people ask again and again, each one value of `ask` in the address. */
export const keyQuestions = ['unused-30', 'unused-90', 'ends-30'] as const;
export type KeyQuestion = (typeof keyQuestions)[number];

/** What each is called. */
export const keyQuestionLabels: Record<KeyQuestion, string> = {
  'unused-30': 'Unused for 30 days',
  'unused-90': 'Unused for 90 days',
  'ends-30': 'Expires in 30 days',
};

/** What each asks of the list. A key that is over is no question any more. */
export const keyQuestionFilters = {
  'unused-30': { unusedDays: 30, status: 'active' },
  'unused-90': { unusedDays: 90, status: 'active' },
  'ends-30': { expiresWithinDays: 30, status: 'active' },
} as const satisfies Record<KeyQuestion, object>;
