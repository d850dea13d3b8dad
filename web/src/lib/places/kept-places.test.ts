import { expect, test } from 'vitest';
import { notePlace, placesMax, readPlaces, togglePin } from './kept-places.ts';

const nothing = { pins: [], recent: [] };
const place = (n: number, title = `Number ${n}`) => ({ path: `/consumers/con_${n}`, title });

test('an object that is looked at again comes to the front, and the oldest goes', () => {
  let kept = readPlaces(null);
  for (let n = 1; n <= placesMax.recent + 1; n += 1) kept = notePlace(kept, place(n));
  kept = notePlace(kept, place(3, 'Number 3, renamed'));

  expect(kept.recent).toHaveLength(placesMax.recent);
  expect(kept.recent[0]).toEqual(place(3, 'Number 3, renamed'));
  expect(kept.recent.some(({ path }) => path === place(1).path)).toBe(false);
});

test('a pin stays where it is, has the name of its object, and goes when it is unpinned', () => {
  const pinned = togglePin(togglePin(nothing, place(1)), place(2));
  const renamed = notePlace(pinned, place(1, 'Renamed'));

  expect(renamed.pins).toEqual([place(1, 'Renamed'), place(2)]);
  expect(togglePin(renamed, place(1)).pins).toEqual([place(2)]);
});

test('no more pins are kept than the navigation shows', () => {
  let kept = readPlaces(null);
  for (let n = 1; n <= placesMax.pins + 1; n += 1) kept = togglePin(kept, place(n));

  expect(kept.pins).toHaveLength(placesMax.pins);
});

test.each([
  '',
  'nonsense',
  'null',
  '[]',
  '{"pins":[{"path":"https://evil.example","title":"x"}]}',
  '{"recent":7}',
])('what a browser kept as %s is nothing, and no failure', (text) => {
  expect(readPlaces(text)).toEqual(nothing);
});
