import { expect, test } from 'vitest';
import { gapsOf } from './waterfall-steps.ts';

const steps = (...seconds: number[]) => seconds.map((one) => ({ at: one * 1000, until: one * 1000 + 100 }));

test('pauses are in proportion to each other, and one that would not fit is broken', () => {
  const [short, middle, long, endless] = gapsOf(steps(0, 10.1, 30.2, 70.3, 7270.4));

  expect(middle!.height / short!.height).toBeCloseTo(2);
  expect(long!.height / middle!.height).toBeCloseTo(2);
  expect(long!.isBroken).toBe(false);
  expect(endless).toMatchObject({ isBroken: true, height: 84 });
  expect(endless!.seconds).toBeCloseTo(7200);
});

test('what follows at once has no pause', () => {
  expect(gapsOf(steps(0, 0.5))).toEqual([null]);
  expect(gapsOf(steps(0))).toEqual([]);
});
