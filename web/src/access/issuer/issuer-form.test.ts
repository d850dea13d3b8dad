import { expect, test } from 'vitest';
import { environmentsOf, environmentsText, scopeMapOf, scopeMapText, wordsOf } from './issuer-form.ts';

test('what a field shows is what it is read as', () => {
  const environments = { production: 'live', 'a=b': 'test' } as const;
  const scopes = { 'orders.write': ['events:publish', 'events:read'], admin: ['endpoints:read'] } as const;

  expect(environmentsOf(environmentsText(environments))).toEqual(environments);
  expect(scopeMapOf(scopeMapText(scopes))).toEqual(scopes);
  expect(wordsOf(' scope, scp\nroles ')).toEqual(['scope', 'scp', 'roles']);
});

test('a line without a value is kept, so that it is refused and not lost', () => {
  expect(environmentsOf('production')).toEqual({ production: '' });
  expect(scopeMapOf('orders.write =')).toEqual({ 'orders.write': [] });
});
