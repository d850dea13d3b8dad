import { expect, test } from 'vitest';
import { mergeRules } from './merge-rules.ts';

const rules = { lint: {}, severities: {}, bar: 0, sunsetGraceDays: 0, answerEnums: 'closed' } as const;

test('what two people changed at the same time is both there', () => {
  const before = { ...rules, lint: { paging: 'warn', naming: 'off' } as const };
  const edited = { ...before, lint: { paging: 'error' } as const, bar: 60 };
  const latest = {
    ...before,
    lint: { ...before.lint, errors: 'info' } as const,
    sunsetGraceDays: 90,
    answerEnums: 'open',
  } as const;

  expect(mergeRules(before, edited, latest)).toEqual({
    lint: { paging: 'error', errors: 'info' },
    severities: {},
    bar: 60,
    sunsetGraceDays: 90,
    answerEnums: 'open',
  });
});
