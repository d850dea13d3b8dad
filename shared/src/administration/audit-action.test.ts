import { expect, test } from 'vitest';
import { auditActionNames, auditActions, auditActionWords } from './audit-action.ts';

test('every act that can be recorded has words of its own', () => {
  const words = auditActionNames.map(auditActionWords);

  expect(new Set(words).size).toBe(Object.keys(auditActions).length);
  for (const one of words) expect(one).toMatch(/^[A-Z][a-zA-Z ]+[a-zA-Z]$/);
});

test('an act of a later version shows as words and not as its code', () => {
  expect(auditActionWords('daily_quota.reset')).toBe('Daily quota: reset');
});
