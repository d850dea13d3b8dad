/** What can be wrong with an event; rows of the table in `problem.ts`. */
export const eventProblems = {
  'event.not_found': { status: 404, title: 'No such event', remedy: 'Check the id.' },
  'event.data_invalid': {
    status: 422,
    title: 'The payload breaks the schema of its event type',
    remedy: 'Each entry of `errors` names a place in `data` and what it takes.',
  },
  'event.id_ambiguous': {
    status: 409,
    title: 'Several publishers use this event id',
    remedy: 'Ask with the id that Parley gave the event, or say which `consumerId` published it.',
  },
  'event.check_too_costly': {
    status: 422,
    title: 'Checking the payload took too long',
    remedy:
      'Nothing was stored. Make `data` smaller, or ask who declared the event type for a schema with fewer alternatives.',
  },
  'event.check_busy': {
    status: 503,
    title: 'Too many payloads wait to be checked',
    remedy: 'Nothing was stored. Send it again after the time in `Retry-After`.',
  },
  'event.id_taken': {
    status: 409,
    title: 'Another event was published with this id',
    remedy: 'Use a new id, or leave it out and let Parley choose one.',
  },
  'event.audience_refused': {
    status: 403,
    title: 'This key publishes to its own consumer only',
    remedy: 'Leave out `audience`, or ask for the scope `events:publish.any`.',
  },
  'event.audience_unknown': {
    status: 422,
    title: 'The audience names a consumer that does not exist',
    remedy: 'Name consumers by id or by name; `detail` says which one is unknown.',
  },
  'event.not_for_consumer': {
    status: 409,
    title: 'The event was not published for this consumer',
    remedy: 'Send it to an endpoint of a consumer of its audience, or publish another event.',
  },
} as const;
