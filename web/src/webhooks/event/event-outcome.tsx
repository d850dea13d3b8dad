import type { DeliveryStatus } from '@parley/shared/webhooks/delivery';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { outcomeWords } from './outcome-words.ts';

/** What became of an event, with the sign of its worst delivery. */
export function EventOutcome({
  outcome,
}: {
  outcome: { counts: Partial<Record<DeliveryStatus, number>>; isMore: boolean } | undefined;
}) {
  if (!outcome) return '…';
  const worst = (['exhausted', 'failed', 'pending', 'cancelled', 'delivered'] as const).find(
    (status) => (outcome.counts[status] ?? 0) > 0,
  );
  return worst ? <StatusBadge status={worst} words={outcomeWords(outcome)} /> : outcomeWords(outcome);
}
