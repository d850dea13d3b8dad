import { dayMs } from '@parley/shared/words/time';
import { expect, test } from 'vitest';
import { type KeyInUse, revocationOf } from './revocation.ts';

const now = Date.parse('2026-11-27T12:00:00Z');
const old: KeyInUse = {
  isEnded: false,
  createdAt: now - 100 * dayMs,
  lastUsedAt: null,
  callsLastWeek: 0,
  operations: 0,
  shared: 0,
  below: 0,
  isReplaced: false,
};
const judge = (key: Partial<KeyInUse>) => {
  const { verdict, reasons } = revocationOf({ ...old, ...key }, now);
  return `${verdict}: ${reasons.join(', ')}`;
};

test('what nobody uses is safe to revoke, and what is new is not known to be unused', () => {
  expect(judge({})).toBe('safe: never_used');
  expect(judge({ createdAt: now - dayMs })).toBe('careful: never_used, new');
  expect(judge({ lastUsedAt: now - 40 * dayMs })).toBe('safe: unused_for_30_days');
  expect(judge({ lastUsedAt: now - 10 * dayMs, operations: 1 })).toBe(
    'careful: unused_for_7_days, alone_with_some_calls',
  );
});

test('what is used is not safe, whoever else makes its calls', () => {
  expect(judge({ lastUsedAt: now - dayMs, callsLastWeek: 3, operations: 2, shared: 2 })).toBe(
    'unsafe: used_within_7_days, other_keys_make_its_calls',
  );
  expect(
    judge({ lastUsedAt: now - dayMs, callsLastWeek: 3, operations: 2, shared: 1, isReplaced: true }),
  ).toBe('unsafe: used_within_7_days, replaced, alone_with_some_calls');
  // The hour of the last use may be counted before the key is marked.
  expect(judge({ callsLastWeek: 1 })).toBe('unsafe: used_within_7_days');
});

test('keys that would go with it ask for care, and what has ended breaks nobody', () => {
  expect(judge({ lastUsedAt: now - 40 * dayMs, below: 2 })).toBe('careful: unused_for_30_days, keys_below');
  expect(judge({ isEnded: true, callsLastWeek: 9 })).toBe('ended: ended');
});
