import { expect, test } from 'vitest';
import { timeFormatOf } from './time-format.ts';
import { zoneNames } from './zone-names.ts';

test('zones have the names of today, each once, and what was chosen is among them', () => {
  const names = zoneNames('Asia/Calcutta');

  expect(names[0]).toBe('UTC');
  expect(names).toEqual(expect.arrayContaining(['Asia/Kolkata', 'Europe/Kyiv', 'Asia/Calcutta']));
  expect(new Set(names).size).toBe(names.length);
  expect(zoneNames(null)).not.toContain('Asia/Calcutta');
});

test('each of them is a zone', () => {
  const instant = new Date('2026-11-22T12:00:00Z');
  const wrong = zoneNames(null).filter(
    (timeZone) =>
      timeZone !== 'UTC' && timeFormatOf({ timeZone, clock: 'h24' }).full(instant).endsWith(' UTC'),
  );

  expect(wrong).toEqual([]);
});
