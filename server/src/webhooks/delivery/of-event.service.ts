import type { EntityManager } from '@mikro-orm/sql';
import { DeliveryStatus } from '@parley/shared/webhooks/delivery';
import type { EventOutcomes } from '@parley/shared/webhooks/event';
import { ownerOf } from '../../platform/database/owner.ts';
import { Event } from '../event/event.entity.ts';

/**
 * Internal ids of the events with this id, ours or a publisher's, whoever published them: deliveries that are found by
 * them are to be looked at through their own owner.
 */
export const internalIdsOf = async (em: EntityManager, eventId: string): Promise<string[]> => {
  // Ours is nobody else's.
  const isOurs = (await em.count(Event, { id: eventId }, { filters: { owner: false } })) > 0;
  if (isOurs) return [eventId];
  const events = await em.find(
    Event,
    { clientId: eventId },
    { fields: ['id'], limit: 100, filters: { owner: false } },
  );
  return events.map(({ id }) => id);
};

// Through the index by event and no other way: an event has few deliveries, and a consumer may have millions.
const ownOf = (em: EntityManager, eventIds: readonly string[]) => {
  const owner = ownerOf(em);
  const events = `d.event_id in (${eventIds.map(() => '?').join(', ')})`;
  return owner.everyone
    ? { sql: events, parameters: [...eventIds] }
    : {
        sql: `${events} and d.consumer_id || '' = ? and d.environment || '' = ?`,
        parameters: [...eventIds, owner.consumerId, owner.environment],
      };
};

const read = async <Row extends object>(
  em: EntityManager,
  sql: string,
  parameters: string[],
): Promise<Row[]> => em.getConnection().execute<Row[]>(sql, parameters, 'all', em.getTransactionContext());

/** Ids of the first `limit` deliveries of these events that the caller may see, oldest first. */
export const deliveryIdsOf = async (
  em: EntityManager,
  eventIds: readonly string[],
  limit: number,
): Promise<string[]> => {
  if (eventIds.length === 0) return [];
  const { sql, parameters } = ownOf(em, eventIds);
  const rows = await read<{ id: string }>(em, `select d.id from delivery d where ${sql}`, parameters);
  return rows
    .map(({ id }) => id)
    .toSorted()
    .slice(0, limit);
};

/** Deliveries of an event by status, as far as the caller may see them. */
export const countDeliveries = async (
  em: EntityManager,
  eventId: string,
): Promise<Partial<Record<DeliveryStatus, number>>> => {
  const { sql, parameters } = ownOf(em, [eventId]);
  const rows = await read<{ status: string; count: number | string }>(
    em,
    `select d.status, count(*) as count from delivery d where ${sql} group by d.status`,
    parameters,
  );
  return Object.fromEntries(rows.map(({ status, count }) => [DeliveryStatus.parse(status), Number(count)]));
};

/** Deliveries of one event that are counted for a list: whoever has more is shown as having more. */
const countedOfEach = 500;

/** What became of each of these events, as far as the caller may see their deliveries. */
export const outcomesOf = async (em: EntityManager, eventIds: readonly string[]): Promise<EventOutcomes> => {
  const each = eventIds.map((id) => ownOf(em, [id]));
  const rows = await read<{ event_id: string; status: string; count: number | string }>(
    em,
    each
      .map(
        ({ sql }) =>
          `select * from (select x.event_id, x.status, count(*) as count from (
             select d.event_id, d.status from delivery d where ${sql} limit ${countedOfEach + 1}
           ) x group by x.event_id, x.status) y`,
      )
      .join(' union all '),
    each.flatMap(({ parameters }) => parameters),
  );
  const byEvent = Map.groupBy(rows, (row) => row.event_id);
  return eventIds.map((uniqueId) => {
    const found = (byEvent.get(uniqueId) ?? []).map(
      ({ status, count }) => [DeliveryStatus.parse(status), Number(count)] as const,
    );
    const sum = found.reduce((total, [, count]) => total + count, 0);
    return { uniqueId, counts: Object.fromEntries(found), isMore: sum > countedOfEach };
  });
};
