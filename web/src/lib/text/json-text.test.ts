import { expect, test } from 'vitest';
import { z } from 'zod';
import { jsonTextOf, readJson } from './json-text.ts';

test('a text that is JSON gives its value', () => {
  expect(readJson(' {"amount": -1.5e3, "tags": [], "paid": true} ')).toEqual({
    isJson: true,
    value: { amount: -1500, tags: [], paid: true },
  });
});

test.each([
  ['{\n  "a": 1,\n}', 'Line 3: expected a name in double quotes.'],
  ['{\n  "a": x\n}', 'Line 2: expected a value.'],
  ["{'a': 1}", 'Line 1: expected a name in double quotes or }.'],
  ['{"a" 1}', 'Line 1: expected a colon.'],
  ['{\n  "a": 1\n  "b": 2\n}', 'Line 3: expected a comma or }.'],
  ['[1, 2', 'Line 1, at the end: expected a comma or ].'],
  ['{\n  "a": {\n\n', 'Line 2, at the end: expected a name in double quotes or }.'],
  ['{"a": 01}', 'Line 1: expected a value.'],
  ['{}\n{}', 'Line 2: expected nothing more.'],
  ['[1}', 'Line 1: expected a comma or ].'],
])('%j says %j', (text, complaint) => {
  expect(readJson(text)).toEqual({ isJson: false, complaint });
});

test('a field of JSON says where the text breaks before it checks the value', () => {
  const field = jsonTextOf(z.object({ amount: z.number() }));

  expect(field.safeParse('{').error?.issues[0]?.message).toBe(
    'Line 1, at the end: expected a name in double quotes or }.',
  );
  expect(field.safeParse('{"amount": "x"}').error?.issues[0]?.path).toEqual(['amount']);
  expect(field.parse('{"amount": 2}')).toEqual({ amount: 2 });
});
