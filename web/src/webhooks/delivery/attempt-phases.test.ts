import { expect, test } from 'vitest';
import { phasesOf } from './attempt-phases.ts';

test('the phases of an attempt are together as long as it was', () => {
  expect(phasesOf({ connectMs: 3, firstByteMs: 20, durationMs: 25 })).toEqual([
    { name: 'connect', ms: 3 },
    { name: 'wait', ms: 17 },
    { name: 'read', ms: 5 },
  ]);
});

test('an attempt without an answer, or of before phases were kept, has none', () => {
  expect(phasesOf({ connectMs: null, firstByteMs: null, durationMs: 25 })).toEqual([]);
});
