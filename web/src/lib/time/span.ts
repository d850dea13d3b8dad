import { dayMs, hourMs } from '@parley/shared/words/time';
import { z } from 'zod';

/** Spans of time that end now. The address keeps the word, so that a shared link stays relative. */
export const Range = z.enum(['1h', '24h', '7d', '30d']);
export type Range = z.infer<typeof Range>;

/** What people call each range. */
export const rangeLabels: Record<Range, string> = {
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
};

const rangeMs: Record<Range, number> = {
  '1h': hourMs,
  '24h': dayMs,
  '7d': 7 * dayMs,
  '30d': 30 * dayMs,
};

/** The fields of an address that filter by time: a range, or two instants. */
export const spanSearch = {
  range: Range.optional().catch(undefined),
  since: z.iso.datetime().optional().catch(undefined),
  until: z.iso.datetime().optional().catch(undefined),
};

/** A span as an address carries it. */
export interface Span {
  range?: Range | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

/** The instants of a span as seen from `now`. A range wins over instants. */
export function instantsOf(
  { range, since, until }: Span,
  now: Date,
): { since: string | undefined; until: string | undefined } {
  if (range) return { since: new Date(now.getTime() - rangeMs[range]).toISOString(), until: undefined };
  return { since, until };
}
