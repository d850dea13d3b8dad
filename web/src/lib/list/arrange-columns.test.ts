import { expect, test } from 'vitest';
import { arrangeColumns, columnsAddress, moveColumn } from './arrange-columns.ts';

const columns = [{ id: 'name' }, { id: 'kind' }, { id: 'status' }, { id: 'contact', isExtra: true }];
const idsOf = (some: readonly { id: string }[]) => some.map(({ id }) => id).join(' ');

test('without a wish all columns are shown but those that are extra', () => {
  const { shown, hidden } = arrangeColumns(columns, undefined);

  expect([idsOf(shown), idsOf(hidden)]).toEqual(['name kind status', 'contact']);
});

test('the address says which columns and in which order; the first stays, and what nobody knows is passed over', () => {
  const { shown, hidden } = arrangeColumns(columns, 'contact,nonsense,kind,contact');

  expect([idsOf(shown), idsOf(hidden)]).toEqual(['name contact kind', 'status']);
});

test('what the address says of an order is read as that order, also when nothing is left', () => {
  const orders = [[0, 1, 2], [0], [0, 3, 2, 1], [0, 1, 2, 3]];
  for (const order of orders) {
    const shown = order.flatMap((place) => columns[place] ?? []);

    expect(idsOf(arrangeColumns(columns, columnsAddress(columns, shown)).shown)).toBe(idsOf(shown));
  }
  expect(columnsAddress(columns, columns.slice(0, 3))).toBeUndefined();
});

test('a column moves by one place, never before the first and never past the last', () => {
  expect(idsOf(moveColumn(columns, 'status', -1))).toBe('name status kind contact');
  expect(idsOf(moveColumn(columns, 'kind', -1))).toBe('name kind status contact');
  expect(idsOf(moveColumn(columns, 'contact', 1))).toBe('name kind status contact');
});
