import { EventPublished } from '@parley/shared/webhooks/event';
import type { CatalogEndpoint } from '../catalog/catalog.service.ts';
import type { Job } from '../delivery/claim.service.ts';
import { type NewDelivery, queueDeliveries } from '../delivery/queue.service.ts';
import type { HandOff } from './hand-off.ts';
import { writeBody } from '../event-type/body-text.service.ts';
import { countActivity } from '../../platform/usage/activity-hour.service.ts';
import {
  findIdempotencyRecords,
  type IdempotencyClaim,
  replayAnswer,
  saveIdempotencyRecords,
} from '../../platform/idempotency/idempotency.service.ts';
import { newId } from '../../platform/secret/id.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { canonicalJson } from '@parley/shared/words/canonical-json';
import { parseExact } from '../../platform/request/exact-json.ts';
import { isObject } from '../../platform/request/json.ts';
import { Problem } from '../../platform/request/problem.ts';
import { sha256 } from '../../platform/secret/secret.ts';
import type { Tx } from '../../platform/database/store.ts';
import {
  findKnownEvents,
  insertEvents,
  type KnownEvent,
  type NewEvent,
  webhookIdOf,
} from '../event/event-rows.service.ts';
import type { Prepared } from './preparation.ts';
import type { Publication } from './publication.ts';

type Accepted = Extract<Prepared, { isRefused: false }>;

/** What a caller is told after the commit. */
export type Decision = { published: EventPublished } | { refusal: unknown };

const keyOfClientId = (publication: Publication): string =>
  `${publication.publisherId} ${publication.environment} ${publication.clientId}`;

const fingerprintOf = ({ type, dataText, subject, occurredAt, audience }: Publication): string =>
  sha256(canonicalJson([type, parseExact(dataText), subject, occurredAt, audience]));

/** What Parley 0.1 kept, which the order of keys changed: a publisher may try again across an upgrade. */
const earlierFingerprintOf = ({ type, data, subject, occurredAt, audience }: Publication): string =>
  sha256(JSON.stringify([type, data, subject, occurredAt, audience]));

const viewRow = (row: NewEvent, deliveryCount: number): EventPublished => ({
  id: row.client_id ?? row.id,
  uniqueId: row.id,
  type: row.type,
  schemaVersion: row.schema_version,
  environment: row.environment,
  subject: row.subject,
  occurredAt: new Date(row.occurred_at).toISOString(),
  createdAt: new Date(row.created_at).toISOString(),
  audience: JSON.parse(row.audience),
  consumerId: row.publisher_id || null,
  keyId: row.key_id,
  requestId: row.request_id,
  deliveryCount,
});

/** The rows of one group commit, and what each caller is told. */
export class PublishGroup {
  readonly decisions: Decision[] = [];
  readonly #parts: Parts;
  readonly #handOff: HandOff | null;
  readonly #now: number;
  readonly #events: NewEvent[] = [];
  readonly #deliveries: NewDelivery[] = [];
  readonly #jobs: Job[] = [];
  /** Whether deliveries wait in the database. */
  isWaiting = false;

  constructor(parts: Parts, handOff: HandOff | null) {
    this.#parts = parts;
    this.#handOff = handOff;
    this.#now = parts.now().getTime();
  }

  /** One event of the group, if it has any. */
  get eventId(): string | undefined {
    return this.#events[0]?.id;
  }

  /**
   * Decides each and writes what is to be stored. All that takes long was done before, in `prepare`. Begins from nothing each
   * time: after a deadlock the transaction is tried again.
   */
  async plan(tx: Tx, prepared: readonly Prepared[]): Promise<void> {
    this.#forget();
    const publications = prepared.map(({ publication }) => publication);
    const claims = publications.flatMap(({ idempotency }) => (idempotency ? [idempotency] : []));
    const kept = await findIdempotencyRecords(this.#parts, tx, claims);
    const known = await findKnownEvents(this.#parts.store, tx, publications.flatMap(wantedClientId));
    const records: { claim: IdempotencyClaim; answer: { status: number; body: unknown } }[] = [];
    for (const one of prepared) {
      const { publication } = one;
      const decision = this.#decide(one, kept, known);
      this.decisions.push(decision);
      if (publication.idempotency && !publication.idempotency.isReplay && 'published' in decision)
        records.push({ claim: publication.idempotency, answer: { status: 201, body: decision.published } });
    }
    await insertEvents(tx, this.#events);
    await queueDeliveries(tx, this.#deliveries);
    await countActivity(
      tx,
      this.#events.map(({ environment, created_at: at }) => ({ environment, at, kind: 'events' })),
    );
    await saveIdempotencyRecords(this.#parts, tx, records);
  }

  #forget(): void {
    this.release();
    for (const list of [this.decisions, this.#events, this.#deliveries, this.#jobs]) list.length = 0;
    this.isWaiting = false;
  }

  /** Gives reservations back after the transaction failed. */
  release(): void {
    for (const job of this.#jobs) this.#handOff?.release(job.endpointId);
  }

  /** After a commit without an answer: what it may have stored as claimed by this process is nobody's. */
  disown(): void {
    this.#handOff?.disown(this.#jobs);
  }

  /** Starts the deliveries of the committed group. */
  handOver(): void {
    if (this.#jobs.length > 0) this.#handOff?.accept(this.#jobs);
  }

  #decide(
    prepared: Prepared,
    kept: Awaited<ReturnType<typeof findIdempotencyRecords>>,
    known: Map<string, KnownEvent>,
  ): Decision {
    try {
      const { publication } = prepared;
      const { idempotency } = publication;
      const answer = idempotency ? kept.get(idempotency.id) : undefined;
      if (idempotency && answer)
        return { published: keptAnswer(replayAnswer(this.#parts, idempotency, answer).body) };
      if (prepared.isRefused) throw prepared.refusal;
      const before = publication.clientId === null ? undefined : known.get(keyOfClientId(publication));
      if (before) return { published: repeated(publication, before) };
      return { published: this.#add(prepared, known) };
    } catch (error) {
      return { refusal: error };
    }
  }

  #add({ publication, eventType, targets }: Accepted, known: Map<string, KnownEvent>): EventPublished {
    const occurredAt = publication.occurredAt === null ? this.#now : Date.parse(publication.occurredAt);
    const event: NewEvent = {
      id: newId('evt', this.#now),
      client_id: publication.clientId,
      id_rule: 1,
      fingerprint: publication.clientId === null ? null : fingerprintOf(publication),
      environment: publication.environment,
      type: publication.type,
      schema_version: eventType.version,
      subject: publication.subject,
      body: writeBody({ ...publication, occurredAt }),
      audience: JSON.stringify(publication.audience),
      publisher_id: publication.publisherId,
      key_id: publication.keyId,
      request_id: publication.requestId,
      occurred_at: occurredAt,
      created_at: this.#now,
    };
    this.#events.push(event);
    for (const endpoint of targets) this.#addDelivery(event, endpoint, publication.onlyEndpointId !== null);
    if (publication.clientId !== null)
      known.set(keyOfClientId(publication), { ...event, delivery_count: targets.length });
    return viewRow(event, targets.length);
  }

  #addDelivery(event: NewEvent, endpoint: CatalogEndpoint, isByHand: boolean): void {
    const id = newId('dlv', this.#now);
    const trigger = isByHand ? 'manual' : 'schedule';
    // What a person sends waits for nothing.
    const orderKey = endpoint.ordered && !isByHand ? event.subject : null;
    // Whether it is the first of its subject only the database knows.
    const isReserved =
      endpoint.isConsumerActive && orderKey === null && this.#handOff?.reserve(endpoint.id) === true;
    const leaseUntil = this.#handOff?.leaseUntil(this.#now) ?? this.#now;
    const dueAt = endpoint.isConsumerActive ? this.#now : null;
    this.#deliveries.push({
      id,
      event_id: event.id,
      endpoint_id: endpoint.id,
      consumer_id: endpoint.consumerId,
      environment: event.environment,
      event_type: event.type,
      next_trigger: trigger,
      order_key: orderKey,
      recovery_id: null,
      due_at: isReserved ? leaseUntil : dueAt,
      lease_owner: isReserved && this.#handOff ? this.#handOff.owner : null,
      created_at: this.#now,
    });
    if (!isReserved) this.isWaiting = true;
    else
      this.#jobs.push({
        deliveryId: id,
        endpointId: endpoint.id,
        environment: event.environment,
        eventId: webhookIdOf(event, endpoint.consumerId),
        eventType: event.type,
        schemaVersion: event.schema_version,
        body: event.body,
        isOrdered: false,
        attemptCount: 0,
        abandonedCount: 0,
        trigger,
        leaseUntil,
      });
  }
}

// One that was kept before an upgrade has no `uniqueId`.
const keptAnswer = (body: unknown): EventPublished =>
  EventPublished.parse(isObject(body) ? { uniqueId: body.id, ...body } : body);

const wantedClientId = ({ clientId, publisherId, environment }: Publication) =>
  clientId === null ? [] : [{ publisher_id: publisherId, environment, client_id: clientId }];

const repeated = (publication: Publication, before: KnownEvent): EventPublished => {
  const isSame =
    before.fingerprint === fingerprintOf(publication) ||
    before.fingerprint === earlierFingerprintOf(publication);
  if (!isSame)
    throw new Problem('event.id_taken', {
      detail: `Another event was published with the id ${publication.clientId}. Use a new id for a new event.`,
    });
  publication.isRepeat = true;
  return viewRow(before, before.delivery_count);
};
