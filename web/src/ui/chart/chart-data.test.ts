import { expect, test } from 'vitest';
import { bucketAt, highestOf, isEmpty, totalOf } from './chart-data.ts';

const buckets = [
  { since: 0, until: 10, values: [3, 1] },
  { since: 10, until: 20, values: [4, null] },
];

test('a total counts what is known', () => {
  expect([totalOf(buckets, 0), totalOf(buckets, 1)]).toEqual([7, 1]);
});

test('the axis holds the highest bar, or the highest point where nothing is stacked', () => {
  expect(highestOf(buckets, true)).toBe(4);
  expect(highestOf([{ since: 0, until: 1, values: [3, 2] }], true)).toBe(5);
  expect(highestOf([{ since: 0, until: 1, values: [3, 2] }], false)).toBe(3);
  expect(highestOf([], true)).toBe(0);
});

test('a chart is empty when nothing is known and when all is nought', () => {
  expect(isEmpty([{ since: 0, until: 1, values: [0, null] }])).toBe(true);
  expect(isEmpty(buckets)).toBe(false);
});

test('every place of the plot belongs to a bucket, the edges too', () => {
  expect([bucketAt(-0.1, 24), bucketAt(0, 24), bucketAt(0.5, 24), bucketAt(1, 24)]).toEqual([0, 0, 12, 23]);
});
