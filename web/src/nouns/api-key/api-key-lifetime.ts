import { dayMs } from '@parley/shared/words/time';
import { instantOf } from '../../lib/time/local-time.ts';

const days = { '30 days': 30, '90 days': 90, '1 year': 365 };

/** How long a new key works. */
export type Lifetime = 'never' | 'date' | keyof typeof days;

/** What can be chosen, in words. */
export const lifetimes: readonly { value: Lifetime; label: string }[] = [
  { value: 'never', label: 'Never' },
  { value: '30 days', label: 'In 30 days' },
  { value: '90 days', label: 'In 90 days' },
  { value: '1 year', label: 'In 1 year' },
  { value: 'date', label: 'On a date…' },
];

/**
 * When a key of this lifetime stops working: an ISO time, or `undefined` for never. `date` is `YYYY-MM-DD` in the
 * reader's own time zone, of which the key still works the whole day; a date that is none comes back as it is, for the
 * schema to complain about.
 */
export function expiryOf(lifetime: Lifetime, date: string, now: Date): string | undefined {
  if (lifetime === 'never') return undefined;
  if (lifetime !== 'date') return new Date(now.getTime() + days[lifetime] * dayMs).toISOString();
  const lastMinute = instantOf(`${date}T23:59`);
  return lastMinute ? new Date(Date.parse(lastMinute) + 59_999).toISOString() : date || 'no date';
}
