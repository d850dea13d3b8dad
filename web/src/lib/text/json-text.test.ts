import { expect, test } from 'vitest';
import { z } from 'zod';
import { indentJson, indentJsonText, jsonTextOf, parseJson, readJson } from './json-text.ts';

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

test('numbers that a double would change are read and written as they were', () => {
  const text = '{"id":1541815603606036480,"price":123456789.123456789123,"short":1}';

  expect(JSON.stringify(parseJson(text))).toBe(text);
  expect(indentJson(parseJson('[9007199254740993]'))).toBe('[\n  9007199254740993\n]');
});

test('a text of JSON is laid out with every token as it was written', () => {
  const odd = String.raw`{"10":1.0,"2":-0,"s":"\u0041\/"}`;

  expect(indentJsonText(odd)).toBe(String.raw`{
  "10": 1.0,
  "2": -0,
  "s": "\u0041\/"
}`);
  expect(indentJsonText('no {json}')).toBe('no {json}');
});

test.each(['{}', '[]', '[[],{}]', '{"a":{"b":[1,"x",null]},"c":"d, e: {"}', ' 5 '])(
  'a plain text %j is laid out as its value would be',
  (text) => {
    expect(indentJsonText(text)).toBe(JSON.stringify(JSON.parse(text), null, 2));
  },
);
