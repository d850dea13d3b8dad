import type { DeliveryStatus } from '@parley/shared/webhooks/delivery';
import type { RecoveryScope } from '@parley/shared/webhooks/recovery';
import { idInOrder } from '../../platform/database/passage.ts';
import { lowestIdAt } from '../../platform/secret/id.ts';
import { webhookIdSql } from '../event/event-rows.service.ts';
import type { Reader, Store } from '../../platform/database/store.ts';

/** Where to read: `store` knows the dialect, `reader` may be a transaction that is open. */
export interface Reading {
  store: Store;
  reader: Reader;
}

/** Which deliveries, or events, of one endpoint a recovery is about. */
export interface Selection {
  endpointId: string;
  environment: string;
  scope: RecoveryScope;
  eventTypes: readonly string[] | null;
  /** These deliveries and no others. */
  deliveryIds?: readonly string[] | null;
  /** Only those that have one of these. */
  statuses?: readonly DeliveryStatus[] | null;
  /** Milliseconds. */
  since: number | null;
  until: number;
}

/** One delivery, or for `missed` one event. */
export interface Selected {
  id: string;
  event_id: string;
  /** Under which the endpoint knows it. */
  webhook_id: string;
  event_type: string;
  created_at: string | number;
  status: string | null;
  attempt_count: number;
  last_response_status: number | null;
}

const iso = (ms: number): string => new Date(ms).toISOString();

const conditionsOf = (store: Store, selection: Selection, prefix: 'dlv' | 'evt', after: string | null) => {
  const { since, until, eventTypes } = selection;
  const type = prefix === 'dlv' ? 'd.event_type' : 'e.type';
  const id = prefix === 'dlv' ? idInOrder(store.dialect, 'd') : 'e.id';
  const parameters: string[] = [lowestIdAt(prefix, iso(until))];
  let sql = `${id} < ?`;
  const from = after ?? (since === null ? null : lowestIdAt(prefix, iso(since)));
  if (from !== null) {
    sql += ` and ${id} ${after === null ? '>=' : '>'} ?`;
    parameters.push(from);
  }
  if (eventTypes) {
    sql += ` and ${type} in (select t.name from ${store.rowsOf({ name: 'text' }, 't')})`;
    parameters.push(JSON.stringify(eventTypes.map((name) => ({ name }))));
  }
  return { sql, parameters };
};

// What ended the process is sent again by hand only.
const isHarmless = `coalesce(d.set_aside, '') <> 'ended_process'`;
type Status = 'pending' | 'failed' | 'delivered' | 'exhausted';

const statusesOf = ({ scope, statuses }: Selection): Status[] => {
  const all: Status[] =
    scope === 'undelivered'
      ? ['failed', 'exhausted', 'pending']
      : ['failed', 'exhausted', 'pending', 'delivered'];
  return statuses ? all.filter((status) => statuses.includes(status)) : all;
};

// What waits for its first attempt or a retry is on its way and needs no recovery; what waits for nothing does.
const isWanted = ({ scope }: Selection, status: Status): string =>
  `d.endpoint_id = ? and d.status = '${status}' and ${isHarmless}${scope === 'undelivered' && status === 'pending' ? ' and d.due_at is null' : ''}`;

// Named one by one they are found by their ids: an endpoint may have a million others.
const chosenRows = (store: Store, selection: Selection, after: string | null) => {
  const { deliveryIds, endpointId } = selection;
  const wanted = statusesOf(selection).map((status) => `(${isWanted(selection, status)})`);
  return {
    sql: `from ${store.rowsOf({ id: 'text' }, 't')} join delivery d on d.id = t.id
      where t.id > ? and (${wanted.join(' or ') || '1 = 0'})`,
    parameters: [
      JSON.stringify((deliveryIds ?? []).map((id) => ({ id }))),
      after ?? '',
      ...wanted.map(() => endpointId),
    ],
  };
};

const selectChosen = async (
  { store, reader }: Reading,
  selection: Selection,
  after: string | null,
  limit: number,
): Promise<Selected[]> => {
  const { sql, parameters } = chosenRows(store, selection, after);
  return reader.all<Selected>(
    `select d.id, d.event_id, ${webhookIdSql('e', 'd.consumer_id')} as webhook_id, d.event_type, d.created_at, d.status, d.attempt_count, d.last_response_status
     from (select d.* ${sql}) d join event e on e.id = d.event_id order by ${idInOrder(store.dialect, 'd')} limit ?`,
    ...parameters,
    limit,
  );
};

/** The next rows of a selection in the order of their ids. */
export const selectRows = async (
  { store, reader }: Reading,
  selection: Selection,
  after: string | null,
  limit: number,
): Promise<Selected[]> => {
  if (selection.scope === 'missed') {
    const { sql, parameters } = conditionsOf(store, selection, 'evt', after);
    // By id and no other way: through the index by environment all events of it would be sorted first, for each batch.
    return reader.all<Selected>(
      `select e.id, e.id as event_id, ${webhookIdSql('e', 'p.consumer_id')} as webhook_id, e.type as event_type, e.created_at, null as status,
       0 as attempt_count, null as last_response_status from event e
       join endpoint p on p.id = ? where ${sql} and e.environment || '' = ? and not exists (
         select 1 from delivery d where d.event_id = e.id and d.endpoint_id = ?)
       order by e.id limit ?`,
      selection.endpointId,
      ...parameters,
      selection.environment,
      selection.endpointId,
      limit,
    );
  }
  if (selection.deliveryIds) return selectChosen({ store, reader }, selection, after, limit);
  const statuses = statusesOf(selection);
  if (statuses.length === 0) return [];
  const { sql, parameters } = conditionsOf(store, selection, 'dlv', after);
  const id = idInOrder(store.dialect, 'd');
  // One after the other in the index by endpoint, status and id: a few of each are in order, all at once would be sorted.
  const ofStatus = (status: Status) =>
    `select * from (select d.id, d.event_id, d.consumer_id, d.event_type, d.created_at, d.status, d.attempt_count, d.last_response_status
       from delivery d where ${isWanted(selection, status)} and ${sql}
       order by ${id} limit ?) ${status}_ones`;
  return reader.all<Selected>(
    `select d.id, d.event_id, ${webhookIdSql('e', 'd.consumer_id')} as webhook_id, d.event_type, d.created_at, d.status, d.attempt_count, d.last_response_status
     from (${statuses.map(ofStatus).join(' union all ')}) d join event e on e.id = d.event_id
     order by d.id limit ?`,
    ...statuses.flatMap(() => [selection.endpointId, ...parameters, limit]),
    limit,
  );
};

const rowsToCount = (store: Store, selection: Selection) => {
  if (selection.deliveryIds) return chosenRows(store, selection, null);
  const { sql, parameters } = conditionsOf(store, selection, 'dlv', null);
  const wanted = statusesOf(selection).map((status) => `(${isWanted(selection, status)})`);
  return {
    sql: `from delivery d where ${sql} and (${wanted.join(' or ') || '1 = 0'})`,
    parameters: [...parameters, ...wanted.map(() => selection.endpointId)],
  };
};

/** How many deliveries of a selection there are, and how many of them the receiver may have got. Not for `missed`. */
export const countRows = async ({ store, reader }: Reading, selection: Selection) => {
  const { sql, parameters } = rowsToCount(store, selection);
  const [row] = await reader.all<Record<'all_rows' | 'delivered' | 'unanswered', string | number | null>>(
    `select count(*) as all_rows, sum(case when d.status = 'delivered' then 1 else 0 end) as delivered,
     sum(case when d.status <> 'delivered' and d.attempt_count > 0 and d.last_response_status is null then 1 else 0 end)
       as unanswered
     ${sql}`,
    ...parameters,
  );
  return {
    count: Number(row?.all_rows ?? 0),
    delivered: Number(row?.delivered ?? 0),
    unanswered: Number(row?.unanswered ?? 0),
  };
};
