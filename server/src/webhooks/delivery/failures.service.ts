import type { Reader, Store } from '../../platform/database/store.ts';
import { idInOrder } from '../../platform/database/passage.ts';

/** An attempt that failed. */
export interface FailedAttempt {
  endpointId: string;
  deliveryId: string;
  /** When it was over, in milliseconds. */
  at: number;
  outcome: 'answered' | 'unreachable' | 'blocked';
  /** What was answered; `null` for no answer. */
  status: number | null;
  /** Why, in words. */
  error: string | null;
}

interface Row {
  delivery_id: string;
  started_at: string | number;
  duration_ms: number;
  outcome: 'refused' | 'unreachable' | 'blocked';
  response_status: number | null;
  error: string | null;
}

const deliveriesMax = 10;

/**
 * The failed attempts of the ten newest deliveries of an endpoint that are not delivered, those that ended after `since`, in
 * milliseconds. Attempts that retention removed are not among them.
 */
export const latestFailuresOf = async (
  { dialect }: Store,
  reader: Reader,
  endpointId: string,
  since: number,
): Promise<FailedAttempt[]> => {
  const id = idInOrder(dialect, 'd');
  const newest = (status: string) =>
    `select id from (select d.id from delivery d where d.endpoint_id = ? and d.status = '${status}' order by ${id} desc limit ${deliveriesMax}) x`;
  const rows = await reader.all<Row>(
    `select a.delivery_id, a.started_at, a.duration_ms, a.outcome, a.response_status, a.error
     from attempt a where a.delivery_id in (${newest('failed')} union all ${newest('exhausted')})
       and a.outcome <> 'delivered'`,
    endpointId,
    endpointId,
  );
  return rows
    .map(({ outcome, ...row }) => ({
      endpointId,
      deliveryId: row.delivery_id,
      at: Math.round(Number(row.started_at) + row.duration_ms),
      outcome: outcome === 'refused' ? ('answered' as const) : outcome,
      status: row.response_status,
      error: row.error,
    }))
    .filter(({ at }) => at > since);
};
