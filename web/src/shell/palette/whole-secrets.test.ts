import { expect, test } from 'vitest';
import { withoutSecrets } from './whole-secrets.ts';

const key = `parley_live_${'aB3'.repeat(12)}`;

test.each([
  [key, '3aB3'],
  [`  ${key} `, '  3aB3 '],
  ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', ''],
  ['parley_live_…aB3x', 'parley_live_…aB3x'],
  ['evt_01m3k7q2x8e5v9r4t6w1y0z3ab', 'evt_01m3k7q2x8e5v9r4t6w1y0z3ab'],
  ['order_live_2026', 'order_live_2026'],
])('of %j goes out %j', (text, expected) => {
  expect(withoutSecrets(text)).toBe(expected);
});
