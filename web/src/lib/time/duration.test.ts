import { expect, test } from 'vitest';
import { durationWords } from './duration.ts';

test('seconds are said in the largest unit that leaves no rest', () => {
  expect([0, 5, 90, 300, 7200, 86_400, 90_000].map(durationWords)).toEqual([
    '0 secs',
    '5 secs',
    '90 secs',
    '5 mins',
    '2 hrs',
    '1 day',
    '25 hrs',
  ]);
});
