import { expect, test } from 'vitest';
import { isPlain, viewSearchOf } from './view-search.ts';

test('a view keeps filters, order and columns, and nothing of where the reader was', () => {
  expect(viewSearchOf('?status=failed&cursor=abc&look=dlv_1&view=viw_1&env=test&columns=a,b&order=asc')).toBe(
    'columns=a%2Cb&order=asc&status=failed',
  );
  expect(viewSearchOf('?b=1&a=2')).toBe(viewSearchOf('?a=2&b=1'));
  expect(viewSearchOf('')).toBe('');
});

test('only an address that says nothing opens with the view of its reader', () => {
  expect([isPlain(''), isPlain('?env=test'), isPlain('?view=all'), isPlain('?cursor=x')]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
