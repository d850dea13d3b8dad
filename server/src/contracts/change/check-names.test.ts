import { expect, test } from 'vitest';
import { severityOf } from './check-names.ts';

test('a rule counts by the name of its check, also by one that it had before', () => {
  const rules = {
    'response-property-enum-removed': 'risky',
    'request-body-multiple-of-changed': 'ignore',
    'request-body-multiple-of-generalized': 'compatible',
  } as const;

  expect(severityOf(rules, 'response-property-became-not-enum')).toBe('risky');
  expect(severityOf(rules, 'request-body-multiple-of-generalized')).toBe('compatible');
  expect(severityOf(rules, 'request-body-multiple-of-specialized')).toBe('ignore');
  expect(severityOf(rules, 'request-body-became-enum')).toBeUndefined();
  expect(severityOf({}, 'constructor')).toBeUndefined();
});
