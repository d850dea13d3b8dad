/** What can be wrong with an event type; rows of the table in `problem.ts`. */
export const eventTypeProblems = {
  'event_type.not_found': { status: 404, title: 'No such event type', remedy: 'Check the name.' },
  'event_type.unknown': {
    status: 422,
    title: 'The event type is not in the catalogue',
    remedy: 'Declare it first with `POST /v1/event-types`, or correct the name.',
  },
  'event_type.schema_invalid': {
    status: 422,
    title: 'The schema is not a usable JSON Schema',
    remedy:
      'Send a JSON Schema of draft 2020-12 without remote references and with linear-time patterns; `errors` says what costs too much, and where.',
  },
  'event_type.example_invalid': {
    status: 422,
    title: 'The example does not fit its own schema',
    remedy: 'Correct the example or the schema; `errors` names the places.',
  },
  'event_type.example_missing': {
    status: 422,
    title: 'The event type has no example',
    remedy: 'Add an example to the event type, or send the test without a type.',
  },
  'event_type.breaking': {
    status: 409,
    title: 'The new version breaks endpoints that subscribe',
    remedy:
      'Keep the schema compatible, pin the endpoints and send a `downcast`, or accept it with `acknowledgeBreaking`.',
  },
  'event_type.downcast_invalid': {
    status: 422,
    title: 'The mapping to the version before does not work',
    remedy: 'Correct `downcast`: the mapped example has to fit the schema of the version before.',
  },
  'event_type.version_not_found': {
    status: 422,
    title: 'No such version of the event type',
    remedy: 'Pin a version that exists and can be reached: each newer version needs a `downcast`.',
  },
  'event_type.name_reserved': {
    status: 422,
    title: 'The name is reserved',
    remedy: 'Names that begin with `parley.`, and `contract.changed`, are for events of Parley itself.',
  },
} as const;
