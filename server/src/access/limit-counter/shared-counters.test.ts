import { array, assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findRedis, startRedis } from '../../../../e2e/support/redis.ts';
import { createLog } from '../../platform/process/log.ts';
import { TestHub } from '../../testing/test-hub.ts';
import type { CounterAsk, SharedCounters } from './decision.ts';
import { LimitBatches } from './limit-batches.ts';
import { LocalCounters } from './local-counters.ts';
import { PostgresCounters } from './postgres-counters.ts';
import { RedisCounters } from './redis-counters.ts';

const redis = findRedis();
if (!redis)
  process.stderr.write('There is no valkey-server or redis-server here: counting in it is not tested.\n');

const endsAtMs = Date.now() + 3_600_000;

type Opened = { counters: SharedCounters; setBack: ((ms: number) => Promise<void>) | null };

const opening: Record<string, () => Promise<Opened>> = {
  PostgreSQL: async () => {
    const hub = await TestHub.start('postgresql', { roles: 'api' });
    onTestFinished(async () => hub[Symbol.asyncDispose]());
    const { store } = hub.hub.parts;
    return {
      counters: new PostgresCounters(store),
      // As if its clock had been so much ahead until now.
      setBack: async (ms) => {
        await store.all('update limit_counter set last_at = last_at + ? where shift = 0 and last_at > 0', ms);
        await store.all('update limit_call set at = at + ?', ms);
      },
    };
  },
  Redis: async () => {
    const server = await startRedis(redis!);
    const counters = new RedisCounters(server.url, createLog('silent'));
    await expect
      .poll(() =>
        counters.decide([]).then(() =>
          counters.decide([windowOf('x', 1, 0)]).then(
            () => true,
            () => false,
          ),
        ),
      )
      .toBe(true);
    onTestFinished(async () => {
      await counters.close();
      await server[Symbol.asyncDispose]();
    });
    return { counters, setBack: null };
  },
};

const windowOf = (id: string, calls: number, cost: number, windowMs = 600_000) => ({
  times: 1,
  ask: [{ id, calls, cost, kind: 'window', windowMs }] satisfies CounterAsk[],
});

describe.each(Object.keys(opening).filter((name) => name !== 'Redis' || redis))(
  'counting together in %s',
  (name) => {
    test('decides as one process that counts alone, question after question and batch after batch', async () => {
      const { counters } = await opening[name]!();
      let run = 0;
      const counter = record({
        id: integer({ min: 0, max: 3 }),
        calls: integer({ min: 1, max: 7 }),
        cost: integer({ min: 0, max: 3 }),
        isWindow: constantFrom(true, false),
      });
      const question = record({
        times: integer({ min: 1, max: 4 }),
        counters: array(counter, { minLength: 1, maxLength: 3 }),
      });

      await assert(
        asyncProperty(
          array(array(question, { minLength: 1, maxLength: 3 }), { maxLength: 12 }),
          async (batches) => {
            run += 1;
            const alone = new LocalCounters({ steady: () => 0, wall: () => 0 }, null);
            for (const batch of batches) {
              const asks = batch.map(({ times, counters: given }) => ({
                times,
                ask: [...new Map(given.map((one) => [`${one.id} ${one.isWindow}`, one])).entries()].map(
                  ([id, { calls, cost, isWindow }]): CounterAsk => ({
                    id: `${run} ${id}`,
                    calls,
                    cost,
                    ...(isWindow
                      ? { kind: 'window', windowMs: 600_000 }
                      : { kind: 'period', endsAtMs, endsInMs: 3_600_000 }),
                  }),
                ),
              }));

              const decided = await counters.decide(asks);

              const expected = asks.map(({ times, ask }) => {
                const decisions = Array.from({ length: times }, () => alone.decide(ask));
                const last = alone.decide(ask.map((one) => ({ ...one, cost: 0 })));
                return {
                  admitted: decisions.filter((one) => 'isAdmitted' in one && one.isAdmitted).length,
                  left: 'states' in last ? last.states.map(({ left }) => left) : [],
                };
              });
              expect(
                decided.map(({ admitted, states }) => ({ admitted, left: states.map(({ left }) => left) })),
              ).toEqual(expected);
            }
          },
        ),
        { numRuns: 40 },
      );
    });

    test('what has left the window is given back when it said so, and not before', async () => {
      const { counters } = await opening[name]!();
      const ask = windowOf('short', 2, 1, 400);
      await counters.decide([ask]);
      await counters.decide([ask]);

      const startedAt = performance.now();
      const [refused] = await counters.decide([ask]);
      await expect.poll(async () => (await counters.decide([ask]))[0]!.admitted, { interval: 5 }).toBe(1);
      const waited = performance.now() - startedAt;

      expect(refused).toMatchObject({ admitted: 0 });
      expect(refused!.waitMs).toBeGreaterThan(0);
      expect(refused!.waitMs).toBeLessThanOrEqual(400);
      expect(waited).toBeGreaterThanOrEqual(refused!.waitMs - 5);
    });

    test('a clock that was set back shuts nobody out', async () => {
      const { counters, setBack } = await opening[name]!();
      if (!setBack) return;
      const ask = windowOf('set back', 2, 1, 400);
      await counters.decide([ask, ask]);
      await setBack(3_600_000);

      const [refused] = await counters.decide([ask]);

      expect(refused).toMatchObject({ admitted: 0 });
      expect(refused!.waitMs).toBeLessThanOrEqual(400);
      await expect.poll(async () => (await counters.decide([ask]))[0]!.admitted, { interval: 20 }).toBe(1);
    });

    test('200 callers at once over two processes get the limit, to the call', async () => {
      const { counters } = await opening[name]!();
      const processes = [new LimitBatches(counters), new LimitBatches(counters)];
      const { ask } = windowOf('many', 150, 1);

      const decisions = await Promise.all(
        Array.from({ length: 200 }, async (_, index) => processes[index % 2]!.decide(ask)),
      );

      const admitted = decisions.filter(({ isAdmitted }) => isAdmitted);
      expect(admitted).toHaveLength(150);
      // Each was told another number, down to none.
      expect(new Set(admitted.map(({ states }) => states[0]!.left)).size).toBe(150);
    });
  },
);
