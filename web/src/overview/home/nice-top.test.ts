import { expect, test } from 'vitest';
import { niceTop } from './nice-top.ts';

test.each([
  [0, 2],
  [1, 2],
  [3, 4],
  [5, 10],
  [11, 20],
  [4000, 4000],
  [4001, 10_000],
])('an axis that holds %i ends at %i', (highest, top) => {
  expect(niceTop(highest)).toBe(top);
});
