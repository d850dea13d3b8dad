import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';

test('commas, quotes and line ends stay inside of their cell', () => {
  expect(csvLine(['a,b', 'say "x"', 'two\nlines', null, 3])).toBe('"a,b","say ""x""","two\nlines",,3\r\n');
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('%j is text and no formula', (value) => {
  expect(csvLine([value])).toMatch(/^"?'/);
});

test('a number below zero stays a number', () => {
  expect(csvLine([-5])).toBe('-5\r\n');
});
