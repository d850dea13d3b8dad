import type { AttemptFigures, AttemptTotals } from '@parley/shared/webhooks/figures';
import type { Environment } from '@parley/shared/words/environment';
import { dayMs, hourMs } from '@parley/shared/words/time';
import type { Store, Tx } from '../../platform/database/store.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { bucketOf, percentileOf } from './histogram.ts';

/** What attempts are counted under: an endpoint, or an event type of an environment. */
export const subjectOfType = (environment: Environment, eventType: string): string =>
  `${environment} ${eventType}`;

const columns = {
  subject: 'text',
  hour: 'bigint',
  is_delivered: 'integer',
  bucket: 'integer',
  attempts: 'integer',
} as const;

interface CountedAttempt {
  subjects: readonly string[];
  /** Milliseconds. */
  startedAt: number;
  durationMs: number;
  isDelivered: boolean;
}

/** Counts attempts with the transaction that records them: a row for each subject, hour, outcome and bucket, however many there are. */
export const countAttempts = async (tx: Tx, attempts: readonly CountedAttempt[]): Promise<void> => {
  const counts = new Map<
    string,
    { [Column in keyof typeof columns]: string | number } & { attempts: number }
  >();
  for (const { subjects, startedAt, durationMs, isDelivered } of attempts) {
    const at = Math.round(startedAt);
    const [hour, bucket] = [at - (at % hourMs), bucketOf(durationMs)];
    for (const subject of subjects) {
      const key = `${subject} ${hour} ${isDelivered} ${bucket}`;
      const known = counts.get(key);
      if (known) known.attempts += 1;
      else counts.set(key, { subject, hour, is_delivered: isDelivered ? 1 : 0, bucket, attempts: 1 });
    }
  }
  // In one order, so that two processes never wait for each other in a ring.
  const rows = [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  await tx.insertRows('attempt_hour', columns, rows, {
    onConflict: `(subject, hour, is_delivered, bucket) do update
      set attempts = attempt_hour.attempts + excluded.attempts`,
  });
};

interface HourRow {
  hour: number | string;
  is_delivered: number;
  bucket: number;
  attempts: number;
}

const totalsOf = (rows: readonly HourRow[]): AttemptTotals => {
  const histogram = new Map<number, number>();
  const sums = [0, 0];
  for (const { is_delivered: outcome, bucket, attempts } of rows) {
    histogram.set(bucket, (histogram.get(bucket) ?? 0) + attempts);
    sums[outcome] = (sums[outcome] ?? 0) + attempts;
  }
  return {
    failed: sums[0] ?? 0,
    delivered: sums[1] ?? 0,
    p50Ms: percentileOf(histogram, 0.5),
    p95Ms: percentileOf(histogram, 0.95),
  };
};

/** Pieces of time of one length, in milliseconds. */
export interface Pieces {
  since: number;
  until: number;
  pieceMs: number;
}

/** Attempts of a subject over a time and the time before it: hour by hour from the counters, whatever their number. */
export const attemptsOver = async (
  store: Store,
  subject: string,
  { since, until, pieceMs }: Pieces,
): Promise<AttemptFigures> => {
  const length = until - since;
  // An hour counts where it begins; the first one may have begun before.
  const first = since - (since % hourMs);
  const rows = await store.all<HourRow>(
    'select hour, is_delivered, bucket, attempts from attempt_hour where subject = ? and hour >= ? and hour < ?',
    subject,
    first - length,
    until,
  );
  const [earliest] = await store.all<{ hour: number | string | null }>(
    'select min(hour) as hour from attempt_hour',
  );
  const countedFrom = earliest?.hour == null ? null : Number(earliest.hour);
  const now = rows.filter(({ hour }) => Number(hour) >= first);
  const byPiece = Map.groupBy(now, ({ hour }) => Math.max(0, Math.floor((Number(hour) - since) / pieceMs)));
  return {
    countedSince: countedFrom !== null && countedFrom > first ? new Date(countedFrom).toISOString() : null,
    total: totalsOf(now),
    before: totalsOf(rows.filter(({ hour }) => Number(hour) < first)),
    pieces: Array.from({ length: Math.round(length / pieceMs) }, (_, piece) => ({
      since: new Date(since + piece * pieceMs).toISOString(),
      ...totalsOf(byPiece.get(piece) ?? []),
    })),
  };
};

/** The longest time that charts show, and the same before it to compare with. */
const keptDays = 190;

/** Removes counters that nobody can ask for any more. */
export const removeOldAttemptCounts = async (parts: Parts): Promise<void> => {
  await parts.store.all('delete from attempt_hour where hour < ?', parts.now().getTime() - keptDays * dayMs);
};
