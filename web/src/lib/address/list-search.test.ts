import { expect, test } from 'vitest';
import { filterKey } from './list-search.ts';

test('another page, order, column or row is the same list; another filter or environment is not', () => {
  const list = filterKey('?status=failed');

  expect(filterKey('?status=failed&cursor=a&order=asc&columns=b&look=c&view=d')).toBe(list);
  expect(filterKey('?status=delivered')).not.toBe(list);
  expect(filterKey('?status=failed&env=test')).not.toBe(list);
});
