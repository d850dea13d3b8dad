import { describe, expect, test } from 'vitest';
import { ExactNumber } from '@parley/shared/words/json-number';
import { wholeOpenApi, wholeSwagger } from '../../testing/fixtures/whole-documents.ts';
import { readSentContract } from '../reader/reading.ts';
import { convertSwagger, isSwagger } from './swagger.ts';
import { placesOfSwagger } from './swagger-places.ts';

// Documents are walked by names that the tests spell out.
type Json = { [key: string]: any };

const convert = (document: Json): Json => convertSwagger(structuredClone(document));
const answers = { 200: { description: 'Fine.' } };
const withPath = (item: Json, more: Json = {}) =>
  convert({ swagger: '2.0', info: { title: 'a', version: '1' }, paths: { '/a': item }, ...more });
const text = { type: 'string' };

describe('converting', () => {
  test('every part finds its place in OpenAPI 3.0', () => {
    const { openapi, servers, paths, components, ...rest } = convert(wholeSwagger);
    const { post } = paths['/pets'];

    expect(openapi).toMatch(/^3\.0\./);
    expect(servers).toEqual([{ url: 'https://pets.test/v1' }]);
    expect(post.parameters).toEqual([
      { name: 'q', in: 'query', style: 'form', explode: true, schema: { type: 'array', items: text } },
      { $ref: '#/components/parameters/limit' },
    ]);
    const pet = { $ref: '#/components/schemas/Pet' };
    expect(post.requestBody).toEqual({ required: true, content: { 'application/json': { schema: pet } } });
    expect(post.responses[201].content).toEqual({
      'application/json': { schema: pet, example: { kind: 'cat' } },
      'application/xml': { schema: pet },
    });
    expect(post.responses[201].headers.Location).toEqual({ description: 'Where.', schema: text });
    expect(paths['/pets/{id}'].put.requestBody.content['multipart/form-data'].schema).toEqual({
      type: 'object',
      properties: { note: text, photo: { type: 'string', format: 'binary' } },
      required: ['note'],
    });
    expect(components.schemas.Pet).toMatchObject({
      discriminator: { propertyName: 'kind' },
      properties: { weight: { nullable: true } },
    });
    expect(components.securitySchemes).toMatchObject({
      basic: { type: 'http', scheme: 'basic' },
      oauth: { flows: { clientCredentials: { tokenUrl: 'https://pets.test/token' } } },
    });
    expect(Object.keys(rest).toSorted()).toEqual(['externalDocs', 'info', 'security', 'tags']);
  });

  test('a body of the whole path is one of each operation, wherever it stands', () => {
    const body = { name: 'b', in: 'body', schema: text };
    const { paths } = withPath({ post: { responses: answers }, parameters: [body] });

    expect(paths['/a'].post.requestBody.content).toEqual({ 'application/json': { schema: text } });
    expect(paths['/a'].parameters).toEqual([]);
  });

  test('an example takes no media type away', () => {
    const response = { description: 'k', schema: { type: 'object' }, examples: { 'application/json': {} } };
    const produces = ['application/json', 'application/xml'];

    const { paths } = withPath({ get: { produces, responses: { 200: response } } });

    expect(Object.keys(paths['/a'].get.responses[200].content)).toEqual(produces);
  });

  test('every digit is kept, and extensions and references of paths stay', () => {
    const maximum = new ExactNumber('9223372036854775807');
    const item = { 'x-a': null, get: { 'x-b': [1], responses: answers } };

    const sent = { '/a': item, '/b': { $ref: '#/paths/~1a' }, 'x-c': 5 };

    const converted = convertSwagger({
      swagger: '2.0',
      info: {},
      paths: sent,
      definitions: { A: { maximum } },
    });

    expect(converted.paths).toEqual(sent);
    expect(JSON.stringify(converted.components)).toContain('"maximum":9223372036854775807');
  });

  test('OpenAPI is no Swagger, and of Swagger only 2.0 is', () => {
    expect([wholeSwagger, { swagger: 2 }].map(isSwagger)).toEqual([true, true]);
    expect(
      [wholeOpenApi('3.0.3'), { swagger: '1.2' }, { swagger: '2.0', openapi: '3.0.3' }].map(isSwagger),
    ).toEqual([false, false, false]);
  });
});

test.each([
  ['/openapi', '/swagger'],
  ['/servers/0/url', '/host'],
  ['/info/title', '/info/title'],
  ['/components/schemas/Pet/properties/kind', '/definitions/Pet/properties/kind'],
  ['/components/parameters/limit/schema/minimum', '/parameters/limit/minimum'],
  ['/components/responses/Failure/content/application~1json/schema/type', '/responses/Failure/schema/type'],
  ['/components/securitySchemes/key', '/securityDefinitions/key'],
  ['/paths/~1pets/post/parameters/0/schema/items', '/paths/~1pets/post/parameters/0/items'],
  [
    '/paths/~1pets/post/requestBody/content/application~1json/schema',
    '/paths/~1pets/post/parameters/2/schema',
  ],
  [
    '/paths/~1pets~1{id}/put/requestBody/content/multipart~1form-data/schema/properties/photo/format',
    '/paths/~1pets~1{id}/put/parameters/1/format',
  ],
  ['/paths/~1pets~1{id}/parameters/0/schema/maxLength', '/paths/~1pets~1{id}/parameters/0/maxLength'],
  [
    '/paths/~1pets/post/responses/201/headers/Location/schema/type',
    '/paths/~1pets/post/responses/201/headers/Location/type',
  ],
  [
    '/paths/~1pets/post/responses/201/content/application~1json/schema/$ref',
    '/paths/~1pets/post/responses/201/schema/$ref',
  ],
])('the place %s is found in what was sent at %s', (pointer, source) => {
  expect(placesOfSwagger(wholeSwagger)(pointer)).toBe(source);
});

test('what is wrong is named at its line in the Swagger document', async () => {
  const read = async (yaml: string) => readSentContract({ kind: 'text', text: yaml }, undefined);
  const head =
    'swagger: "2.0"\ninfo: {title: a, version: "1"}\npaths: {}\ndefinitions:\n  A:\n    type: object\n    properties:\n';

  const { lint } = await read(`${head}      a: {type: string, pattern: "(?=a)"}\n      b:\n`);

  expect(
    lint.findings
      .filter(({ rule }) => /pattern|^openapi/.test(rule))
      .map(({ rule, pointer, line }) => `${line} ${rule} ${pointer}`),
  ).toEqual([
    '8 house/pattern-linear /definitions/A/properties/a/pattern',
    '9 openapi/empty-field /definitions/A/properties/b',
  ]);
  await expect(read(`${head}      a: {minLength: "3"}\n`)).rejects.toMatchObject({
    problems: [{ pointer: '/definitions/A/properties/a/minLength', line: 8 }],
  });
  await expect(read(`${head}      a: {$ref: "#/definitions/B"}\n`)).rejects.toMatchObject({
    problems: [{ pointer: '/definitions/A/properties/a/$ref', line: 8 }],
  });
});
