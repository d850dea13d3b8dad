import { defineEntity, p } from '@mikro-orm/core';
import { Environment } from '@parley/shared/words/environment';
import { ownedBy } from '../../platform/database/owner.ts';

const EventSchema = defineEntity({
  name: 'Event',
  filters: ownedBy(({ consumerId, environment }) => ({ publisherId: consumerId, environment })),
  properties: {
    id: p.string().length(40).primary(),
    /** The publisher's own id, which then is the public one. Two publishers may use the same; see `EventKey`. */
    clientId: p.string().length(128).nullable(),
    /**
     * 1: endpoints of other consumers know the event by our id, so that the ids of two publishers never meet there. 0: they
     * know it by `clientId`, as all did once; such an event keeps the `webhook-id` that it began with.
     */
    idRule: p.integer().default(0),
    /** SHA-256 of the publication, kept with `clientId` to tell a repetition from a mistake. */
    fingerprint: p.string().length(64).nullable(),
    environment: p.enum(Environment.options),
    type: p.string().length(128),
    schemaVersion: p.integer(),
    subject: p.string().length(200).nullable(),
    /** The exact body of every webhook of this event. */
    body: p.text(),
    /** JSON of the audience. */
    audience: p.text(),
    /** The consumer that published it; empty for staff, so that their ids are unique too. */
    publisherId: p.string().length(40),
    keyId: p.string().length(40).nullable(),
    requestId: p.string().length(128).nullable(),
    /** Milliseconds since 1970, here and in the two below: the hot tables have one form in both dialects. */
    occurredAt: p.bigint('number'),
    createdAt: p.bigint('number'),
  },
  indexes: [
    // The ways of the list, newest first. On PostgreSQL the id in them is of the collation "C", see `list-page.ts`.
    { name: 'event_by_type_index', properties: ['environment', 'type', 'id'] },
    { name: 'event_by_publisher_index', properties: ['publisherId', 'environment', 'id'] },
    { name: 'event_by_environment_index', properties: ['environment', 'id'] },
    { name: 'event_by_subject_index', properties: ['subject', 'id'], where: { subject: { $ne: null } } },
    { name: 'event_client_id_index', properties: ['clientId'], where: { clientId: { $ne: null } } },
    { name: 'event_request_id_index', properties: ['requestId'], where: { requestId: { $ne: null } } },
  ],
});

/** The id that the publisher of an event knows. */
export const publicIdOf = ({ clientId, id }: { clientId?: string | null | undefined; id: string }): string =>
  clientId ?? id;

/** One published fact. Immutable. */
export class Event extends EventSchema.class {
  /** See {@link publicIdOf}. */
  publicId(): string {
    return publicIdOf(this);
  }

  /** The id that endpoints of this consumer know: the `webhook-id`. */
  idFor(consumerId: string): string {
    return this.idRule === 0 || consumerId === this.publisherId ? this.publicId() : this.id;
  }
}
EventSchema.setClass(Event);
