import { expect, test } from 'vitest';
import { diffLines } from './line-diff.ts';

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
