import { describe, expect, test } from 'vitest';
import { diffContracts, type JsonObject } from './diff.ts';
import { contractOf, objectWith, queryOf, worstOf } from '../../testing/fixtures/diff-fixtures.ts';

const text = { type: 'string' };
describe('what is narrower stops who sends, what is wider stops who receives', () => {
  const narrowing: [name: string, wide: object, narrow: object][] = [
    ['a multiple', { type: 'integer' }, { type: 'integer', multipleOf: 5 }],
    ['a larger multiple', { multipleOf: 5 }, { multipleOf: 10 }],
    ['unique items', { type: 'array' }, { type: 'array', uniqueItems: true }],
    ['a bound on items', { type: 'array' }, { type: 'array', maxItems: 5 }],
    ['a lower bound on properties', { type: 'object' }, { type: 'object', minProperties: 1 }],
    ['an upper bound on properties', { type: 'object' }, { type: 'object', maxProperties: 3 }],
    ['a schema that must not fit', text, { ...text, not: { const: 'a' } }],
    ['no unevaluated properties', { type: 'object' }, { type: 'object', unevaluatedProperties: false }],
    ['no unevaluated items', { type: 'array' }, { type: 'array', unevaluatedItems: false }],
    ['a constant', text, { ...text, const: 'a' }],
    ['a pattern', text, { ...text, pattern: '^a' }],
    ['an exclusive bound', { maximum: 10 }, { maximum: 10, exclusiveMaximum: true }],
    ['a rule for all items', { type: 'array' }, { type: 'array', items: text }],
    ['a rule for the rest', { type: 'object' }, { type: 'object', additionalProperties: text }],
    ['a name that must be there', objectWith(text), objectWith(text, { required: ['name'] })],
    ['fewer alternatives', { oneOf: [text, { type: 'object' }] }, { oneOf: [text] }],
  ];
  const places: [string, (schema: object) => JsonObject, isRequest: boolean][] = [
    ['a request body', (schema) => contractOf({ body: schema }), true],
    ['a request property', (schema) => contractOf({ body: objectWith(schema) }), true],
    ['a parameter', (schema) => contractOf({ parameters: [queryOf(schema)] }), true],
    ['a response body', (schema) => contractOf({ response: schema }), false],
    ['a response property', (schema) => contractOf({ response: objectWith(schema) }), false],
    ['a response header', (schema) => contractOf({ headers: { 'X-Rate': { schema } } }), false],
  ];
  const cases = narrowing.flatMap(([name, wide, narrow]) =>
    places.map(([place, build, isRequest]) => ({
      name,
      place,
      wide: build(wide),
      narrow: build(narrow),
      isRequest,
    })),
  );

  test.for(cases)('$name in $place', ({ wide, narrow, isRequest }) => {
    expect(worstOf(wide, narrow)).toBe(isRequest ? 'breaking' : 'compatible');
    expect(worstOf(narrow, wide)).toBe(isRequest ? 'compatible' : 'breaking');
  });
});

describe('the values of an enum in an answer', () => {
  const answered = (schema: object) => contractOf({ response: objectWith({ type: 'string', ...schema }) });
  const grown = (mark: object) => [
    answered({ enum: ['a'], ...mark }),
    answered({ enum: ['a', 'b'], ...mark }),
  ];

  test('are a promise: one more stops who reads, one less does not', () => {
    const [few, more] = grown({});

    expect(worstOf(few!, more!)).toBe('breaking');
    expect(worstOf(more!, few!)).toBe('compatible');
    expect(worstOf(more!, answered({}))).toBe('breaking');
  });

  test.for([
    { 'x-extensible-enum': true },
    { 'x-extensible-enum': ['a'] },
    { 'x-extensible': true },
    { 'x-ms-enum': { name: 'Kind', modelAsString: true } },
    { 'x-speakeasy-unknown-values': 'allow' },
  ])('promise nothing where readers were told so: %j', (mark) => {
    const [few, more] = grown(mark);

    expect(worstOf(few!, more!)).toBe('compatible');
    expect(worstOf(answered({ enum: ['a'] }), more!)).toBe('breaking');
  });

  test('are any text where any text is an alternative', () => {
    const open = (...values: string[]) =>
      contractOf({ response: objectWith({ anyOf: [{ type: 'string', enum: values }, text] }) });

    expect(worstOf(open('a'), open('a', 'b'))).toBe('none');
  });
});

describe('additional properties', () => {
  const open = { type: 'object' };
  const closed = { type: 'object', additionalProperties: false };

  test('closing a request object stops who sends more', () => {
    expect(worstOf(contractOf({ body: open }), contractOf({ body: closed }))).toBe('breaking');
  });

  test('removing a property of a closed request object stops who sends it', () => {
    const base = contractOf({ body: { ...closed, properties: { a: text, b: text } } });
    const revision = contractOf({ body: { ...closed, properties: { a: text } } });

    expect(worstOf(base, revision)).toBe('breaking');
  });

  test('removing a property of an open request object is risky', () => {
    expect(worstOf(contractOf({ body: objectWith(text) }), contractOf({ body: open }))).toBe('risky');
  });
});

describe('authentication', () => {
  const guarded = (...security: object[]): JsonObject => contractOf({ root: { security } });
  const keyIn = (more: object): JsonObject =>
    contractOf({
      root: { security: [{ key: [] }] },
      components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key', ...more } } },
    });
  const oauth = (tokenUrl: string): JsonObject =>
    contractOf({
      root: { security: [{ key: [] }] },
      components: {
        securitySchemes: { key: { type: 'oauth2', flows: { clientCredentials: { tokenUrl, scopes: {} } } } },
      },
    });
  const cases: [string, JsonObject, JsonObject, string][] = [
    ['asking for it where none was needed', contractOf(), guarded({ key: [] }), 'breaking'],
    ['no longer letting in who has none', guarded({}, { key: [] }), guarded({ key: [] }), 'breaking'],
    ['letting in who has none', guarded({ key: [] }), guarded({}, { key: [] }), 'compatible'],
    ['one way less', guarded({ a: [] }, { b: [] }), guarded({ a: [] }), 'breaking'],
    ['one way more', guarded({ a: [] }), guarded({ a: [] }, { b: [] }), 'compatible'],
    ['another way instead', guarded({ a: [] }), guarded({ b: [] }), 'breaking'],
    ['two keys instead of one', guarded({ a: [] }), guarded({ a: [], b: [] }), 'breaking'],
    ['one more scope', guarded({ a: ['r'] }), guarded({ a: ['r', 'w'] }), 'breaking'],
    ['one scope less', guarded({ a: ['r', 'w'] }), guarded({ a: ['r'] }), 'compatible'],
    ['none at all any more', guarded({ a: [] }), contractOf(), 'compatible'],
    ['a key in the query instead of a header', keyIn({}), keyIn({ in: 'query' }), 'breaking'],
    ['a key under another name', keyIn({}), keyIn({ name: 'X-Token' }), 'breaking'],
    ['another token URL', oauth('https://a.example/t'), oauth('https://b.example/t'), 'breaking'],
    [
      'the same alternatives in another order',
      guarded({ a: [] }, { b: [] }),
      guarded({ b: [] }, { a: [] }),
      'none',
    ],
  ];

  test.for(cases)('%s', ([, base, revision, severity]) => {
    expect(worstOf(base, revision)).toBe(severity);
  });

  test('a scheme that no operation asks for stops nobody', () => {
    const unused = (name: string) =>
      contractOf({ components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name } } } });

    expect(worstOf(unused('X-Key'), unused('X-Token'))).toBe('compatible');
  });
});

describe('regrouped schemas', () => {
  const schemas = {
    Named: objectWith(text),
    Aged: { type: 'object', properties: { age: { type: 'integer' } } },
  };
  const both = { allOf: [{ $ref: '#/components/schemas/Named' }, { $ref: '#/components/schemas/Aged' }] };
  const flat = { type: 'object', properties: { name: text, age: { type: 'integer' } } };
  const build = (body: object) => contractOf({ body, response: body, schemas });

  test('properties that move into shared parts are no change, nor are those that move back', () => {
    expect(diffContracts(build(flat), build(both)).changes).toEqual([]);
    expect(diffContracts(build(both), build(flat)).changes).toEqual([]);
  });

  test('a lone allOf or anyOf is what it holds', () => {
    const wrapped = { allOf: [{ $ref: '#/components/schemas/Named' }], description: 'Who.' };

    expect(diffContracts(build({ $ref: '#/components/schemas/Named' }), build(wrapped)).changes).toEqual([]);
  });

  test('all ways to allow null are one', () => {
    const ways: object[] = [
      { type: 'string', nullable: true },
      { type: ['string', 'null'] },
      { anyOf: [text, { type: 'null' }] },
      { oneOf: [{ type: 'null' }, text] },
    ];
    for (const base of ways)
      for (const revision of ways)
        expect(diffContracts(build(objectWith(base)), build(objectWith(revision))).changes).toEqual([]);
  });

  test('alternatives in another order are no change', () => {
    const [cat, dog] = ['cat', 'dog'].map((kind) => ({
      type: 'object',
      properties: { kind: { const: kind } },
    }));

    expect(diffContracts(build({ oneOf: [cat, dog] }), build({ oneOf: [dog, cat] })).changes).toEqual([]);
  });

  test('a break inside a reordered alternative is found', () => {
    const cat = { title: 'Cat', ...objectWith(text) };
    const dog = (bark: object) => ({ title: 'Dog', type: 'object', properties: { bark } });
    const base = contractOf({ body: { oneOf: [cat, dog(text)] } });
    const revision = contractOf({ body: { oneOf: [dog({ type: 'integer' }), cat] } });

    expect(worstOf(base, revision)).toBe('breaking');
  });

  test('an enum of one and a constant are the same', () => {
    expect(
      diffContracts(build(objectWith({ enum: ['a'] })), build(objectWith({ const: 'a' }))).changes,
    ).toEqual([]);
  });

  test('3.0 and 3.1 say the same in their own words', () => {
    const old = {
      ...contractOf({
        body: objectWith({ type: 'number', nullable: true, maximum: 5, exclusiveMaximum: true }),
      }),
      openapi: '3.0.3',
    };
    const fresh = contractOf({ body: objectWith({ type: ['number', 'null'], exclusiveMaximum: 5 }) });

    expect(diffContracts(old, fresh).changes).toEqual([]);
  });
});

describe('negation turns everything round', () => {
  const build = (not: object) => contractOf({ body: { type: 'object', not } });

  test('a wider forbidden schema stops who sends, a narrower one does not', () => {
    const [tight, wide] = [
      build(objectWith({ ...text, maxLength: 5 })),
      build(objectWith({ ...text, maxLength: 9 })),
    ];

    expect(worstOf(tight, wide)).toBe('breaking');
    expect(worstOf(wide, tight)).toBe('compatible');
  });
});

test('a server that is no longer there stops who calls it, a new one does not', () => {
  const at = (...urls: string[]) => contractOf({ root: { servers: urls.map((url) => ({ url })) } });

  expect(worstOf(at('https://a.example'), at('https://b.example/'))).toBe('breaking');
  expect(worstOf(at('https://a.example'), at('https://a.example/', 'https://b.example'))).toBe('compatible');
});

test('nothing in a request matters where it is read-only', () => {
  const build = (name: object) =>
    contractOf({ body: { type: 'object', properties: { owner: { readOnly: true, ...objectWith(name) } } } });

  expect(worstOf(build(text), build({ type: 'integer' }))).toBe('compatible');
});

test('an operation that promised nothing breaks nothing', () => {
  const draft = { 'x-stability-level': 'draft' };
  const base = contractOf({ operation: draft, parameters: [queryOf(text)] });
  const revision = contractOf({ operation: draft, parameters: [queryOf(text, { required: true })] });

  expect(worstOf(base, revision)).toBe('compatible');
});
