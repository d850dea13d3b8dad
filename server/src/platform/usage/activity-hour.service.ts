import type { Environment } from '@parley/shared/words/environment';
import { hourMs } from '@parley/shared/words/time';
import type { Tx } from '../database/store.ts';

interface Happening {
  environment: Environment;
  /** Milliseconds. */
  at: number;
  kind: 'events' | 'delivered' | 'failed';
}

const columns = {
  environment: 'text',
  hour: 'bigint',
  events: 'integer',
  delivered: 'integer',
  failed: 'integer',
} as const;

/** Counts what a transaction makes happen: one row for each environment and hour, however much it is. */
export const countActivity = async (tx: Tx, happenings: readonly Happening[]): Promise<void> => {
  const rows = new Map<
    string,
    { environment: Environment; hour: number; events: number; delivered: number; failed: number }
  >();
  for (const { environment, at, kind } of happenings) {
    const hour = at - (at % hourMs);
    const row = rows.get(`${environment} ${hour}`) ?? {
      environment,
      hour,
      events: 0,
      delivered: 0,
      failed: 0,
    };
    row[kind] += 1;
    rows.set(`${environment} ${hour}`, row);
  }
  // In one order, so that two processes never wait for each other in a ring.
  const sorted = [...rows.values()].toSorted(
    (a, b) => a.hour - b.hour || (a.environment < b.environment ? -1 : 1),
  );
  await tx.insertRows('activity_hour', columns, sorted, {
    onConflict: `(environment, hour) do update set events = activity_hour.events + excluded.events,
      delivered = activity_hour.delivered + excluded.delivered, failed = activity_hour.failed + excluded.failed`,
  });
};
