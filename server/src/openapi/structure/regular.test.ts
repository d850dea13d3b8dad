import { describe, expect, test } from 'vitest';
import { makeRegular } from './regular.ts';

// Documents are walked by names that the tests spell out.
type Json = { [key: string]: any };

const answers = { 200: { description: 'Fine.' } };
const documentOf = (more: Json): Json => ({
  openapi: '3.1.0',
  info: { title: 'Clinic', version: '1' },
  paths: {},
  ...more,
});
const withGet = (get: Json, more: Json = {}) =>
  documentOf({ paths: { '/a': { get: { responses: answers, ...get } } }, ...more });
const withSchema = (schema: unknown, more: Json = {}) =>
  documentOf({ components: { schemas: { A: schema } }, ...more });

const regular = (document: Json) => {
  const { slips, faults } = makeRegular(document);
  return {
    document,
    slips: slips.map(({ rule, pointer }) => `${rule} ${pointer}`),
    faults: faults.map(({ pointer }) => pointer),
  };
};

const at = (document: Json, ...keys: (string | number)[]): unknown =>
  keys.reduce((node: Json | undefined, key) => node?.[key], document);

const get = ['paths', '/a', 'get'] as const;
const schema = ['components', 'schemas', 'A'] as const;

describe('a slip is found at its place, and what is left means what its author meant', () => {
  test.each<[what: string, document: Json, slip: string, place: readonly (string | number)[], left: unknown]>(
    [
      ['null in a field', documentOf({ tags: null }), 'empty-field /tags', ['tags'], undefined],
      [
        'null for parameters',
        withGet({ parameters: null }),
        'empty-field /paths/~1a/get/parameters',
        [...get, 'parameters'],
        undefined,
      ],
      [
        'null for a schema',
        withGet({
          responses: { 200: { description: 'k', content: { 'application/json': { schema: null } } } },
        }),
        'empty-field /paths/~1a/get/responses/200/content/application~1json/schema',
        [...get, 'responses', '200', 'content', 'application/json'],
        {},
      ],
      [
        'a property without a value is one that may be anything',
        withSchema({ properties: { a: null } }),
        'empty-field /components/schemas/A/properties/a',
        [...schema, 'properties'],
        { a: {} },
      ],
      [
        'a media type without a value',
        withGet({ responses: { 200: { description: 'k', content: { 'text/plain': null } } } }),
        'empty-field /paths/~1a/get/responses/200/content/text~1plain',
        [...get, 'responses', '200', 'content'],
        { 'text/plain': {} },
      ],
      [
        'a parameter without a value keeps the places of those behind it',
        withGet({ parameters: [null, { name: 'q', in: 'query', schema: {} }] }),
        'empty-field /paths/~1a/get/parameters/0',
        [...get, 'parameters', 1, 'name'],
        'q',
      ],
      [
        'an alternative without a value is none',
        withSchema({ oneOf: [null, { type: 'string' }] }),
        'empty-field /components/schemas/A/oneOf/0',
        [...schema, 'oneOf', 0],
        false,
      ],
      [
        'a number for text',
        documentOf({ info: { title: 'a', version: 1.5 } }),
        'wrong-type /info/version',
        ['info', 'version'],
        '1.5',
      ],
      [
        'a number for a variable of a server',
        documentOf({ servers: [{ url: 'https://a.test:{port}', variables: { port: { default: 443 } } }] }),
        'wrong-type /servers/0/variables/port/default',
        ['servers', 0, 'variables', 'port', 'default'],
        '443',
      ],
      [
        'an empty list for an object',
        withSchema({ properties: [] }),
        'wrong-type /components/schemas/A/properties',
        [...schema, 'properties'],
        {},
      ],
      [
        'an empty object for a list',
        withGet({ parameters: {} }),
        'wrong-type /paths/~1a/get/parameters',
        [...get, 'parameters'],
        [],
      ],
      [
        'an object for a description',
        withGet({ description: { en: 'a' } }),
        'wrong-type /paths/~1a/get/description',
        [...get, 'description'],
        undefined,
      ],
      [
        'text for tags',
        withGet({ tags: 'a' }),
        'wrong-type /paths/~1a/get/tags',
        [...get, 'tags'],
        undefined,
      ],
      [
        'examples of a schema as an object',
        withSchema({ examples: { a: { value: 1 } } }),
        'wrong-type /components/schemas/A/examples',
        [...schema, 'examples'],
        undefined,
      ],
      [
        'the type null without quotes',
        withSchema({ type: ['string', null] }),
        'wrong-type /components/schemas/A/type/1',
        [...schema, 'type'],
        ['string', 'null'],
      ],
      [
        'an unknown type',
        withSchema({ type: 'file' }),
        'wrong-value /components/schemas/A/type',
        [...schema, 'type'],
        'file',
      ],
      [
        'an unknown field',
        withGet({ consumes: ['a'] }),
        'unknown-field /paths/~1a/get/consumes',
        [...get, 'consumes'],
        ['a'],
      ],
      [
        'a field of another version',
        withSchema({ prefixItems: [{}] }, { openapi: '3.0.3' }),
        'other-version /components/schemas/A/prefixItems',
        [...schema, 'prefixItems'],
        [{}],
      ],
      [
        'a flag for the names that are required',
        withSchema({ properties: { a: { required: true } } }),
        'other-version /components/schemas/A/properties/a/required',
        [...schema, 'properties', 'a'],
        {},
      ],
      [
        'the discriminator of Swagger',
        withSchema({ discriminator: 'kind' }),
        'other-version /components/schemas/A/discriminator',
        [...schema, 'discriminator'],
        { propertyName: 'kind' },
      ],
      [
        'an unknown place of a parameter',
        withGet({ parameters: [{ name: 'a', in: 'body', schema: {} }] }),
        'wrong-value /paths/~1a/get/parameters/0/in',
        [...get, 'parameters', 0, 'in'],
        'body',
      ],
      [
        'a default of another type',
        withSchema({ type: 'integer', default: 'x' }),
        'wrong-value /components/schemas/A/default',
        [...schema, 'default'],
        'x',
      ],
      [
        'an address that is none',
        documentOf({ info: { title: 'a', version: '1', contact: { email: 'nope' } } }),
        'wrong-value /info/contact/email',
        ['info', 'contact', 'email'],
        'nope',
      ],
      [
        'a response without a description',
        withGet({ responses: { 200: {} } }),
        'missing-field /paths/~1a/get/responses/200',
        [...get, 'responses', '200'],
        {},
      ],
      [
        'a path without a slash',
        documentOf({ paths: { a: {} } }),
        'wrong-value /paths/a',
        ['paths'],
        { a: {} },
      ],
    ],
  )('%s', (_what, document, slip, place, left) => {
    const found = regular(document);

    expect(found.slips).toEqual([`openapi/${slip}`]);
    expect(found.faults).toEqual([]);
    expect(at(document, ...place)).toEqual(left);
  });
});

test.each<[what: string, document: Json, pointer: string]>([
  ['text for a bound', withSchema({ minLength: '3' }), '/components/schemas/A/minLength'],
  ['text for a flag', withGet({ deprecated: 'true' }), '/paths/~1a/get/deprecated'],
  ['text for a schema', withSchema('string'), '/components/schemas/A'],
  ['a list of properties', withSchema({ properties: [{ a: {} }] }), '/components/schemas/A/properties'],
  ['one schema where several are', withSchema({ allOf: { type: 'object' } }), '/components/schemas/A/allOf'],
  ['a name where several are', withSchema({ required: 'a' }), '/components/schemas/A/required'],
  ['an empty object for security', withGet({ security: {} }), '/paths/~1a/get/security'],
  ['nothing for an alternative of security', withGet({ security: [null] }), '/paths/~1a/get/security/0'],
  ['an object for an id', withGet({ operationId: {} }), '/paths/~1a/get/operationId'],
  ['a number for a reference', withSchema({ $ref: 5 }), '/components/schemas/A/$ref'],
  ['text for a response', withGet({ responses: { 200: 'OK' } }), '/paths/~1a/get/responses/200'],
])('what leaves open what is compared is a fault: %s', (_what, document, pointer) => {
  expect(regular(document).faults).toEqual([pointer]);
});

test('nothing in an extension, an example or a default is looked at, at any depth', () => {
  const odd = { type: 5, schema: null, $ref: '#/nowhere', tags: 'a', get: { responses: 5 } };
  const document = withGet({
    'x-a': odd,
    parameters: [
      { name: 'q', in: 'query', 'x-b': odd, example: odd, schema: { 'x-c': odd, default: odd, enum: [odd] } },
    ],
    responses: { 'x-d': null, 200: { description: 'Fine.', headers: { 'x-e': 5 }, content: { 'x-f': 'a' } } },
  });
  document.paths['x-g'] = 5;
  document['x-webhooks'] = { a: { post: odd } };
  const before = structuredClone(document);

  expect(regular(document)).toEqual({ document: before, slips: [], faults: [] });
});

test('names that begin with `x-` are names where the specification has names', () => {
  const document = withGet({
    responses: { 200: { description: 'Fine.', headers: { 'x-rate': { schema: { minimum: 'a' } } } } },
  });

  expect(regular(document).faults).toEqual(['/paths/~1a/get/responses/200/headers/x-rate/schema/minimum']);
});

test('before 3.1 nothing counts beside a reference, and is not looked at', () => {
  const beside = (openapi: string) =>
    regular(
      withSchema({ properties: { a: { $ref: '#/components/schemas/A', minLength: 'a' } } }, { openapi }),
    ).faults;

  expect(beside('3.0.3')).toEqual([]);
  expect(beside('3.1.0')).toEqual(['/components/schemas/A/properties/a/minLength']);
});

test('each slip is counted, and the first of many are listed', () => {
  const properties = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`p${index}`, null]));

  const { slips, counts } = makeRegular(withSchema({ properties }));

  expect(counts).toEqual({ 'openapi/empty-field': 1000 });
  expect(slips).toHaveLength(200);
});

test('a regular document has no slip, and stays as it is', () => {
  const document = withGet({ parameters: [{ name: 'q', in: 'query', schema: { type: 'string' } }] });
  const before = structuredClone(document);

  makeRegular(document);

  expect(makeRegular(document)).toEqual({ slips: [], counts: {}, faults: [] });
  expect(document).toEqual(before);
});
