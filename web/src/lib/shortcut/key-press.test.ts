import { expect, test } from 'vitest';
import { isSingleKey, isStroke, keyWords, type KeyPress, strokesOf } from './key-press.ts';
import { shortcutList } from './shortcuts.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

test('a chord is told by its modifiers, a sign by what it writes', () => {
  expect(isStroke('mod+k', press('k', { ctrlKey: true }), false)).toBe(true);
  expect(isStroke('mod+k', press('k', { metaKey: true }), true)).toBe(true);
  expect(isStroke('mod+k', press('k', { ctrlKey: true }), true)).toBe(false);
  expect(isStroke('mod+k', press('k'), false)).toBe(false);
  expect(isStroke('k', press('k', { ctrlKey: true }), false)).toBe(false);
  expect(isStroke('?', press('?', { shiftKey: true }), false)).toBe(true);
  expect(isStroke('[', press('[', { altKey: true }), true)).toBe(true);
  expect(isStroke('g', press('G', { shiftKey: true }), false)).toBe(false);
});

test('on a keyboard of another script the place of the key counts', () => {
  expect(isStroke('mod+k', press('л', { code: 'KeyK', ctrlKey: true }), false)).toBe(true);
  expect(isStroke('k', press('t', { code: 'KeyK' }), false)).toBe(false);
});

test('what is pressed without a modifier is told apart, for those who switch it off', () => {
  expect(['?', 'g h', 'shift+n'].every(isSingleKey)).toBe(true);
  expect(['mod+k', 'alt+n'].some(isSingleKey)).toBe(false);
});

test('keys are named as the machine names them', () => {
  expect(keyWords('mod+k', true)).toBe('⌘K');
  expect(keyWords('mod+k', false)).toBe('Ctrl K');
  expect(keyWords('g h', false)).toBe('G then H');
});

test('no two shortcuts have the same keys, none begins as another, and none is longer than two strokes', () => {
  const all = shortcutList.flatMap(({ keys }) => [...keys]);
  const starts = all.filter((keys) => all.some((other) => other !== keys && other.startsWith(`${keys} `)));

  expect(new Set(all).size).toBe(all.length);
  expect(starts).toEqual([]);
  expect(all.filter((keys) => strokesOf(keys).length > 2)).toEqual([]);
  expect(all.filter((keys) => keys !== keys.toLowerCase())).toEqual([]);
});
