import { expect, test } from 'vitest';
import {
  body,
  type Json,
  lint,
  list,
  operation,
  query,
  schema,
  text,
} from '../../testing/fixtures/sample-shop.ts';

test.each<
  [rule: string, pointer: string, says: RegExp, more: { paths?: Json; schemas?: Json; document?: Json }]
>([
  [
    'house/path-casing',
    '/paths/~1gift-cards',
    /`gift-cards` is kebab-case; 3 of 4 .* snake_case/,
    {
      paths: {
        '/gift-cards': { get: operation() },
        '/a_b': { get: operation() },
        '/c_d': { get: operation() },
      },
    },
  ],
  [
    'house/parameter-casing',
    '/paths/~1x/get/parameters/3',
    /`pageSize` is camelCase; 3 of 4 .* snake_case/,
    { paths: { '/x': { get: operation({ parameters: query('a_b', 'c_d', 'e_f', 'pageSize') }) } } },
  ],
  [
    'house/property-casing',
    '/components/schemas/A/properties/lastName',
    /`lastName` is camelCase; 3 of 4 .* snake_case/,
    { schemas: { A: schema({ first_name: text, middle_name: text, nick_name: text, lastName: text }) } },
  ],
  [
    'house/operation-id-style',
    '/paths/~1x/get/operationId',
    /`getX` is camelCase; 12 of 13/,
    { paths: { '/x': { get: operation({ operationId: 'getX' }) } } },
  ],
  [
    'house/collection-number',
    '/paths/~1invoice~1{id}',
    /`invoice` is singular; 3 of 4 collections here are plural/,
    {
      paths: {
        '/invoice/{id}': {
          get: operation({
            parameters: [{ name: 'id', in: 'path', required: true, description: 'Which.', schema: text }],
          }),
        },
      },
    },
  ],
  [
    'house/verb-in-path',
    '/paths/~1getReport',
    /`getReport` says with a verb/,
    { paths: { '/getReport': { get: operation() } } },
  ],
  [
    'house/path-parameter-name',
    '/paths/~1users~1{user}~1photo',
    /`\{user\}` here and `\{id\}` in 2 of 3 paths/,
    {
      paths: Object.fromEntries(
        [
          ['/users/{user}/photo', 'user'],
          ['/users/{id}/cart', 'id'],
        ].map(([path, name]) => [
          path,
          {
            get: operation({
              parameters: [{ name, in: 'path', required: true, description: 'Which.', schema: text }],
            }),
          },
        ]),
      ),
    },
  ],
  [
    'house/paging-style',
    '/paths/~1bills/get',
    /pages by offset; 3 of 4 paged lists here page by cursor/,
    { paths: { '/bills': { get: list('offset', 'limit') } } },
  ],
  [
    'house/paging-missing',
    '/paths/~1bills/get',
    /cannot be paged; 3 of 4 lists here can/,
    { paths: { '/bills': { get: list() } } },
  ],
  [
    'house/page-size-name',
    '/paths/~1bills/get',
    /`per_page` here and `limit` in 3 of 4 lists/,
    { paths: { '/bills': { get: list('cursor', 'per_page') } } },
  ],
  [
    'house/list-shape',
    '/paths/~1bills/get',
    /a bare array; 3 of 4 lists here answer an object with `data`/,
    {
      paths: {
        '/bills': {
          get: operation({
            parameters: query('cursor', 'limit'),
            responses: { 200: body({ type: 'array', items: {} }) },
          }),
        },
      },
    },
  ],
  [
    'house/error-shape',
    '/paths/~1x/get/responses/400',
    /\{detail\}; \d+ of \d+ errors here answer application\/json \{code, message\}/,
    { paths: { '/x': { get: operation({ responses: { 400: body(schema({ detail: text })) } }) } } },
  ],
  [
    'house/error-missing',
    '/paths/~1x/get',
    /No 4xx or default/,
    { paths: { '/x': { get: { ...operation(), responses: { 200: { description: 'Fine.' } } } } } },
  ],
  [
    'house/created-status',
    '/paths/~1bills/post',
    /answers 200; 3 of 4 calls that create here answer 201/,
    {
      paths: {
        '/bills': { post: operation() },
        '/bills/{id}': {
          get: operation({
            parameters: [{ name: 'id', in: 'path', required: true, description: 'Which.', schema: text }],
          }),
        },
      },
    },
  ],
  [
    'house/deleted-status',
    '/paths/~1x/delete',
    /answers 200; 3 of 4 calls that delete here answer 204/,
    { paths: { '/x': { delete: operation() } } },
  ],
  [
    'house/auth-answer',
    '/paths/~1x/get',
    /No 401 is declared; 12 of 13 secured operations/,
    { paths: { '/x': { get: operation({ responses: { 401: undefined } }) } } },
  ],
  [
    'house/not-found-answer',
    '/paths/~1users~1{id}~1x/get',
    /No 404 is declared; 6 of 7/,
    {
      paths: {
        '/users/{id}/x': {
          get: operation({
            parameters: [{ name: 'id', in: 'path', required: true, description: 'Which.', schema: text }],
            responses: { 404: undefined },
          }),
        },
      },
    },
  ],
  [
    'house/rate-limit-answer',
    '/paths/~1x/get',
    /No 429 is declared; 12 of 13/,
    { paths: { '/x': { get: operation({ responses: { 429: undefined } }) } } },
  ],
])('%s is found at its place, with the norm in words', async (rule, pointer, says, more) => {
  const { lint: result } = await lint(more);

  const found = result.findings.filter((finding) => finding.rule === rule);
  expect(found.map((finding) => finding.pointer)).toEqual([pointer]);
  expect(found[0]?.message).toMatch(says);
  expect(result.counts[rule]).toBe(1);
});
