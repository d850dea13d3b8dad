import { defineEntity, p } from '@mikro-orm/core';
import { DisabledReason, type SignatureScheme } from '@parley/shared/webhooks/endpoint';
import { Environment } from '@parley/shared/words/environment';
import { Consumer } from '../../access/consumer/consumer.entity.ts';
import { ownedBy } from '../../platform/database/owner.ts';

const EndpointSchema = defineEntity({
  name: 'Endpoint',
  filters: ownedBy(({ consumerId, environment }) => ({ consumer: consumerId, environment })),
  properties: {
    id: p.string().length(40).primary(),
    consumer: () => p.manyToOne(Consumer),
    environment: p.enum(Environment.options),
    url: p.string().length(2000),
    description: p.string().length(500).nullable(),
    eventTypes: p.json().$type<string[]>(),
    headerNames: p.json().$type<string[]>(),
    /** Sealed JSON of the extra headers. */
    headersBox: p.text().nullable().hidden(),
    rateLimitPerSecond: p.integer().nullable(),
    /** Sealed `whsec_` secret. */
    secretBox: p.text().hidden(),
    previousSecretBox: p.text().nullable().hidden(),
    previousSecretExpiresAt: p.datetime(3).nullable(),
    ordered: p.boolean().default(false),
    /** JSON text of a JSON Schema. */
    filter: p.text().nullable(),
    /** When the filter took too long and was set aside, in milliseconds: everything is sent until it is changed. */
    filterStoppedAt: p.bigint('number').nullable(),
    /** Event types whose shape stays at a version. */
    schemaVersions: p.json().$type<Record<string, number>>(),
    retrySchedule: p.json().$type<number[]>().nullable(),
    signatures: p.json().$type<SignatureScheme[]>(),
    /** Sealed `whsk_` ed25519 key; made when `v1a` is first asked for. */
    signingKeyBox: p.text().nullable().hidden(),
    publicKey: p.string().length(64).nullable(),
    /** The circuit is open until then, in milliseconds. */
    pausedUntil: p.bigint('number').nullable(),
    /** How often a person closed the circuit, by enabling the endpoint, by a new URL, by sending again what it missed. */
    circuitClosings: p.integer().default(0),
    /** The first failure since the latest success, in milliseconds. */
    failingSince: p.bigint('number').nullable(),
    /** Share of the time to disabling of which its owner was warned, in percent. */
    warnedPercent: p.integer().default(0),
    disabledReason: p.enum(DisabledReason.options).nullable(),
    removedAt: p.datetime(3).nullable(),
    failureStreak: p.integer().default(0),
    /** The half hour, counted from 1970, to which the recent counts belong; the earlier ones are of the one before. */
    recentWindow: p.bigint('number').default(0),
    recentDelivered: p.integer().default(0),
    recentFailed: p.integer().default(0),
    earlierDelivered: p.integer().default(0),
    earlierFailed: p.integer().default(0),
    lastSuccessAt: p.bigint('number').nullable(),
    lastFailureAt: p.bigint('number').nullable(),
    createdAt: p.datetime(3),
    updatedAt: p.datetime(3),
  },
  // The ways of the list, newest first. On PostgreSQL the id in them is of the collation "C", see `list-page.ts`.
  indexes: [
    { name: 'endpoint_by_consumer_index', properties: ['consumer', 'environment', 'id'] },
    { name: 'endpoint_by_state_index', properties: ['environment', 'removedAt', 'disabledReason', 'id'] },
  ],
});

/** A URL of a consumer that wants event types. Removed ones stay for the history of their deliveries. */
export class Endpoint extends EndpointSchema.class {}
EndpointSchema.setClass(Endpoint);
