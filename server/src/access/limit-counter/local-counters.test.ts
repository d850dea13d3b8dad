import { array, assert, constantFrom, integer, oneof, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { periodAt } from '../limit/calendar.ts';
import type { CounterAsk } from './decision.ts';
import { LocalCounters } from './local-counters.ts';

type Per = 'second' | 'minute' | 'day' | 'month';
interface Rule {
  calls: number;
  per: Per;
}

const windowMs = { second: 1000, minute: 60_000 };

const askOf = (
  { calls, per }: Rule,
  id: string,
  { zone, wall, cost }: { zone: string; wall: number; cost: number },
): CounterAsk => {
  if (per === 'second' || per === 'minute')
    return { id, calls, cost, kind: 'window', windowMs: windowMs[per] };
  const { name, endMs } = periodAt(zone, per, wall);
  return { id: `${id} ${name}`, calls, cost, kind: 'period', endsAtMs: endMs, endsInMs: endMs - wall };
};

/** The same, as one would write it down: every call that was let through, forever. */
class Model {
  readonly #rules: readonly Rule[];
  readonly #zone: string;
  readonly #admitted: { at: number; wall: number }[] = [];
  #elapsed = 0;
  #before: number | null = null;

  constructor(rules: readonly Rule[], zone: string) {
    this.#rules = rules;
    this.#zone = zone;
  }

  /** How many calls are counted by a rule now. */
  used({ per }: Rule, wall: number): number {
    if (per === 'second' || per === 'minute')
      return this.#admitted.filter(({ at }) => at > this.#elapsed - windowMs[per]).length;
    const { name } = periodAt(this.#zone, per, wall);
    return this.#admitted.filter((call) => periodAt(this.#zone, per, call.wall).name === name).length;
  }

  /** The first millisecond from now at which all rules have room. */
  waitFor(wall: number, cost: number): number {
    const waits = this.#rules.map((rule) => {
      const missing = this.used(rule, wall) + cost - rule.calls;
      if (missing <= 0) return 0;
      if (rule.per === 'day' || rule.per === 'month')
        return periodAt(this.#zone, rule.per, wall).endMs - wall;
      const length = windowMs[rule.per];
      const counted = this.#admitted.filter(({ at }) => at > this.#elapsed - length);
      return counted[missing - 1]!.at + length - this.#elapsed;
    });
    return Math.max(...waits);
  }

  decide(wall: number, cost: number): boolean {
    // A clock that was set back has gone on for we do not know how long: nothing is counted as passed.
    this.#elapsed += this.#before === null ? 0 : Math.max(0, wall - this.#before);
    this.#before = wall;
    const isAdmitted = this.#rules.every((rule) => this.used(rule, wall) + cost <= rule.calls);
    if (isAdmitted) for (let one = 0; one < cost; one += 1) this.#admitted.push({ at: this.#elapsed, wall });
    return isAdmitted;
  }
}

const start = Date.parse('2026-10-24T21:59:00Z');
const rules = array(
  record({
    calls: integer({ min: 1, max: 6 }),
    per: constantFrom<Per>('second', 'minute', 'day', 'month'),
  }),
  { minLength: 1, maxLength: 4 },
);
/** Mostly a few milliseconds; sometimes to the very end of a window; and sometimes somebody sets the clock. */
const step = oneof(
  { weight: 6, arbitrary: integer({ min: 0, max: 400 }) },
  { weight: 3, arbitrary: constantFrom(999, 1000, 1001, 59_999, 60_000, 60_001) },
  { weight: 1, arbitrary: integer({ min: -7_200_000, max: 7_200_000 }) },
  { weight: 1, arbitrary: integer({ min: -40 * 3_600_000, max: 40 * 86_400_000 }) },
);
const zone = constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Apia', 'Asia/Kathmandu');

describe('limits of one process', () => {
  test('decide as one who writes down every call, for all windows, while the clock is set forward and back', () => {
    assert(
      property(
        rules,
        zone,
        array(record({ step, cost: integer({ min: 1, max: 3 }) }), { maxLength: 120 }),
        (given, where, calls) => {
          let wall = start;
          const counters = new LocalCounters({ steady: () => wall, wall: () => wall }, null);
          const model = new Model(given, where);
          for (const call of calls) {
            wall += call.step;
            const asks = given.map((rule, index) =>
              askOf(rule, `${index}`, { zone: where, wall, cost: call.cost }),
            );

            const decision = counters.decide(asks);
            const expected = model.decide(wall, call.cost);

            if (decision instanceof Promise) throw new Error('It waits for nothing.');
            expect(decision.isAdmitted).toBe(expected);
            expect(decision.states.map(({ left }) => left)).toEqual(
              given.map((rule) => Math.max(0, rule.calls - model.used(rule, wall))),
            );
            if (given.every((rule) => call.cost <= rule.calls))
              expect(decision.waitMs).toBe(expected ? 0 : model.waitFor(wall, call.cost));
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  test('a steady caller below its limit is never refused, and a burst over the edge of a window never gets more', () => {
    let now = 0;
    const counters = new LocalCounters({ steady: () => now, wall: () => now }, null);
    const ask = (id: string) => counters.decide([{ id, calls: 5, cost: 1, kind: 'window', windowMs: 2000 }]);
    const refused: number[] = [];

    for (now = 0; now < 1_000_000; now += 400) {
      const decision = ask('steady');
      if (!('isAdmitted' in decision) || !decision.isAdmitted) refused.push(now);
    }
    now += 1999;
    const burst = Array.from({ length: 10 }, () => ask('burst'));
    now += 2;
    const afterEdge = Array.from({ length: 10 }, () => ask('burst'));

    expect(refused).toEqual([]);
    expect(burst.filter((one) => 'isAdmitted' in one && one.isAdmitted)).toHaveLength(5);
    expect(afterEdge.filter((one) => 'isAdmitted' in one && one.isAdmitted)).toHaveLength(0);
  });

  test('what is held goes with the callers that are gone', () => {
    let now = 0;
    const counters = new LocalCounters({ steady: () => now, wall: () => now }, null);
    for (let caller = 0; caller < 50_000; caller += 1)
      void counters.decide([
        { id: `w${caller}`, calls: 5, cost: 1, kind: 'window', windowMs: 60_000 },
        { id: `p${caller}`, calls: 5, cost: 1, kind: 'period', endsAtMs: 86_400_000, endsInMs: 1 },
      ]);
    const full = counters.size;

    now = 4 * 86_400_000;
    void counters.decide([]);

    expect(full).toBe(100_000);
    expect(counters.size).toBe(0);
  });
});
