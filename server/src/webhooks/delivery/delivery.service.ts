import type { Act } from '../../platform/guard/act.ts';
import type { Loaded } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import {
  type AttemptView,
  type CountDeliveries,
  type DeliveryDetail,
  DeliveryStatus,
  type DeliveryView,
  type ListDeliveries,
} from '@parley/shared/webhooks/delivery';
import type { RowCount } from '@parley/shared/words/page';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import { EventTypeVersion } from '../event-type/event-type.entity.ts';
import { lockRow } from '../../platform/database/lock-row.ts';

import { Paging } from '../../platform/database/cursor.ts';
import { countRowsOf, pageOfIds, rowsInOrder } from '../../platform/database/list-page.ts';
import type { ListedTable } from '../../platform/database/passage.ts';
import { Problem } from '../../platform/request/problem.ts';
import { Attempt } from './attempt.entity.ts';
import { bodyAtVersion, BodyRefused } from '../event-type/body.service.ts';
import { busy, type PayloadChecks } from '../payload/payload-checks.service.ts';
import { PayloadBusy, type PayloadThreads } from '../payload/payload-threads.service.ts';
import { Delivery } from './delivery.entity.ts';
import { Environment } from '@parley/shared/words/environment';
import { deliveryIdsOf, internalIdsOf } from './of-event.service.ts';
import type { RowOf } from '../../platform/database/columns.ts';
import { webhookIdSql } from '../event/event-rows.service.ts';
import { isClaimed, requeueByHand } from './queue.service.ts';

type LoadedDelivery = Loaded<Delivery, 'event' | 'endpoint'>;
const withParents = { populate: ['event', 'endpoint'] } as const;

const isoOf = (ms: number): string => new Date(ms).toISOString();

const isoOrNull = (ms: number | null | undefined): string | null =>
  ms === null || ms === undefined ? null : isoOf(ms);

const viewAttempt = (attempt: Attempt): AttemptView => ({
  id: attempt.id,
  number: attempt.number,
  trigger: attempt.trigger,
  startedAt: isoOf(attempt.startedAt),
  connectMs: attempt.connectMs ?? null,
  firstByteMs: attempt.firstByteMs ?? null,
  durationMs: attempt.durationMs,
  outcome: attempt.outcome,
  url: attempt.url,
  responseStatus: attempt.responseStatus ?? null,
  responseHeaders: attempt.responseHeaders ? JSON.parse(attempt.responseHeaders) : null,
  responseBody: attempt.responseBody ?? null,
  error: attempt.error ?? null,
});

/** The ways through all deliveries. */
export const listedDeliveries: ListedTable = {
  table: 'delivery',
  prefix: 'dlv',
  ways: [
    { index: 'delivery_event_id_index', columns: ['event_id'] },
    { index: 'delivery_by_endpoint_index', columns: ['endpoint_id', 'status'] },
    { index: 'delivery_by_consumer_index', columns: ['consumer_id', 'environment', 'status'] },
    { index: 'delivery_by_status_index', columns: ['environment', 'status'] },
    { index: 'delivery_by_type_index', columns: ['environment', 'event_type'] },
    { index: 'delivery_set_aside_index', columns: ['set_aside'] },
  ],
  values: { environment: Environment.options, status: DeliveryStatus.options },
  ownedBy: ({ consumerId, environment }) => ({ consumer_id: [consumerId], environment: [environment] }),
};

type Row = Omit<RowOf<Delivery>, 'due_at' | 'created_at' | 'completed_at'> & {
  /** The `webhook-id`. */
  webhook_id: string;
  url: string;
  consumer_name: string;
  // PostgreSQL hands 64-bit numbers out as text.
  due_at: string | number | null;
  created_at: string | number;
  completed_at: string | number | null;
  paused_until: string | number | null;
};

// While a worker holds it, the column says when the claim runs out. An endpoint that is left alone gets nothing before, but
// for what people ask for.
const nextAttemptOf = (row: Row): number | null => {
  if (row.lease_owner || row.due_at === null) return null;
  const dueAt = Number(row.due_at);
  return row.next_trigger === 'manual' ? dueAt : Math.max(dueAt, Number(row.paused_until ?? 0));
};

const viewRow = (row: Row): DeliveryView => {
  return {
    id: row.id,
    eventId: row.webhook_id,
    eventUniqueId: row.event_id,
    eventType: row.event_type,
    endpointId: row.endpoint_id,
    endpointUrl: row.url,
    consumerId: row.consumer_id,
    consumerName: row.consumer_name,
    environment: row.environment,
    status: row.status,
    attemptCount: row.attempt_count,
    nextAttemptAt: isoOrNull(nextAttemptOf(row)),
    setAside: row.set_aside,
    lastResponseStatus: row.last_response_status,
    lastError: row.last_error,
    createdAt: isoOf(Number(row.created_at)),
    completedAt: isoOrNull(row.completed_at === null ? null : Number(row.completed_at)),
  };
};

/** Deliveries by their ids and nothing else: whoever found them looked at their owner. */
// Without the ORM, for which a page of deliveries with events and endpoints is a hundred and fifty objects of sixty columns: ten
// times the work of the rest.
export const viewsOfDeliveries = async (
  em: EntityManager,
  ids: readonly string[],
): Promise<DeliveryView[]> => {
  const rows = await rowsInOrder(ids, async ({ $in }) =>
    em.getConnection().execute<Row[]>(
      `select d.*, ${webhookIdSql('e', 'd.consumer_id')} as webhook_id, ep.url, ep.paused_until, c.name as consumer_name
         from delivery d join event e on e.id = d.event_id join endpoint ep on ep.id = d.endpoint_id
         join consumer c on c.id = d.consumer_id where d.id in (${$in.map(() => '?').join(', ')})`,
      $in,
      'all',
      em.getTransactionContext(),
    ),
  );
  return rows.map(viewRow);
};

/** One delivery without its attempts. Whoever asks has looked at its owner. */
export const viewOfDelivery = async (em: EntityManager, id: string): Promise<DeliveryView> => {
  const [view] = await viewsOfDeliveries(em, [id]);
  if (!view) throw new Problem('delivery.not_found');
  return view;
};

/**
 * The newest delivery of an event to each of these endpoints: ids by the endpoint's. Whoever asks has looked at the owner of
 * the event and of the endpoints: asked for the caller's, or in the order of their ids, SQLite walks all that it ever got.
 */
export const newestDeliveries = async (
  em: EntityManager,
  eventId: string,
  endpointIds: readonly string[],
): Promise<Map<string, string>> => {
  if (endpointIds.length === 0) return new Map();
  const rows = await em
    .getConnection()
    .execute<Pick<Row, 'id' | 'endpoint_id'>[]>(
      `select id, endpoint_id from delivery where event_id = ? and endpoint_id in (${endpointIds.map(() => '?').join(', ')})`,
      [eventId, ...endpointIds],
      'all',
      em.getTransactionContext(),
    );
  const oldestFirst = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return new Map(oldestFirst.map((row) => [row.endpoint_id, row.id]));
};

const askedFor = async (em: EntityManager, query: CountDeliveries) => {
  const { status, setAside, endpointId, eventId, eventType, consumerId, environment, since, until } = query;
  const where = {
    status,
    set_aside: setAside,
    environment,
    endpoint_id: endpointId,
    event_type: eventType,
    consumer_id: consumerId,
    event_id: eventId === undefined ? undefined : await internalIdsOf(em, eventId),
  };
  return { where, since, until };
};

/** Deliveries, in the order that is asked for. */
export const listDeliveries = async (em: EntityManager, query: ListDeliveries) => {
  const { ids, cursors } = await pageOfIds(em, listedDeliveries, {
    ...(await askedFor(em, query)),
    paging: Paging.of('deliveries', query),
  });
  return { items: await viewsOfDeliveries(em, ids), ...cursors };
};

/** How many deliveries such a list has. */
export const countListedDeliveries = async (em: EntityManager, query: CountDeliveries): Promise<RowCount> =>
  countRowsOf(em, listedDeliveries, await askedFor(em, query));

const load = async (em: EntityManager, id: string): Promise<LoadedDelivery> => {
  const delivery = await em.findOne(Delivery, { id }, withParents);
  if (!delivery) throw new Problem('delivery.not_found');
  return delivery;
};

const requestBodyOf = async (
  em: EntityManager,
  threads: PayloadThreads,
  { endpoint, event }: LoadedDelivery,
): Promise<string> => {
  const pin = endpoint.schemaVersions[event.type];
  if (pin === undefined || pin >= event.schemaVersion) return event.body;
  const versions = await em.find(EventTypeVersion, {
    eventType: { name: event.type },
    version: { $gt: pin },
  });
  const downcasts = versions.flatMap(({ version, downcast }) =>
    downcast ? [[version, JSON.parse(downcast)] as const] : [],
  );
  const way = { from: event.schemaVersion, to: pin, downcasts: new Map(downcasts) };
  return bodyAtVersion(threads, endpoint.id, event.body, way).catch((error: unknown) => {
    // Nothing can be sent, and the delivery says so. What was published is shown instead.
    if (error instanceof BodyRefused) return event.body;
    throw error instanceof PayloadBusy ? busy() : error;
  });
};

const attemptsMax = 500;
const deliveriesMax = 200;

/** One delivery with all of its attempts. */
export const getDelivery = async (
  em: EntityManager,
  { payloads }: { payloads: PayloadChecks },
  id: string,
): Promise<DeliveryDetail> => {
  const delivery = await load(em, id);
  const attempts = await em.find(
    Attempt,
    { delivery: id },
    { orderBy: { id: 'asc' }, limit: attemptsMax, filters: { owner: false } },
  );
  return {
    ...(await viewOfDelivery(em, id)),
    requestBody: await requestBodyOf(em, payloads.threads, delivery),
    attempts: attempts.map(viewAttempt),
  };
};

/** The first deliveries of an event, by its internal or public id, oldest first. */
export const deliveriesOf = async (em: EntityManager, eventId: string): Promise<DeliveryView[]> => {
  const ids = await deliveryIdsOf(em, await internalIdsOf(em, eventId), deliveriesMax);
  return await viewsOfDeliveries(em, ids);
};

/** Sends a delivery again now, whatever became of it. The `webhook-id` stays the same. */
export const retryDelivery = async (
  em: EntityManager,
  { parts, caller, wake }: Act & { wake: () => void },
  id: string,
): Promise<DeliveryView> => {
  const now = parts.now();
  const view = await em.transactional(async (tx) => {
    // The row alone: its parents are joined, and PostgreSQL locks no outer join.
    await lockRow(tx, Delivery, { id });
    const delivery = await load(tx, id);
    if (isClaimed(delivery, now)) throw new Problem('delivery.in_progress');
    if (delivery.endpoint.removedAt) throw new Problem('endpoint.not_found');
    if (delivery.endpoint.disabledReason) throw new Problem('endpoint.disabled');
    const before = delivery.status;
    requeueByHand(delivery, now);
    await tx.flush();
    await recordAudit(tx, caller, {
      action: 'delivery.retry',
      targetId: delivery.id,
      consumerId: delivery.consumerId,
      environment: delivery.environment,
      changes: { status: { before, after: 'pending' } },
      at: now,
    });
    return viewOfDelivery(tx, id);
  });
  wake();
  return view;
};
