import { expect, test } from 'vitest';
import { byTag, operationsOf } from './operation-index.ts';

const document = {
  paths: {
    '/v1/pets/{id}': { get: { tags: ['Pets'], summary: 'Read a pet' }, parameters: [] },
    '/v1/orders': { post: { operationId: 'createOrder', deprecated: true } },
    '/v1/search': { query: {}, additionalOperations: { COPY: {} } },
    'x-internal': { get: {} },
  },
  webhooks: { petSold: { $ref: '#/components/pathItems/sold' } },
  components: { pathItems: { sold: { post: { summary: 'A pet was sold' } } } },
};

test('every method of every path and webhook is an operation, under its tag or what its path is about', () => {
  expect(operationsOf(document).map(({ name, tag }) => `${tag}: ${name}`)).toEqual([
    'Pets: GET /v1/pets/{id}',
    'orders: POST /v1/orders',
    'search: QUERY /v1/search',
    'search: COPY /v1/search',
    'Webhooks: POST petSold',
  ]);
});

test('the search looks into names, tags and summaries', () => {
  const found = byTag(operationsOf(document), 'PET');

  expect(found.map(({ tag, entries }) => [tag, entries.length])).toEqual([
    ['Pets', 1],
    ['Webhooks', 1],
  ]);
});
