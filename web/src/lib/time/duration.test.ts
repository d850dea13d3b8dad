import { expect, test } from 'vitest';
import { durationWords, longDurationWords } from './duration.ts';

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

test('a time that passed is said in its two largest units', () => {
  expect([0.2, 14, 125, 7200, 7509, 90_061].map(longDurationWords)).toEqual([
    'under 1 sec',
    '14 secs',
    '2 mins 5 secs',
    '2 hrs',
    '2 hrs 5 mins',
    '1 day 1 hr',
  ]);
});
