import { expect, test } from 'vitest';
import { exportText } from './export-text.ts';

const csv = exportText('csv', ['name', 'value'], false);

test('CSV is quoted as RFC 4180 says, line by line', () => {
  expect(csv.head).toBe('name,value\r\n');
  expect(
    csv.rows([
      { name: 'a,"b"', value: 'two\r\nlines' },
      { name: '', value: null },
    ]),
  ).toBe('"a,""b""","two\r\nlines"\r\n,\r\n');
  expect(csv.rows([{ name: 1.5, value: { x: [1] } }])).toBe('1.5,"{""x"":[1]}"\r\n');
});

test('no cell is a formula, whatever somebody called something; numbers stay numbers', () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '=cmd|" /C calc"!A0']) {
    const cell = csv.rows([{ name: text, value: -1 }]);

    expect(cell.replace(/^"/, '').startsWith(`'`)).toBe(true);
    expect(cell.endsWith(',-1\r\n')).toBe(true);
  }
});

test('the mark comes first and once, and only when asked for', () => {
  expect(exportText('csv', ['a'], true).head).toBe('\u{feff}a\r\n');
  expect(exportText('jsonl', ['a'], true).head).toBe('');
});

test('JSON lines are one object a line, and both formats say at the end that there is more', () => {
  const lines = exportText('jsonl', [], false);

  expect(lines.rows([{ a: 'x\ny' }, { a: '=1' }])).toBe('{"a":"x\\ny"}\n{"a":"=1"}\n');
  expect(JSON.parse(lines.stopped(7))).toEqual({ stopped: true, rows: 7 });
  expect(csv.stopped(7)).toMatch(/^Stopped after 7 rows/);
});
