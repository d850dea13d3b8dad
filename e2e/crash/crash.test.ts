import { expect, test } from 'vitest';
import { ackedMin, type DatabaseName, runCrashes } from './crashes.ts';

// `pnpm test:crash` is the long form.
const cases: [database: DatabaseName, kills: number][] = [
  ['sqlite', 4],
  ['postgresql', 3],
];

test.each(cases)(
  'on %s, %i times kill -9 under load loses nothing that was acknowledged and makes nothing twice',
  async (database, kills) => {
    const run = await runCrashes(database, kills);

    expect(run.inconsistencies).toEqual([]);
    expect(run).toMatchObject({ kills, lost: 0, unfinished: 0, refusals: {} });
    expect(run.acked).toBeGreaterThan(kills * ackedMin);
    expect(run.received).toBe(run.acked);
    // Otherwise the kills did not come in the middle of anything.
    expect(run.retriedKeys + run.unknown).toBeGreaterThan(0);
    expect(run.retriedDeliveries).toBeGreaterThan(0);
  },
);
