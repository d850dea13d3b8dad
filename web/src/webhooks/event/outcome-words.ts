import type { DeliveryStatus } from '@parley/shared/webhooks/delivery';
import { formatNumber } from '../../lib/text/count.ts';

/** What became of an event in a few words: “delivered 2 of 3, 1 failing”. */
export function outcomeWords({
  counts,
  isMore = false,
}: {
  counts: Partial<Record<DeliveryStatus, number>>;
  isMore?: boolean;
}): string {
  const of = (status: DeliveryStatus) => counts[status] ?? 0;
  const all = Object.values(counts).reduce((sum, amount) => sum + amount, 0);
  if (all === 0) return 'nobody wanted it';
  const [failing, givenUp] = [of('failed'), of('exhausted')];
  return [
    `delivered ${formatNumber(of('delivered'))} of ${isMore ? 'more than ' : ''}${formatNumber(all - Number(isMore))}`,
    ...(failing > 0 ? [`${formatNumber(failing)} failing`] : []),
    ...(givenUp > 0 ? [`${formatNumber(givenUp)} given up`] : []),
  ].join(', ');
}
