import { expect, test } from 'vitest';
import { countNew, patchRows } from './live-list.ts';

const shown = [
  { id: 'dlv_2', status: 'pending' },
  { id: 'dlv_1', status: 'pending' },
];
const fresh = [
  { id: 'dlv_3', status: 'pending' },
  { id: 'dlv_2', status: 'delivered' },
];

test('rows on screen change in place, and no row moves or leaves', () => {
  expect(patchRows(shown, fresh)).toEqual([
    { id: 'dlv_2', status: 'delivered' },
    { id: 'dlv_1', status: 'pending' },
  ]);
});

test('only rows that are not on screen count as new', () => {
  expect(countNew(shown, fresh)).toBe(1);
  expect(countNew(shown, shown)).toBe(0);
});
