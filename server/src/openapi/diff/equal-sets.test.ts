import { describe, expect, test } from 'vitest';
import { diffContracts, type JsonObject } from './diff.ts';
import { contractOf, objectWith, worstOf } from '../../testing/fixtures/diff-fixtures.ts';

const text = { type: 'string' };
const whole = { type: 'integer' };
const list = { type: 'array' };
const both = (schema: unknown): JsonObject => {
  const name = objectWith(schema);
  return contractOf({ body: name, response: name });
};
const asked = (schema: unknown) => contractOf({ body: objectWith(schema) });

describe('two ways to say one set of values are no change, in requests and answers', () => {
  const cases: [string, object, object][] = [
    [
      'an enum and a choice of constants',
      { ...text, enum: ['a', 'b'] },
      { oneOf: [{ const: 'b', title: 'B' }, { const: 'a' }] },
    ],
    [
      'an enum and a choice of enums',
      { ...text, enum: ['a', 'b'] },
      {
        anyOf: [
          { ...text, enum: ['a'] },
          { ...text, enum: ['b', 'a'] },
        ],
      },
    ],
    [
      'two choices of the same values',
      { anyOf: [{ enum: ['a'] }, { enum: ['b', 'c'] }] },
      { oneOf: [{ const: 'c' }, { enum: ['a', 'b'] }] },
    ],
    [
      'a choice with null and an enum with null',
      { type: ['string', 'null'], enum: ['a', null] },
      { oneOf: [{ const: 'a' }, { type: 'null' }] },
    ],
    ['an enum with its type and without', { enum: ['a', 'b'] }, { ...text, enum: ['b', 'a', 'a'] }],
    ['a pattern for anything and none', text, { ...text, pattern: '^.*$' }],
    ['two patterns for anything', { ...text, pattern: '.*' }, { ...text, pattern: '^[\\s\\S]*$' }],
    [
      'a length that no value of the enum has',
      { ...text, enum: ['a', 'bb'] },
      { ...text, enum: ['a', 'bb'], maxLength: 2 },
    ],
    [
      'a length that no uuid has',
      { ...text, format: 'uuid' },
      { ...text, format: 'uuid', maxLength: 40, minLength: 1 },
    ],
    [
      'the range of 32 bits',
      { ...whole, format: 'int32' },
      { ...whole, format: 'int32', minimum: -2147483648, maximum: 2147483647 },
    ],
    [
      'a bound outside of another',
      { type: 'number', exclusiveMaximum: 5 },
      { type: 'number', exclusiveMaximum: 5, maximum: 5 },
    ],
    [
      'above nought and from one, of whole numbers',
      { ...whole, minimum: 1 },
      { ...whole, exclusiveMinimum: 0 },
    ],
    ['a bound between two whole numbers', { ...whole, maximum: 10 }, { ...whole, maximum: 10.5 }],
    ['whole numbers', whole, { type: 'number', multipleOf: 1 }],
    ['a multiple that every whole number is', whole, { ...whole, multipleOf: 1 }],
    [
      'counts from nought',
      { ...list, items: text },
      { ...list, items: text, minItems: 0, uniqueItems: false },
    ],
    ['one item, unique', { ...list, maxItems: 1 }, { ...list, maxItems: 1, uniqueItems: true }],
    [
      'items by their place and all items',
      { ...list, items: text },
      { ...list, prefixItems: [text, text], items: text },
    ],
    [
      'as many properties as are needed',
      objectWith(text, { required: ['name'] }),
      objectWith(text, { required: ['name'], minProperties: 1 }),
    ],
    ['a choice of one', { anyOf: [objectWith(text)] }, objectWith(text)],
    ['a choice in a choice', { anyOf: [{ anyOf: [text, whole] }, list] }, { anyOf: [text, whole, list] }],
    [
      'the same choice twice',
      { anyOf: [objectWith(text), objectWith(text), list] },
      { anyOf: [objectWith(text), list] },
    ],
    ['true, nothing and an empty schema', { type: 'object', additionalProperties: {} }, { type: 'object' }],
    [
      'false and what fits not anything',
      { type: 'object', properties: { a: false } },
      { type: 'object', properties: { a: { not: true } } },
    ],
    ['all booleans by name', { type: 'boolean' }, { type: 'boolean', enum: [true, false] }],
    ['named values beyond the type', { ...text, enum: ['a'] }, { ...text, enum: ['a', 1] }],
    ['some item that need not be', list, { ...list, contains: text, minContains: 0 }],
    ['a choice of any text and of some', text, { anyOf: [{ ...text, maxLength: 3 }, text] }],
    [
      'as many items as have a place',
      { ...list, prefixItems: [text], items: false },
      { ...list, prefixItems: [text], items: false, maxItems: 1 },
    ],
    [
      'an empty text, and the moments that there are',
      { ...text, format: 'date-time' },
      { ...text, format: 'date-time', minLength: 1 },
    ],
    ['patterns that may be empty anywhere', { ...text, pattern: '[a-z]*' }, { ...text, pattern: '^(?:.*)$' }],
    ['null by type and by name', { type: 'null' }, { enum: [null] }],
    ['null by type and as a constant', { type: 'null' }, { const: null }],
    ['a choice that is none', text, { anyOf: [text, false] }],
    ['what fits nothing is forbidden', text, { ...text, not: false }],
    [
      'a rule for what no rule has seen',
      { type: 'object', additionalProperties: text },
      { type: 'object', additionalProperties: text, unevaluatedProperties: false },
    ],
    ['properties of what is no object', text, { ...text, additionalProperties: false }],
    ['numbers in other letters', { type: 'number', enum: [1, 20] }, { type: 'number', enum: [1.0, 2e1] }],
  ];

  test.for(cases)('%s', ([, base, revision]) => {
    expect(diffContracts(both(base), both(revision)).changes).toEqual([]);
    expect(diffContracts(both(revision), both(base)).changes).toEqual([]);
  });
});

describe('what looks alike but is another set is found', () => {
  const cases: [string, unknown, unknown, string][] = [
    [
      'a choice of constants without one of them',
      { enum: ['a', 'b'] },
      { oneOf: [{ const: 'a' }] },
      'breaking',
    ],
    [
      'a value that two alternatives of a oneOf name',
      { enum: ['a', 'b'] },
      { oneOf: [{ enum: ['a', 'b'] }, { const: 'a' }] },
      'breaking',
    ],
    [
      'a length that some value has',
      { ...text, enum: ['a', 'bb'] },
      { ...text, enum: ['a', 'bb'], maxLength: 1 },
      'breaking',
    ],
    [
      'a bound within 32 bits',
      { ...whole, format: 'int32' },
      { ...whole, format: 'int32', maximum: 100 },
      'breaking',
    ],
    [
      'above a number and from it',
      { type: 'number', minimum: 1 },
      { type: 'number', exclusiveMinimum: 1 },
      'breaking',
    ],
    ['a pattern for something', text, { ...text, pattern: '^.+$' }, 'breaking'],
    ['a pattern that is empty or else letters', text, { ...text, pattern: '^[a-z]*$' }, 'breaking'],
    [
      'items that differ by their place',
      { ...list, items: text },
      { ...list, prefixItems: [whole], items: text },
      'breaking',
    ],
    ['a number where there was a text of that length', { ...text, maxLength: 3 }, whole, 'breaking'],
    ['a bound for values that are not allowed', whole, { ...whole, maxLength: 3 }, 'compatible'],
    [
      'a bound that both set, for values that are not allowed',
      { ...whole, maxLength: 5 },
      { ...whole, maxLength: 3 },
      'breaking',
    ],
  ];

  test.for(cases)('%s', ([, base, revision, severity]) => {
    expect(worstOf(asked(base), asked(revision))).toBe(severity);
  });

  test('a pattern that asks for nothing any more stops who reads', () => {
    const answered = (schema: object) => contractOf({ response: objectWith(schema) });

    expect(worstOf(answered({ ...text, pattern: '^a' }), answered({ ...text, pattern: '.*' }))).toBe(
      'breaking',
    );
    expect(worstOf(asked({ ...text, pattern: '^a' }), asked({ ...text, pattern: '.*' }))).toBe('compatible');
  });
});

describe('alternatives of which no value fits two', () => {
  const kind = (value: string, more: object = {}) => ({
    type: 'object',
    required: ['kind'],
    properties: { kind: { enum: [value] }, ...more },
  });
  const free = (name: string) => ({ type: 'object', required: [name], properties: { [name]: text } });

  test('take a value as before, when it was the first of them', () => {
    expect(worstOf(asked(kind('a')), asked({ oneOf: [kind('a'), kind('b')] }))).toBe('compatible');
    expect(worstOf(asked(text), asked({ oneOf: [text, whole] }))).toBe('compatible');
    expect(
      worstOf(
        asked({ ...free('a'), additionalProperties: false }),
        asked({ oneOf: [{ ...free('a'), additionalProperties: false }, free('b')] }),
      ),
    ).toBe('compatible');
  });

  test('make oneOf and anyOf the same', () => {
    const of = (word: string) => both({ [word]: [kind('a'), kind('b')] });

    expect(worstOf(of('anyOf'), of('oneOf'))).toBe('compatible');
    expect(worstOf(of('oneOf'), of('anyOf'))).toBe('compatible');
  });

  test('are not those of which some value may fit both', () => {
    const { changes } = diffContracts(asked(free('a')), asked({ oneOf: [free('a'), free('b')] }));

    expect(changes).toMatchObject([
      { id: 'request-property-wrapped-in-one-of-original-preserved', severity: 'risky' },
    ]);
    expect(worstOf(asked(free('a')), asked({ oneOf: [{ ...free('a'), minProperties: 2 }, free('b')] }))).toBe(
      'breaking',
    );
    expect(worstOf(both({ oneOf: [free('a'), free('b')] }), both({ anyOf: [free('a'), free('b')] }))).toBe(
      'breaking',
    );
  });
});

test('a schema that loses its type allows null as it did', () => {
  const properties = { a: text };

  expect(worstOf(asked({ type: ['object', 'null'], properties }), asked({ properties }))).toBe('compatible');
  expect(worstOf(asked({ properties }), asked({ properties, nullable: true }))).toBe('compatible');
});

describe('a schema that allows nothing', () => {
  test('stops who sends, and who receives when it goes', () => {
    expect(worstOf(asked(text), asked(false))).toBe('breaking');
    expect(worstOf(asked(false), asked(text))).toBe('compatible');
    expect(worstOf(asked({ ...list, items: false }), asked(list))).toBe('compatible');
    expect(worstOf(contractOf({ response: { ...list, items: false } }), contractOf({ response: list }))).toBe(
      'breaking',
    );
  });

  test('is no answer at all: one that comes is new', () => {
    expect(worstOf(contractOf({ response: false }), contractOf({ response: text }))).toBe('compatible');
    expect(worstOf(contractOf({ response: text }), contractOf({ response: false }))).toBe('compatible');
  });

  test('a body without a schema takes anything', () => {
    const open = contractOf({ operation: { requestBody: { content: { 'application/json': {} } } } });

    expect(worstOf(open, contractOf({ body: true }))).toBe('none');
    expect(worstOf(open, contractOf({ body: false }))).toBe('breaking');
  });
});
