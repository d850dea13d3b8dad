/** What is refused by the plan of a consumer and by the limits in it. */
export const planProblems = {
  'rate.limited': {
    status: 429,
    title: 'Too many requests',
    remedy:
      'Wait for the time in `Retry-After` and try again. `RateLimit` names the limits and what is left.',
  },
  'rate.uncounted': {
    status: 503,
    title: 'Calls cannot be counted at this moment',
    remedy:
      'The plan of the consumer refuses calls while that is so. Nothing was done; try again after the time in `Retry-After`.',
  },
  'auth.network_refused': {
    status: 403,
    title: 'The credential may not be used from this address',
    remedy:
      'Call from a network that the key and the plan of its consumer name, or ask the people who run this API program.',
  },
  'plan.environment_refused': {
    status: 403,
    title: 'The plan of the consumer has nothing in this environment',
    remedy: 'Ask the people who run this API program to add the environment to the plan.',
  },
  'plan.exceeded': {
    status: 422,
    title: 'The plan of the consumer does not allow this',
    remedy: 'Each entry of `errors` names what goes beyond the plan. Ask for less, or have the plan changed.',
  },
} as const;
