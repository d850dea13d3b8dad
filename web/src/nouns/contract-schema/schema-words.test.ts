import { expect, test } from 'vitest';
import { constraintWords, partsOf, typeWords } from './schema-words.ts';

const document = {
  components: {
    schemas: {
      Pet: {
        type: 'object',
        properties: { friends: { type: 'array', items: { $ref: '#/components/schemas/Pet' } } },
      },
      Loop: { $ref: '#/components/schemas/Loop' },
    },
  },
};

test.for([
  [{ type: 'string', format: 'date-time' }, 'string, date-time'],
  [{ type: ['string', 'null'] }, 'string or null'],
  [{ $ref: '#/components/schemas/Pet' }, 'Pet: object'],
  [{ type: 'array', items: { $ref: '#/components/schemas/Pet' } }, 'list of Pet'],
  [{ oneOf: [{}, {}, {}] }, 'one of 3'],
  [{ $ref: '#/components/schemas/Missing' }, 'anything'],
  [true, 'anything'],
  [false, 'nothing'],
] as const)('%j is called %s', ([schema, words]) => {
  expect(typeWords(document, schema)).toBe(words);
});

test('a reference that leads to itself ends', () => {
  expect(typeWords(document, { $ref: '#/components/schemas/Loop' })).toBe('Loop: anything');
});

test('bounds, values and marks are named', () => {
  expect(constraintWords({ enum: ['a', 'b'], maxLength: 20, default: 'a', readOnly: true })).toEqual([
    '"a", "b"',
    'length ≤ 20',
    'default: "a"',
    'readOnly',
  ]);
});

test('parts are properties, items and alternatives, one level deep', () => {
  const schema = { required: ['id'], properties: { id: true, name: {} }, oneOf: [{ type: 'null' }] };

  expect(partsOf(schema).map(({ label, isRequired }) => [label, isRequired])).toEqual([
    ['id', true],
    ['name', false],
    ['either 1', false],
  ]);
});
