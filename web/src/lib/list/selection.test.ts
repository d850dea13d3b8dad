import { expect, test } from 'vitest';
import { nothingChosen, select, type SelectionAct } from './selection.ts';

const page = ['a', 'b', 'c', 'd', 'e'];
const after = (...acts: readonly SelectionAct[]) => acts.reduce(select, nothingChosen);
const toggle = (id: string, isRange = false): SelectionAct => ({ kind: 'toggle', id, isRange, page });
const chosen = (...acts: readonly SelectionAct[]) => [...after(...acts).ids].toSorted().join('');

test('Shift takes everything between the row before and this one, in both directions', () => {
  expect(chosen(toggle('b'), toggle('d', true))).toBe('bcd');
  expect(chosen(toggle('d'), toggle('b', true))).toBe('bcd');
});

test('a range takes the state of its last row: it takes rows away as well', () => {
  expect(chosen({ kind: 'page', isChosen: true, page }, toggle('b'), toggle('d', true))).toBe('ae');
});

test('rows of other pages stay chosen', () => {
  const other: SelectionAct = { kind: 'page', isChosen: true, page: ['x', 'y'] };

  expect(chosen(other, toggle('a'))).toBe('axy');
  expect(chosen(other, toggle('a'), { kind: 'page', isChosen: false, page })).toBe('xy');
});

test('a range whose beginning is on another page is the row alone', () => {
  expect(chosen({ ...toggle('x'), page: ['x', 'y'] } as SelectionAct, toggle('c', true))).toBe('cx');
});

test('after all that match, one row less is the page without it', () => {
  expect(after({ kind: 'all' }).isAll).toBe(true);
  expect(chosen({ kind: 'all' }, toggle('c'))).toBe('abde');
  expect(after({ kind: 'all' }, { kind: 'clear' })).toEqual(nothingChosen);
});
