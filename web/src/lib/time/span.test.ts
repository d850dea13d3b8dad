import { expect, test } from 'vitest';
import { instantsOf } from './span.ts';

const now = new Date('2026-11-22T12:00:00Z');

test('a range reaches back from now and has no end', () => {
  expect(instantsOf({ range: '24h' }, now)).toEqual({ since: '2026-11-21T12:00:00.000Z', until: undefined });
});

test('two instants stay as they are', () => {
  const span = { since: '2026-11-20T00:00:00.000Z', until: '2026-11-21T00:00:00.000Z' };

  expect(instantsOf(span, now)).toEqual(span);
});
