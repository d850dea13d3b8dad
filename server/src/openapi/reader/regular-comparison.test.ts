import { expect, test } from 'vitest';
import { compareDocuments } from './comparison.ts';

const documentOf = (operation: object, more: object = {}) => ({
  openapi: '3.1.0',
  info: { title: 'Clinic', version: '1' },
  security: [{ key: [] }],
  paths: { '/a': { post: { responses: { 200: { description: 'Fine.' } }, ...operation } } },
  components: { securitySchemes: { key: { type: 'apiKey', name: 'k', in: 'header' } } },
  ...more,
});
const withBody = (schema: unknown, more: object = {}) =>
  documentOf({ requestBody: { content: { 'application/json': { schema } } } }, more);
const withServer = (variable: unknown) =>
  documentOf({}, { servers: [{ url: 'https://a.test:{port}', variables: { port: { default: variable } } }] });
const text = { type: 'string' };

test.each<[what: string, slip: object, meant: object]>([
  ['no security of its own', documentOf({ security: null }), documentOf({})],
  ['no parameters', documentOf({ parameters: null }), documentOf({})],
  ['an id that is a number', documentOf({ operationId: 5 }), documentOf({ operationId: '5' })],
  ['a variable that is a number', withServer(443), withServer('443')],
  [
    'the type null without quotes',
    withBody({ type: ['string', null] }),
    withBody({ type: ['string', 'null'] }),
  ],
  [
    'a property without a value',
    withBody({ type: 'object', properties: { a: null } }),
    withBody({ type: 'object', properties: { a: {} } }),
  ],
  [
    'an alternative without a value',
    withBody({ oneOf: [null, text, { type: 'integer' }] }),
    withBody({ oneOf: [false, text, { type: 'integer' }] }),
  ],
  [
    'a name without a value',
    withBody({ type: 'object', required: [null, 'a'], properties: { a: text } }),
    withBody({ type: 'object', required: ['a'], properties: { a: text } }),
  ],
  [
    'a version that is a number',
    withBody({ type: 'string', nullable: true }, { openapi: 3 }),
    withBody({ type: 'string', nullable: true }, { openapi: '3.0.0' }),
  ],
  [
    'a media type without a value',
    documentOf({ requestBody: { content: { 'application/json': null } } }),
    documentOf({ requestBody: { content: { 'application/json': {} } } }),
  ],
  [
    'the discriminator of Swagger',
    withBody({ type: 'object', discriminator: 'kind' }),
    withBody({ type: 'object', discriminator: { propertyName: 'kind' } }),
  ],
  [
    'a response without a value',
    documentOf({ responses: { 200: null } }),
    documentOf({ responses: { 200: {} } }),
  ],
])('a slip is compared as what it means: %s', (_what, slip, meant) => {
  const compare = (base: object, revision: object) =>
    compareDocuments({
      base: JSON.stringify(base),
      revision: JSON.stringify(revision),
      sunsetGraceDays: 0,
      now: 0,
    }).changes;

  expect(compare(slip, meant)).toEqual([]);
  expect(compare(meant, slip)).toEqual([]);
});
