import { expect, test } from 'vitest';
import { parseSearch, stringifySearch } from './search-params.ts';

test('addresses carry plain strings: digits stay a string', () => {
  expect(parseSearch('?token=0123&env=test')).toEqual({ token: '0123', env: 'test' });
});

test('what is empty or absent stays out of the address', () => {
  expect(stringifySearch({ kind: 'partner', search: '', cursor: undefined, limit: 20 })).toBe(
    '?kind=partner&limit=20',
  );
  expect(stringifySearch({ cursor: undefined })).toBe('');
});
