import type { AttemptView, DeliveryDetail } from '@parley/shared/webhooks/delivery';
import type { LineageEntry } from '@parley/shared/webhooks/lineage';

/** One thing on the way of a delivery: an attempt, or what led to one. */
export type Step = { at: number; until: number } & (
  | { kind: 'attempt'; attempt: AttemptView }
  | { kind: 'other'; entry: LineageEntry }
);

/**
 * Everything on the way of a delivery in the order of time. Attempts are those of the delivery; of its lineage comes what
 * led to them: the call, the publication, replays and recoveries.
 */
export function stepsOf({ id, attempts }: DeliveryDetail, entries: readonly LineageEntry[]): Step[] {
  const others = entries.filter(
    ({ kind, deliveryId }) =>
      kind !== 'attempt' && kind !== 'delivery' && (deliveryId === null || deliveryId === id),
  );
  return [
    ...others.map((entry): Step => {
      const at = Date.parse(entry.at);
      return { kind: 'other', at, until: at, entry };
    }),
    ...attempts.map((attempt): Step => {
      const at = Date.parse(attempt.startedAt);
      return { kind: 'attempt', at, until: at + attempt.durationMs, attempt };
    }),
  ].toSorted((a, b) => a.at - b.at);
}

/** How a pause between two steps is drawn: its height in pixels, and whether it would be higher. */
export interface Gap {
  seconds: number;
  height: number;
  isBroken: boolean;
}

const usualHeight = 28;
const lowest = 6;
const highest = 84;

/**
 * Pauses in proportion to each other: the one in the middle has the usual height. One that would not fit is cut and marked
 * as broken; one too short to be seen has the least height. `null` where less than a second passed.
 */
export function gapsOf(steps: readonly { at: number; until: number }[]): (Gap | null)[] {
  const seconds = steps.slice(1).map((step, index) => (step.at - (steps[index]?.until ?? step.at)) / 1000);
  const seen = seconds.filter((one) => one >= 1).toSorted((a, b) => a - b);
  const middle = seen[Math.floor((seen.length - 1) / 2)] ?? 1;
  return seconds.map((one) => {
    if (one < 1) return null;
    const height = (one / middle) * usualHeight;
    return { seconds: one, height: Math.max(lowest, Math.min(highest, height)), isBroken: height > highest };
  });
}
