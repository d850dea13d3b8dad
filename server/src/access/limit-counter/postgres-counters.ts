import type { Store } from '../../platform/database/store.ts';
import type { RepeatedAsk, RepeatedDecision, SharedCounters } from './decision.ts';

interface Answer {
  fits: number;
  wait: number;
  states: readonly (readonly [left: number, resetMs: number])[];
}

/** A question in the words of the function `decide_limits`, which the migration of plans and limits made. */
const written = ({ ask, times }: RepeatedAsk) => ({
  times,
  counters: ask.map((counter) => ({
    id: counter.id,
    calls: counter.calls,
    cost: counter.cost,
    window: counter.kind === 'window' ? counter.windowMs : null,
    ends: counter.kind === 'period' ? counter.endsAtMs : null,
    rest: counter.kind === 'period' ? counter.endsInMs : null,
  })),
});

/**
 * Counters of all processes on one PostgreSQL, by its clock. Whatever waits is one statement: it locks its counters in one order,
 * forgets what has left the windows, and decides question after question. Its commit does not wait for the disk.
 */
export class PostgresCounters implements SharedCounters {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async decide(asks: readonly RepeatedAsk[]): Promise<RepeatedDecision[]> {
    const [row] = await this.#store.all<{ answers: Answer[] }>(
      'select decide_limits(cast(? as jsonb)) as answers',
      JSON.stringify(asks.map(written)),
    );
    return (row?.answers ?? []).map(({ fits, wait, states }) => ({
      admitted: fits,
      waitMs: wait,
      states: states.map(([left, resetMs]) => ({ left, resetMs })),
    }));
  }

  async close(): Promise<void> {
    // The store is closed by whoever opened it.
  }
}
