import { expect, test } from 'vitest';
import { proofOf, type SecretLife } from './secret-proof.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 22, hour)).toISOString();
const now = new Date(at(12));
const life: SecretLife = {
  setAt: at(8),
  isRotated: true,
  overlapUntil: at(10),
  lastSuccessAt: null,
  lastFailureAt: null,
};

test('a success that the new secret alone signed says that the receiver took it', () => {
  expect(proofOf({ ...life, lastSuccessAt: at(11) }, now)).toBe('taken');
  expect(proofOf({ ...life, overlapUntil: null, lastSuccessAt: at(9) }, now)).toBe('taken');
});

test('while both sign, a success proves nothing', () => {
  expect(proofOf({ ...life, overlapUntil: at(20), lastSuccessAt: at(11) }, now)).toBe('both_sign');
});

test('a success of before the old one stopped proves nothing either', () => {
  expect(proofOf({ ...life, lastSuccessAt: at(9) }, now)).toBe('not_seen');
  expect(proofOf({ ...life, lastSuccessAt: at(9), lastFailureAt: at(11) }, now)).toBe('refused');
});
