import type { EntityManager } from '@mikro-orm/sql';
import type { DeliveryView } from '@parley/shared/webhooks/delivery';
import type { ListRecipients, RecipientOutcome, SendEvent } from '@parley/shared/webhooks/recipient';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import { Paging, viewPage } from '../../platform/database/cursor.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import { PlainRows } from '../../platform/database/plain-rows.ts';
import type { Act } from '../../platform/guard/act.ts';
import { Problem } from '../../platform/request/problem.ts';
import { newId } from '../../platform/secret/id.ts';
import {
  type Catalog,
  type CatalogEndpoint,
  type CatalogSnapshot,
  isAllowed,
  wants,
} from '../catalog/catalog.service.ts';
import { Delivery } from '../delivery/delivery.entity.ts';
import { newestDeliveries, viewOfDelivery } from '../delivery/delivery.service.ts';
import { isClaimed, queueDeliveries, requeueByHand } from '../delivery/queue.service.ts';
import { Endpoint } from '../endpoint/endpoint.entity.ts';
import { dataTextOf } from '../event-type/body-text.service.ts';
import type { Event } from '../event/event.entity.ts';
import { findEvent } from '../event/event.service.ts';
import { Payload, type PayloadChecks } from '../payload/payload-checks.service.ts';
import { assertAllowed } from '../publication/publish.service.ts';

const loadEvent = async (em: EntityManager, id: string, publisherId?: string): Promise<Event> => {
  const event = await findEvent(em, id, publisherId);
  if (!event) throw new Problem('event.not_found');
  return event;
};

/** Whether the consumer of an endpoint is among those for whom an event was published. */
export const isInAudience = (
  event: { audience: string; publisherId: string },
  consumerId: string,
  catalog: CatalogSnapshot,
): boolean => {
  const audience: unknown = JSON.parse(event.audience);
  if (audience === 'everyone') return true;
  if (audience === 'own') return event.publisherId === consumerId;
  return (
    Array.isArray(audience) &&
    audience.some((named) => named === consumerId || catalog.consumerIdByName.get(named) === consumerId)
  );
};

/** An event in the eyes of the endpoints that may have got it. */
interface Judging {
  event: Event;
  catalog: CatalogSnapshot;
  payloads: PayloadChecks;
  payload: Payload;
}

const askedEndpoints = new PlainRows(Endpoint, ['id', 'url', 'createdAt'], { consumer: ['id', 'name'] });

/** Why an endpoint that has no delivery of an event has none. */
const reasonOf = async (
  { event, catalog, payloads, payload }: Judging,
  endpoint: CatalogEndpoint,
  createdAt: Date,
): Promise<RecipientOutcome> => {
  const { consumerId, filter } = endpoint;
  if (!isInAudience(event, consumerId, catalog)) return 'not_in_audience';
  if (!wants(endpoint.eventTypes, event.type)) return 'not_subscribed';
  if (!isAllowed(endpoint, event.type)) return 'not_in_plan';
  const verdict = filter === null ? null : await payloads.check(filter, payload, consumerId);
  if (verdict?.kind === 'checked' && verdict.errors.length > 0) return 'filtered';
  if (createdAt.getTime() > event.createdAt) return 'added_later';
  if (!endpoint.isActive) return 'disabled';
  return endpoint.isConsumerActive ? 'changed_since' : 'suspended';
};

/** The endpoints of the environment of an event: which got it, and why the others did not. */
export const listRecipients = async (
  em: EntityManager,
  { parts, catalog, payloads }: Act & { catalog: Catalog; payloads: PayloadChecks },
  query: ListRecipients,
) => {
  const { id, consumerId } = query;
  const event = await loadEvent(em, id, consumerId);
  const { environment } = event;
  const paging = Paging.of('recipients', query);
  const { where, options } = paging.find;
  const page = paging.close(
    await askedEndpoints.findWhere(em, { environment, removedAt: null, ...where }, options),
  );
  const endpoints = page.items;
  const ids = endpoints.map((endpoint) => endpoint.id);
  const deliveryOf = await newestDeliveries(em, event.id, ids);
  const snapshot = await catalog.current(parts.store.within(em));
  const payload = new Payload(JSON.parse(dataTextOf(event.body)));
  const outcomes = new Map<string, RecipientOutcome>();
  for (const endpoint of endpoints) {
    const known = deliveryOf.has(endpoint.id) ? undefined : snapshot.endpoints.get(endpoint.id);
    const judging = { event, catalog: snapshot, payloads, payload };
    if (known) outcomes.set(endpoint.id, await reasonOf(judging, known, endpoint.createdAt));
  }
  return viewPage(page, (endpoint) => ({
    endpointId: endpoint.id,
    endpointUrl: endpoint.url,
    consumerId: endpoint.consumer.id,
    consumerName: endpoint.consumer.name,
    outcome: outcomes.get(endpoint.id) ?? ('sent' as const),
    deliveryId: deliveryOf.get(endpoint.id) ?? null,
  }));
};

const assertMayReceive = (
  event: Event,
  endpoint: { consumer: { id: string; status: string }; disabledReason?: string | null },
  catalog: CatalogSnapshot,
): void => {
  if (endpoint.disabledReason) throw new Problem('endpoint.disabled');
  if (endpoint.consumer.status === 'suspended')
    throw new Problem('endpoint.disabled', { detail: 'The consumer of the endpoint is suspended.' });
  if (!isInAudience(event, endpoint.consumer.id, catalog))
    throw new Problem('event.not_for_consumer', {
      detail: 'The event was published for other consumers than the one of this endpoint.',
      errors: [{ path: '/endpointId', message: 'An endpoint of a consumer of the audience.' }],
    });
};

const deliver = async (tx: EntityManager, { parts }: Act, event: Event, endpoint: Endpoint) => {
  const now = parts.now();
  const known = await tx.findOne(
    Delivery,
    { event: event.id, endpoint: endpoint.id },
    { orderBy: { id: 'desc' } },
  );
  if (known) {
    if (isClaimed(known, now)) throw new Problem('delivery.in_progress');
    requeueByHand(known, now);
    await tx.flush();
    return known.id;
  }
  const id = newId('dlv', now.getTime());
  const delivery = {
    id,
    event_id: event.id,
    endpoint_id: endpoint.id,
    consumer_id: endpoint.consumer.id,
    environment: event.environment,
    event_type: event.type,
    next_trigger: 'manual' as const,
    order_key: null,
    recovery_id: null,
    due_at: now.getTime(),
    lease_owner: null,
    created_at: now.getTime(),
  };
  await queueDeliveries(parts.store.within(tx), [delivery]);
  return id;
};

/**
 * Sends an event to one endpoint now, by hand: to one that did not get it, or once more. Two who ask at once make one
 * delivery: the endpoint is locked before it is looked for.
 */
export const sendToEndpoint = async (
  em: EntityManager,
  act: Act & { catalog: Catalog; wake: () => void },
  { id, consumerId, endpointId }: SendEvent,
): Promise<DeliveryView> => {
  const { parts, caller, catalog } = act;
  const view = await em.transactional(async (tx) => {
    const event = await loadEvent(tx, id, consumerId);
    const wanted = { id: endpointId, environment: event.environment, removedAt: null };
    const endpoint = await lockRow(tx, Endpoint, wanted);
    if (!endpoint) throw new Problem('endpoint.not_found');
    const { consumer } = await tx.populate(endpoint, ['consumer']);
    const snapshot = await catalog.current(parts.store.within(tx));
    const known = snapshot.endpoints.get(endpointId);
    if (known) assertAllowed(known, event.type);
    assertMayReceive(event, { consumer, disabledReason: endpoint.disabledReason ?? null }, snapshot);
    const deliveryId = await deliver(tx, act, event, endpoint);
    await recordAudit(tx, caller, {
      action: 'event.send',
      targetId: event.id,
      consumerId: consumer.id,
      environment: event.environment,
      changes: { endpointId: { after: endpointId }, deliveryId: { after: deliveryId } },
      at: parts.now(),
    });
    return viewOfDelivery(tx, deliveryId);
  });
  act.wake();
  return view;
};
