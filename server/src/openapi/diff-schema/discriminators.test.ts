import { describe, expect, test } from 'vitest';
import { diffContracts, type JsonObject } from '../diff/diff.ts';
import { contractOf, objectWith, worstOf } from '../../testing/fixtures/diff-fixtures.ts';

const text = { type: 'string' };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const cat = objectWith(text, { required: ['name'] });
const dog = { type: 'object', properties: { bark: text } };

type Shape = { names?: readonly string[]; mapping?: JsonObject; propertyName?: string };

const union = ({ names = ['Cat', 'Dog'], mapping, propertyName = 'kind' }: Shape) => ({
  oneOf: names.map(ref),
  discriminator: { propertyName, ...(mapping ? { mapping } : {}) },
});
const schemas = { Cat: cat, Dog: dog, Kitty: cat };
const asked = (shape: Shape) => contractOf({ body: union(shape), schemas });
const answered = (shape: Shape) => contractOf({ response: union(shape), schemas });
const point = (name: string) => `#/components/schemas/${name}`;
const spelled = { Cat: point('Cat'), Dog: 'Dog' };

describe('what tells alternatives apart', () => {
  test('is the same when the names of the components are spelled out', () => {
    for (const build of [asked, answered]) {
      expect(diffContracts(build({}), build({ mapping: spelled })).changes).toEqual([]);
      expect(diffContracts(build({ mapping: spelled }), build({})).changes).toEqual([]);
    }
  });

  const cases: [string, Shape, Shape, inRequest: string, inAnswer: string][] = [
    ['another property', {}, { propertyName: 'type' }, 'breaking', 'breaking'],
    ['a component under another name', {}, { names: ['Kitty', 'Dog'] }, 'breaking', 'breaking'],
    [
      'a component under another name with its old value',
      {},
      { names: ['Kitty', 'Dog'], mapping: { Cat: point('Kitty') } },
      'none',
      'none',
    ],
    [
      'a value under another name',
      { mapping: { cat: 'Cat' } },
      { mapping: { puss: 'Cat' } },
      'breaking',
      'breaking',
    ],
    [
      'a value that means something else',
      { mapping: { pet: 'Cat', dog: 'Dog' } },
      { mapping: { pet: 'Dog', dog: 'Dog', cat: 'Cat' } },
      'breaking',
      'breaking',
    ],
    [
      'one more value for what was there',
      { mapping: { cat: 'Cat' } },
      { mapping: { cat: 'Cat', puss: 'Cat' } },
      'compatible',
      'breaking',
    ],
    [
      'one value less for what is there',
      { mapping: { cat: 'Cat', puss: 'Cat' } },
      { mapping: { cat: 'Cat' } },
      'breaking',
      'compatible',
    ],
    ['one alternative more', { names: ['Dog'] }, {}, 'compatible', 'breaking'],
  ];

  test.for(cases)('%s', ([, base, revision, inRequest, inAnswer]) => {
    expect(worstOf(asked(base), asked(revision))).toBe(inRequest);
    expect(worstOf(answered(base), answered(revision))).toBe(inAnswer);
  });
});
