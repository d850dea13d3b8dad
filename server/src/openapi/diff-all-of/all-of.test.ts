import { describe, expect, test } from 'vitest';
import { diffContracts, type JsonObject } from '../diff/diff.ts';
import { contractOf, objectWith, worstOf } from '../../testing/fixtures/diff-fixtures.ts';

const text = { type: 'string' };
const object = (properties: JsonObject, ...required: string[]) => ({
  type: 'object',
  properties,
  ...(required.length > 0 ? { required } : {}),
});
const all = (...parts: object[]) => ({ allOf: parts });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const asked = (schema: unknown, schemas: JsonObject = {}) => contractOf({ body: schema, schemas });
const answered = (schema: unknown, schemas: JsonObject = {}) => contractOf({ response: schema, schemas });

describe('all parts of an allOf together tell what a change in one means', () => {
  const id = object({ id: text }, 'id');
  const loose = object({ id: text });
  const readOnly = object({ id: { ...text, readOnly: true } });
  const cases: [string, object, object, inRequest: string, inAnswer: string][] = [
    [
      'a bound that another part tightens',
      all({ ...text, maxLength: 5 }),
      all({ ...text, maxLength: 5 }, { maxLength: 50 }),
      'compatible',
      'compatible',
    ],
    [
      'a bound that is the tightest',
      all({ ...text, maxLength: 5 }),
      all({ ...text, maxLength: 5 }, { maxLength: 3 }),
      'breaking',
      'compatible',
    ],
    [
      'a bound that goes where another is tighter',
      all({ maxLength: 9 }, { ...text, maxLength: 5 }),
      all({}, { ...text, maxLength: 5 }),
      'none',
      'none',
    ],
    [
      'a name that another part still needs',
      all(id, object({ id: text, b: text }, 'id')),
      all(loose, object({ id: text, b: text }, 'id')),
      'none',
      'none',
    ],
    [
      'a name that no part needs any more',
      all(id, object({ id: text, b: text })),
      all(loose, object({ id: text, b: text })),
      'compatible',
      'breaking',
    ],
    [
      'a needed name that another part describes',
      all(loose, object({ a: text })),
      all(loose, object({ a: text }), { required: ['id'] }),
      'breaking',
      'compatible',
    ],
    [
      'a needed name beside the parts',
      { ...all(loose) },
      { ...all(loose), required: ['id'] },
      'breaking',
      'compatible',
    ],
    [
      'a needed name that is read-only elsewhere',
      all(readOnly, object({ a: text })),
      all(readOnly, object({ a: text }), { required: ['id'] }),
      'compatible',
      'compatible',
    ],
    [
      'a property that another part still describes',
      all(id, object({ id: text, a: text })),
      all(object({}, 'id'), object({ id: text, a: text })),
      'none',
      'none',
    ],
    [
      'a type that another part narrows',
      all({ type: ['string', 'integer'] }, text),
      all({ type: ['string', 'boolean'] }, text),
      'none',
      'none',
    ],
    [
      'values of which another part names fewer',
      all({ enum: ['a', 'b'] }, { enum: ['a'] }),
      all({ enum: ['a', 'c'] }, { enum: ['a'] }),
      'none',
      'none',
    ],
    [
      'a bound for values that another part does not allow',
      { maxLength: 9, ...all(loose) },
      { maxLength: 5, ...all(loose) },
      'compatible',
      'compatible',
    ],
    ['a part that says nothing new', all(loose), all(loose, { type: 'object' }), 'compatible', 'compatible'],
  ];

  test.for(cases)('%s', ([, base, revision, inRequest, inAnswer]) => {
    expect(worstOf(asked(base), asked(revision))).toBe(inRequest);
    expect(worstOf(answered(base), answered(revision))).toBe(inAnswer);
  });

  const flat: [string, object, object][] = [
    ['bounds', all({ ...text, minLength: 1 }, { maxLength: 5 }), { ...text, minLength: 1, maxLength: 5 }],
    ['values', all({ enum: ['a', 'b'] }, { enum: ['b', 'c'] }), { enum: ['b'] }],
    [
      'a property',
      all(object({ a: { ...text, minLength: 1 } }), object({ a: { maxLength: 5 } })),
      object({ a: { ...text, minLength: 1, maxLength: 5 } }),
    ],
    ['a part in a part', all(all(text), { maxLength: 5 }), { ...text, maxLength: 5 }],
  ];

  test.for(flat)('and are one schema when they are written as one: %s', ([, parts, one]) => {
    for (const build of [asked, answered]) {
      expect(diffContracts(build(parts), build(one)).changes).toEqual([]);
      expect(diffContracts(build(one), build(parts)).changes).toEqual([]);
    }
  });

  test('also behind references, without touching who uses a part alone', () => {
    const schemas = (one: object) => ({ One: one, Two: object({ id: text }, 'id') });
    const both = all(ref('One'), ref('Two'));

    expect(worstOf(answered(both, schemas(id)), answered(both, schemas(loose)))).toBe('none');
    expect(worstOf(answered(ref('One'), schemas(id)), answered(ref('One'), schemas(loose)))).toBe('breaking');
  });
});

test('what changed is found where it is written', () => {
  const schemas = (age: object) => ({ Aged: object({ age }) });
  const build = (name: object, age: object) =>
    asked(all(object({ name }), ref('Aged'), { properties: { age: { minimum: 0 } } }), schemas(age));
  const { changes } = diffContracts(build(text, { type: 'integer' }), build({ type: 'boolean' }, text));
  const start = '/paths/~1things/post/requestBody/content/application~1json/schema';

  expect(changes.map(({ pointer }) => pointer)).toEqual(
    expect.arrayContaining([`${start}/allOf/0/properties/name/type`]),
  );
  expect(
    changes.every(
      ({ pointer }) =>
        pointer.startsWith(`${start}/allOf/`) || pointer.startsWith('/components/schemas/Aged/'),
    ),
  ).toBe(true);
});

test('a shared part that no other part speaks of is compared once', () => {
  const build = (pet: object) =>
    contractOf({
      body: object({ a: all(ref('Pet'), object({ x: text })), b: all(ref('Pet'), object({ y: text })) }),
      schemas: { Pet: pet },
    });

  expect(diffContracts(build(objectWith(text)), build(objectWith({ type: 'integer' }))).changes).toHaveLength(
    1,
  );
});

test('parts that no one schema can say are compared one by one', () => {
  const pattern = (one: string) => all({ ...text, pattern: '^a' }, { ...text, pattern: one });

  expect(
    worstOf(
      asked(pattern('b$')),
      asked(all({ ...text, pattern: '^a' }, { ...text, pattern: 'b$', maxLength: 3 })),
    ),
  ).toBe('breaking');
  expect(worstOf(asked(pattern('b$')), asked(pattern('c$')))).not.toBe('none');
});

test('a schema that holds itself in a part ends', () => {
  const node = (id: object) => ({
    Node: all(object({ id, next: ref('Node') }), object({ id: { ...text, minLength: 1 } })),
  });

  expect(worstOf(asked(ref('Node'), node(text)), asked(ref('Node'), node({ ...text, maxLength: 3 })))).toBe(
    'breaking',
  );
});

test('parts that lead back to the whole end, however they are put together', () => {
  const ring = (id: object) => ({
    A: all(ref('B'), ref('C')),
    B: object({ id, next: ref('A') }),
    C: object({ id: { ...text, minLength: 1 }, next: ref('D') }),
    D: object({ id: { ...text, minLength: 2 }, next: ref('E'), other: ref('A') }),
    E: all(ref('D'), object({ next: ref('A') })),
  });

  expect(worstOf(asked(ref('A'), ring(text)), asked(ref('A'), ring({ ...text, maxLength: 3 })))).toBe(
    'breaking',
  );
  expect(diffContracts(asked(ref('A'), ring(text)), asked(ref('A'), ring(text))).changes).toEqual([]);
});
