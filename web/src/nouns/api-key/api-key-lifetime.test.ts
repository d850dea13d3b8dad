import { expect, test } from 'vitest';
import { expiryOf } from './api-key-lifetime.ts';

const now = new Date('2026-11-22T09:30:00.000Z');

test('a key without an end has no expiry', () => {
  expect(expiryOf('never', '2026-12-01', now)).toBeUndefined();
});

test('a lifetime in days counts from now', () => {
  expect(expiryOf('30 days', '', now)).toBe('2026-12-22T09:30:00.000Z');
});

test('a key with a date still works on that day', () => {
  expect(expiryOf('date', '2026-12-01', now)).toBe(new Date('2026-12-01T23:59:59.999').toISOString());
});

test('a missing date is left to the schema, which refuses it', () => {
  expect(expiryOf('date', '', now)).toBe('no date');
});
