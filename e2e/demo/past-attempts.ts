import { hourMs } from '@parley/shared/words/time';
import type { Answer, Row } from './past-row.ts';

/** The bucket of a duration in milliseconds, as Parley counts them: eight to a doubling. */
const bucketOf = (ms: number): number => Math.ceil(Math.log2(ms) * 8);

/** How many attempts there were, by what they are counted under, hour, outcome and duration. */
export class AttemptHours {
  readonly #rows = new Map<string, Row & { attempts: number }>();

  /** `startedAt` in milliseconds. */
  add(subjects: readonly string[], startedAt: number, { outcome, ms }: Answer): void {
    const hour = startedAt - (startedAt % hourMs);
    for (const subject of subjects) {
      const place = { subject, hour, is_delivered: outcome === 'delivered' ? 1 : 0, bucket: bucketOf(ms) };
      const key = Object.values(place).join(' ');
      const row = this.#rows.get(key) ?? { ...place, attempts: 0 };
      row.attempts += 1;
      this.#rows.set(key, row);
    }
  }

  rows(): Row[] {
    return [...this.#rows.values()];
  }
}
