import { expect, test } from 'vitest';
import { durationWords } from './duration.ts';

test('seconds are said in the largest unit that leaves no rest', () => {
  expect([0, 5, 90, 300, 7200, 86_400, 90_000].map(durationWords)).toEqual([
    '0 s',
    '5 s',
    '90 s',
    '5 min',
    '2 h',
    '1 d',
    '25 h',
  ]);
});
