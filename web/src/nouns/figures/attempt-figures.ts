import type { AttemptFigures, AttemptTotals } from '@parley/shared/webhooks/figures';
import { count } from '../../lib/text/count.ts';
import type { Figure } from '../../ui/object/numbers.tsx';
import { millisecondsWords, shareWords } from './figure-words.ts';

const all = ({ delivered, failed }: AttemptTotals): number => delivered + failed;

const shareOf = (totals: AttemptTotals): number => (all(totals) === 0 ? 0 : totals.delivered / all(totals));

const alarmOf = (totals: AttemptTotals): Figure['alarm'] => {
  if (all(totals) === 0 || totals.failed === 0) return undefined;
  return shareOf(totals) < 0.5 ? 'bad' : shareOf(totals) < 0.95 ? 'warn' : undefined;
};

/** The share of attempts that arrived, and how long nearly all of them took. Without an answer, their places. */
export function attemptFigures(attempts: AttemptFigures | undefined): Figure[] {
  if (!attempts)
    return [
      { label: 'Success', value: undefined },
      { label: 'p95', value: undefined },
    ];
  const { total, before, pieces } = attempts;
  const isComparable = all(total) > 0 && all(before) > 0;
  return [
    {
      label: 'Success',
      value: shareWords(total.delivered, all(total)),
      note: `of ${count(all(total), 'attempt')}`,
      // Where nothing was tried, nothing is known of how it would have gone.
      series: pieces.filter((piece) => all(piece) > 0).map(shareOf),
      alarm: alarmOf(total),
      change: isComparable ? { now: shareOf(total), before: shareOf(before), good: 'up' } : undefined,
    },
    {
      label: 'p95',
      value: total.p95Ms === null ? '—' : millisecondsWords(total.p95Ms),
      note: total.p50Ms === null ? 'no attempt' : `median ${millisecondsWords(total.p50Ms)}`,
      series: pieces.flatMap(({ p95Ms }) => p95Ms ?? []),
      change:
        total.p95Ms !== null && before.p95Ms !== null
          ? { now: total.p95Ms, before: before.p95Ms, good: 'down' }
          : undefined,
    },
  ];
}
