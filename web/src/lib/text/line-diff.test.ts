import { expect, test } from 'vitest';
import { diffLines, foldLines } from './line-diff.ts';

const marked = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, text }) => ({ same: ' ', removed: '-', added: '+' })[kind] + text);

test('the same text has no changed line', () => {
  expect(marked('a\nb', 'a\nb')).toEqual([' a', ' b']);
});

test('a changed line shows as removed, then added, between the lines that stay', () => {
  expect(marked('{\n  a\n}', '{\n  b\n}')).toEqual([' {', '-  a', '+  b', ' }']);
});

test('lines that only moved apart stay', () => {
  expect(marked('a\nb\nc\nd', 'a\nx\nb\nd')).toEqual([' a', '+x', ' b', '-c', ' d']);
});

test('a repeated line is not counted twice', () => {
  expect(marked('a\na', 'a')).toEqual([' a', '-a']);
});

test('beside nothing, every line is new', () => {
  expect(marked('', 'a\nb')).toEqual(['+a', '+b']);
});

test('lines far from a change are folded into a gap that counts them', () => {
  const before = ['1', '2', '3', '4', '5', '6', '7', '8', '9'].join('\n');

  const folded = foldLines(diffLines(before, before.replace('9', 'x')));

  expect(folded[0]).toEqual({ kind: 'gap', lineCount: 5 });
  expect(folded.slice(1).map(({ kind }) => kind)).toEqual(['same', 'same', 'same', 'removed', 'added']);
});
