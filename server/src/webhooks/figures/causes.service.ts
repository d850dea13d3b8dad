import type { EndpointFigures } from '@parley/shared/webhooks/figures';
import { idInOrder } from '../../platform/database/passage.ts';
import type { Store } from '../../platform/database/store.ts';
import { lowestIdAt, timeOfId } from '../../platform/secret/id.ts';
import type { Pieces } from './attempt-counts.service.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

const backlogMax = 10_000;

// One status after the other: so it is a walk along the index, and never a sort of all that waits.
const waiting = ['pending', 'failed'] as const;

/** What waits for an endpoint, whenever it was made. */
export const backlogOf = async (store: Store, endpointId: string): Promise<EndpointFigures['backlog']> => {
  const id = idInOrder(store.dialect, 'd');
  const found = await Promise.all(
    waiting.map(async (status) => {
      const where = `from delivery d where d.endpoint_id = ? and d.status = '${status}'`;
      const [counted] = await store.all<{ count: number | string }>(
        `select count(*) as count from (select 1 as one ${where} limit ${backlogMax + 1}) w`,
        endpointId,
      );
      const [oldest] = await store.all<{ id: string }>(
        `select d.id ${where} order by ${id} limit 1`,
        endpointId,
      );
      return { count: Number(counted?.count ?? 0), oldest: oldest?.id };
    }),
  );
  const [first] = found.flatMap(({ oldest }) => oldest ?? []).toSorted();
  return {
    count: found.reduce((sum, { count }) => sum + Math.min(count, backlogMax), 0),
    isMore: found.some(({ count }) => count > backlogMax),
    oldestAt: first === undefined ? null : iso(timeOfId(first)),
  };
};

const examinedMax = 500;
const causesMax = 10;

interface FailedRow {
  id: string;
  last_response_status: number | null;
  last_error: string | null;
}

/** Why deliveries of a time stand as failed or exhausted: those that failed alike together, of the newest thousand. */
export const causesOf = async (
  store: Store,
  endpointId: string,
  { since, until }: Pieces,
): Promise<EndpointFigures['causes']> => {
  const id = idInOrder(store.dialect, 'd');
  const lists = await Promise.all(
    (['failed', 'exhausted'] as const).map(async (status) =>
      store.all<FailedRow>(
        `select d.id, d.last_response_status, d.last_error from delivery d
         where d.endpoint_id = ? and d.status = ? and ${id} >= ? and ${id} < ? order by ${id} desc limit ${examinedMax}`,
        endpointId,
        status,
        lowestIdAt('dlv', iso(since)),
        lowestIdAt('dlv', iso(until)),
      ),
    ),
  );
  const rows = lists.flat();
  const groups = Map.groupBy(rows, (row) => `${row.last_response_status} ${row.last_error}`);
  return [...groups.values()]
    .flatMap((list) => {
      const latest = list.toSorted((a, b) => (a.id < b.id ? 1 : -1))[0];
      return latest === undefined
        ? []
        : {
            responseStatus: latest.last_response_status,
            error: latest.last_error ?? 'No reason is on record.',
            count: list.length,
            latestDeliveryId: latest.id,
            latestAt: iso(timeOfId(latest.id)),
          };
    })
    .toSorted((a, b) => b.count - a.count)
    .slice(0, causesMax);
};
