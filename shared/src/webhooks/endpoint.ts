import { z } from 'zod';
import { EventPublished } from './event.ts';
import { Environment, EnvironmentChoice } from '../words/environment.ts';
import { EventTypeName, EventTypePattern } from '../words/event-type-name.ts';
import { anyOf, pageInput, pageOf, withoutPaging, wordsFilter } from '../words/page.ts';
import { idOf } from '../words/id.ts';
import { isoTime, text } from '../words/text.ts';

const url = z
  .url({ protocol: /^https?$/, error: 'An http or https URL.' })
  .max(2000)
  .meta({
    description: 'Where the webhooks go; public http or https.',
    example: 'https://billing.example/webhooks',
  });

const eventTypes = z
  .array(EventTypePattern)
  .min(1)
  .max(100)
  .meta({
    description: 'What the endpoint wants: event types, `invoice.*`, or `*`.',
    example: ['invoice.*', 'payment.received'],
  });

const headers = z
  .record(
    z
      .string()
      .regex(
        /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/,
        'A header name: letters, digits and hyphens, such as x-tenant.',
      ),
    z
      .string()
      .max(1000)
      .regex(/^[\t\x20-\x7e]*$/, 'Printable ASCII on one line'),
  )
  .refine((record) => Object.keys(record).length <= 20, 'At most 20 headers.')
  .meta({
    description: 'Headers to send along. Stored encrypted, never shown again. Reserved names are refused.',
    example: { 'x-tenant': 'north' },
  });

const rateLimitPerSecond = z
  .int()
  .min(1)
  .max(10_000)
  .nullable()
  .meta({ description: 'At most so many attempts a second; `null` for no limit.', example: 50 });

const description = text(500, 'What is behind the URL.', 'Billing, production');

const ordered = z.boolean().meta({
  description:
    '`true`: events with the same `subject` arrive in the order in which they were published; one that fails holds back the later ones of its subject, and no others.',
  example: false,
});

const filter = z
  .record(z.string(), z.unknown())
  .nullable()
  .meta({
    description:
      'JSON Schema, draft 2020-12, that `data` of an event has to fit to be sent here; `null` for all events. It has to be cheap for any payload: at most 100 subschemas, and no references or alternatives that multiply.',
    example: { properties: { amount: { minimum: 1000 } }, required: ['amount'] },
  });

const schemaVersions = z
  .record(EventTypeName, z.int().min(1).max(1_000_000))
  .refine((pins) => Object.keys(pins).length <= 100, 'At most 100 event types.')
  .meta({
    description:
      'Event types whose shape stays at a version here, by name: newer events are mapped down to it.',
    example: { 'invoice.generated': 1 },
  });

const retrySchedule = z
  .array(
    z
      .number()
      .min(0)
      .max(30 * 86_400),
  )
  .min(1)
  .max(50)
  .nullable()
  .meta({
    description: 'Seconds before each attempt after the one before; `null` for the schedule of this Parley.',
    example: [0, 5, 300, 1800],
  });

/** `v1` is HMAC-SHA256 with the secret, `v1a` ed25519 with a key pair. Standard Webhooks, "Signature scheme". */
export const SignatureScheme = z.enum(['v1', 'v1a']).meta({
  id: 'SignatureScheme',
  description: '`v1` is HMAC-SHA256 with the secret, `v1a` ed25519 with a key pair.',
  example: 'v1',
});
export type SignatureScheme = z.infer<typeof SignatureScheme>;

const signatures = z
  .array(SignatureScheme)
  .min(1)
  .max(2)
  .meta({
    description:
      'Signatures to send: `v1` (HMAC-SHA256 with the secret), `v1a` (ed25519, verified with `publicKey`), or both.',
    example: ['v1'],
  });

/** Why an endpoint does not receive: somebody switched it off, it answered 410 Gone, or it failed for too long. */
export const DisabledReason = z.enum(['manual', 'gone', 'failing']).meta({
  id: 'DisabledReason',
  description: 'Somebody switched it off, it answered 410 Gone, or it failed for too long.',
  example: 'gone',
});
export type DisabledReason = z.infer<typeof DisabledReason>;

/**
 * How an endpoint fares, in one word for every place that shows it: `disabled`, its consumer is `suspended`, `paused` by its
 * circuit, `failing` (most of the latest attempts), `unsteady` (some of them), `healthy`, or `unused`.
 */
export const EndpointHealth = z
  .enum(['healthy', 'unsteady', 'failing', 'paused', 'suspended', 'disabled', 'unused'])
  .meta({
    id: 'EndpointHealth',
    description:
      'How it fares: `unsteady` when some of the latest attempts failed, `failing` when most did, `paused` by its circuit, `suspended` with its consumer, `unused` before the first attempt.',
    example: 'healthy',
  });
export type EndpointHealth = z.infer<typeof EndpointHealth>;

export const EndpointStatus = z.enum(['active', 'disabled']).meta({
  id: 'EndpointStatus',
  description: 'Whether events are sent to it.',
  example: 'active',
});

/** Attempts of the last 30 to 60 minutes. */
export const RecentAttempts = z
  .object({
    delivered: z.int().meta({ description: 'Attempts that were answered with 2xx.' }),
    failed: z.int().meta({ description: 'All others.' }),
  })
  .meta({ id: 'RecentAttempts', description: 'Attempts of the last 30 to 60 minutes.' });
export type RecentAttempts = z.infer<typeof RecentAttempts>;

export const EndpointView = z
  .object({
    id: idOf('ep', 'endpoint'),
    consumerId: idOf('con', 'consumer'),
    consumerName: z.string().meta({ description: 'Name of the consumer that has it.' }),
    environment: Environment,
    url: z.string().meta({ description: 'Where the webhooks go.' }),
    description: z.string().nullable().meta({ description: 'What is behind the URL.' }),
    eventTypes: z.array(EventTypePattern).meta({ description: 'What it wants.' }),
    headerNames: z
      .array(z.string())
      .meta({ description: 'Names of the extra headers; their values stay secret.' }),
    rateLimitPerSecond: z
      .int()
      .nullable()
      .meta({ description: 'At most so many attempts a second; `null` for no limit.' }),
    ordered: z.boolean().meta({ description: 'Whether events of one `subject` arrive in order.' }),
    filter: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: 'JSON Schema that `data` has to fit to be sent here; `null` for all events.' }),
    filterStoppedAt: isoTime(
      'The filter took too long on an event and was set aside then: everything is sent until it is changed.',
    ).nullable(),
    schemaVersions: z
      .record(z.string(), z.int())
      .meta({ description: 'Event types whose shape stays at a version here, by name.' }),
    retrySchedule: z
      .array(z.number())
      .nullable()
      .meta({ description: 'Seconds before each attempt; `null` for the schedule of this Parley.' }),
    signatures: z.array(SignatureScheme).meta({ description: 'Signatures that are sent.' }),
    publicKey: z.string().nullable().meta({
      description: 'Public ed25519 key that verifies the `v1a` signatures; `null` while there are none.',
      example: 'whpk_BLtbKbkIXV+uXp9nA0qm0PDrKGdCwBFCtxmCDcqTCJs=',
    }),
    status: EndpointStatus,
    disabledReason: DisabledReason.nullable().meta({
      description: 'Why it is disabled; `null` while it is active.',
    }),
    health: EndpointHealth,
    recentAttempts: RecentAttempts,
    pausedUntil: isoTime(
      'Nothing is sent before this time, because the latest attempts all failed; then one attempt finds out whether it is back.',
    ).nullable(),
    failingSince: isoTime('The first failure since the latest success.').nullable(),
    previousSecretExpiresAt: isoTime('Until then the secret before the rotation signs as well.').nullable(),
    failureStreak: z.int().meta({ description: 'Failed attempts since the latest success.' }),
    lastSuccessAt: isoTime('The latest 2xx.').nullable(),
    lastFailureAt: isoTime('The latest failed attempt.').nullable(),
    createdAt: isoTime('When it was created.'),
    updatedAt: isoTime('When it was last changed.'),
  })
  .meta({ id: 'Endpoint', description: 'A URL of a consumer that wants event types.' });
export type EndpointView = z.infer<typeof EndpointView>;

export const EndpointWithSecret = EndpointView.extend({
  secret: z.string().meta({
    description: 'Signing secret. Shown this once: store it now.',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  }),
}).meta({ id: 'EndpointWithSecret', description: 'An endpoint, with its signing secret this once.' });
export type EndpointWithSecret = z.infer<typeof EndpointWithSecret>;

export const EndpointUpdated = EndpointView.extend({
  removedHeaders: z.array(z.string()).meta({
    description:
      'Extra headers that are not sent any more, because the URL leads to another scheme, host or port and no `headers` came with it.',
  }),
}).meta({ id: 'EndpointUpdated', description: 'An endpoint after a change.' });
export type EndpointUpdated = z.infer<typeof EndpointUpdated>;

export const EndpointPage = pageOf(EndpointView);

export const ListEndpoints = z.strictObject({
  ...pageInput,
  consumerId: idOf('con', 'consumer').optional(),
  environment: Environment.optional(),
  status: EndpointStatus.optional(),
  health: anyOf(EndpointHealth).optional(),
  q: wordsFilter('the URL, the description and the consumer').optional(),
});
export type ListEndpoints = z.infer<typeof ListEndpoints>;

export const CountEndpoints = ListEndpoints.omit(withoutPaging);
export type CountEndpoints = z.infer<typeof CountEndpoints>;

/** How many endpoints fare how, in one environment. */
export const EndpointHealths = z.partialRecord(EndpointHealth, z.int());
export type EndpointHealths = z.infer<typeof EndpointHealths>;

export const EndpointId = z.strictObject({ id: idOf('ep', 'endpoint') });

export const CreateEndpoint = z.strictObject({
  url,
  eventTypes,
  description: description.optional(),
  headers: headers.optional(),
  rateLimitPerSecond: rateLimitPerSecond.optional(),
  ordered: ordered.optional(),
  filter: filter.optional(),
  schemaVersions: schemaVersions.optional(),
  retrySchedule: retrySchedule.optional(),
  signatures: signatures.optional(),
  consumerId: idOf('con', 'consumer').optional(),
  environment: EnvironmentChoice,
});
export type CreateEndpoint = z.infer<typeof CreateEndpoint>;

export const UpdateEndpoint = z.strictObject({
  id: idOf('ep', 'endpoint'),
  url: url.optional(),
  eventTypes: eventTypes.optional(),
  description: description
    .nullable()
    .meta({ description: 'What is behind the URL; `null` removes it.' })
    .optional(),
  headers: headers.optional(),
  rateLimitPerSecond: rateLimitPerSecond.optional(),
  ordered: ordered.optional(),
  filter: filter.optional(),
  schemaVersions: schemaVersions.optional(),
  retrySchedule: retrySchedule.optional(),
  signatures: signatures.optional(),
  disabled: z
    .boolean()
    .meta({
      description:
        '`true` stops deliveries: what is pending waits until it is enabled, and events published meanwhile are not kept for it.',
    })
    .optional(),
});
export type UpdateEndpoint = z.infer<typeof UpdateEndpoint>;

export const RotateEndpointSecret = z.strictObject({
  id: idOf('ep', 'endpoint'),
  overlapSeconds: z
    .int()
    .min(0)
    .max(7 * 24 * 3600)
    .meta({ description: 'How long both secrets sign, 0 to 7 days.', example: 86400 })
    .default(86400),
});
export type RotateEndpointSecret = z.infer<typeof RotateEndpointSecret>;

export const TestEndpoint = z.strictObject({
  id: idOf('ep', 'endpoint'),
  eventType: EventTypeName.optional(),
});
export type TestEndpoint = z.infer<typeof TestEndpoint>;

/** A test event and the delivery that carries it to the one endpoint. */
export const EndpointTested = EventPublished.extend({ deliveryId: idOf('dlv', 'delivery') }).meta({
  id: 'EndpointTested',
  description: 'A test event, and the delivery that carries it.',
});
export type EndpointTested = z.infer<typeof EndpointTested>;
