import { memberText } from '../../platform/request/exact-json.ts';
import { isObject, type JsonObject, type ParsedJson } from '../../platform/request/json.ts';
import type { Act } from '../../platform/guard/act.ts';
import type { EntityManager } from '@mikro-orm/sql';
import type { EndpointTested, TestEndpoint } from '@parley/shared/webhooks/endpoint';
import { Environment } from '@parley/shared/words/environment';
import type {
  Audience,
  CountEvents,
  EventDetail,
  EventPublished,
  EventView,
  ListEvents,
  PublishEvent,
} from '@parley/shared/webhooks/event';
import type { RowCount } from '@parley/shared/words/page';
import { holds } from '@parley/shared/scope';
import { environmentOf } from '../../access/consumer/consumer.service.ts';
import { deliveriesOf } from '../delivery/delivery.service.ts';
import { countDeliveries } from '../delivery/of-event.service.ts';
import { getEndpoint } from '../endpoint/endpoint.service.ts';
import { dataTextOf } from '../event-type/body-text.service.ts';
import { exampleOf } from '../event-type/event-type.service.ts';
import type { IdempotencyClaim } from '../../platform/idempotency/idempotency.service.ts';
import { given } from '../../platform/database/given.ts';
import { Paging } from '../../platform/database/cursor.ts';
import { countRowsOf, pageOfIds } from '../../platform/database/list-page.ts';
import type { ListedTable } from '../../platform/database/passage.ts';
import { ownerOf } from '../../platform/database/owner.ts';
import { PlainRows, type RowIn } from '../../platform/database/plain-rows.ts';

import { type Caller, scopesOf } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { EventKey } from './event-key.entity.ts';
import { Event, publicIdOf } from './event.entity.ts';
import { type Publication, type Publisher, testEventType } from '../publication/publish.service.ts';

/** What the list shows of events: not their bodies, which may be large. */
const shownEvents = new PlainRows(
  Event,
  [
    'id',
    'clientId',
    'type',
    'schemaVersion',
    'environment',
    'subject',
    'occurredAt',
    'createdAt',
    'audience',
    'publisherId',
    'keyId',
    'requestId',
  ],
  {},
);

const viewEvent = (event: RowIn<typeof shownEvents>): EventView => ({
  id: publicIdOf(event),
  uniqueId: event.id,
  type: event.type,
  schemaVersion: event.schemaVersion,
  environment: event.environment,
  subject: event.subject ?? null,
  occurredAt: new Date(event.occurredAt).toISOString(),
  createdAt: new Date(event.createdAt).toISOString(),
  audience: JSON.parse(event.audience),
  consumerId: event.publisherId || null,
  keyId: event.keyId ?? null,
  requestId: event.requestId ?? null,
});

/** The ways through all events. */
export const listedEvents: ListedTable = {
  table: 'event',
  prefix: 'evt',
  ways: [
    { index: 'event_by_subject_index', columns: ['subject'] },
    { index: 'event_by_type_index', columns: ['environment', 'type'] },
    { index: 'event_by_publisher_index', columns: ['publisher_id', 'environment'] },
    { index: 'event_by_environment_index', columns: ['environment'] },
  ],
  values: { environment: Environment.options },
  ownedBy: ({ consumerId, environment }) => ({ publisher_id: [consumerId], environment: [environment] }),
};

const askedFor = ({ type, subject, consumerId, environment, since, until }: CountEvents) => ({
  where: { type, subject, environment, publisher_id: consumerId },
  since,
  until,
});

/** Events, newest first: a consumer sees those that it published. */
export const listEvents = async (em: EntityManager, query: ListEvents) => {
  const { ids, cursors } = await pageOfIds(em, listedEvents, {
    ...askedFor(query),
    paging: Paging.of('events', query),
  });
  return { items: (await shownEvents.find(em, ids)).map(viewEvent), ...cursors };
};

/** How many events such a list has. */
export const countListedEvents = async (em: EntityManager, query: CountEvents): Promise<RowCount> =>
  countRowsOf(em, listedEvents, askedFor(query));

/** The newest event of a request that the caller made, or staff look at. */
export const findEventOfRequest = async (em: EntityManager, requestId: string): Promise<Event | null> => {
  const owner = ownerOf(em);
  // By the request and nothing else: a request publishes few events, a consumer many.
  const events = await em.find(Event, { requestId }, { limit: 100, filters: { owner: false } });
  const own = events.filter(
    ({ publisherId, environment }) =>
      owner.everyone || (publisherId === owner.consumerId && environment === owner.environment),
  );
  return own.toSorted((a, b) => (a.id < b.id ? 1 : -1))[0] ?? null;
};

const namedMax = 10;

// By one unique key after the other: asked for at once, and for the newest, a database may go through all of a consumer's.
const withOwnId = async (em: EntityManager, clientId: string, consumerId: string | undefined) => {
  const owner = ownerOf(em);
  if (owner.everyone)
    return em.find(Event, { clientId, ...given({ publisherId: consumerId }) }, { limit: namedMax });
  const { consumerId: publisherId, environment } = owner;
  const key = await em.findOne(EventKey, { publisherId, environment, clientId });
  return key ? em.find(Event, { id: key.eventId }) : [];
};

/**
 * The event with this id: ours, or else the publisher's own, among those that the caller may see. Several publishers may
 * use the same: whoever sees all of them is told which there are.
 */
export const findEvent = async (
  em: EntityManager,
  id: string,
  consumerId?: string,
): Promise<Event | null> => {
  const ours = await em.findOne(Event, { id });
  if (ours) return ours;
  const own = (await withOwnId(em, id, consumerId)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (own.length < 2) return own[0] ?? null;
  const named = own.map((one) => `${one.id} (${one.publisherId || 'staff'}, ${one.environment})`);
  throw new Problem('event.id_ambiguous', {
    detail: `Several publishers use the id ${id}: ${named.join(', ')}${own.length < namedMax ? '' : ' and maybe more'}.`,
  });
};

/** One event by our id or the publisher's own, with its payload and deliveries. */
export const getEvent = async (
  em: EntityManager,
  { id, consumerId }: { id: string; consumerId?: string | undefined },
): Promise<EventDetail> => {
  const event = await findEvent(em, id, consumerId);
  if (!event) throw new Problem('event.not_found');
  return {
    ...viewEvent(event),
    data: JSON.parse(dataTextOf(event.body)),
    dataText: dataTextOf(event.body),
    deliveries: await deliveriesOf(em, event.id),
    deliveryCounts: await countDeliveries(em, event.id),
  };
};

const audienceOf = (caller: Caller, asked: Audience | undefined): Audience => {
  const { principal } = caller;
  const audience = asked ?? 'own';
  if (principal.kind !== 'consumer' && audience === 'own')
    throw new Problem('consumer.required', {
      detail: 'Staff publish to consumers: name them in `audience`, or send `everyone`.',
      errors: [{ path: '/audience', message: '`everyone`, or consumers by id or name.' }],
    });
  if (audience !== 'own' && !holds(scopesOf(principal), 'events:publish.any'))
    throw new Problem('event.audience_refused');
  return audience;
};

const publicationBy = (caller: Caller, environment: Environment): Publication => ({
  type: '',
  data: {},
  dataText: '{}',
  clientId: null,
  subject: null,
  occurredAt: null,
  environment,
  publisherId: caller.principal.kind === 'consumer' ? caller.principal.consumerId : '',
  keyId: caller.principal.kind === 'consumer' ? caller.principal.keyId : null,
  requestId: caller.requestId,
  audience: 'own',
  onlyEndpointId: null,
  isOperational: false,
  idempotency: null,
  isRepeat: false,
});

/** With what an event is published, and for whom. */
interface Publishing {
  publisher: Publisher;
  caller: Caller;
  /** Kept with the event in one transaction; `null` without an Idempotency-Key. */
  idempotency: IdempotencyClaim | null;
  /** The call as it was sent, when it was JSON. */
  sent: ParsedJson | null;
  /** Marks the answer as one to what had been published before. */
  markRepeated: () => void;
}

/** Publishes one event. Resolves once the event and all of its deliveries are durable. */
export const publishEvent = async (
  { publisher, caller, idempotency, sent, markRepeated }: Publishing,
  input: PublishEvent,
): Promise<EventPublished> => {
  const publication: Publication = {
    ...publicationBy(caller, environmentOf(caller, input.environment)),
    type: input.type,
    data: input.data,
    dataText: (sent && memberText(sent, 'data')) ?? JSON.stringify(input.data),
    clientId: input.id ?? null,
    subject: input.subject ?? null,
    occurredAt: input.occurredAt ?? null,
    audience: audienceOf(caller, input.audience),
    idempotency,
  };
  const published = await publisher.publish(publication);
  if (publication.isRepeat) markRepeated();
  return published;
};

const asData = (data: JsonObject) => ({ data, dataText: JSON.stringify(data) });

/**
 * Sends a test event to one endpoint, whatever it subscribes to: the example of a type, or without a type a `parley.test`.
 * It is a real event: signed, recorded and retried like any other.
 */
export const testEndpoint = async (
  em: EntityManager,
  { parts, publisher, caller, idempotency }: Act & Omit<Publishing, 'sent' | 'markRepeated'>,
  input: TestEndpoint,
): Promise<EndpointTested> => {
  const endpoint = await getEndpoint(em, parts, input.id);
  const example = input.eventType === undefined ? undefined : await exampleOf(em, input.eventType);
  const parsed: unknown = example === undefined ? undefined : JSON.parse(example);
  const data = isObject(parsed)
    ? { data: parsed, dataText: example ?? '' }
    : asData({ message: 'A test event from Parley.', endpointId: endpoint.id });
  const published = await publisher.publish({
    ...publicationBy(caller, endpoint.environment),
    type: input.eventType ?? testEventType,
    ...data,
    audience: [endpoint.consumerId],
    onlyEndpointId: endpoint.id,
    idempotency,
  });
  const [delivery] = await deliveriesOf(em, published.id);
  if (!delivery) throw new Error('A test event without a delivery.');
  return { ...published, deliveryId: delivery.id };
};
