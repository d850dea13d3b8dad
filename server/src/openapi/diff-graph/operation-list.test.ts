import { expect, test } from 'vitest';
import { Contract } from './document.ts';
import { operationsUnder } from './operation-list.ts';

test('QUERY and methods of one’s own are operations; a webhook is named by its name', () => {
  const contract = new Contract({
    paths: { '/pets/{id}': { get: {}, query: { operationId: 'find' }, additionalOperations: { COPY: {} } } },
    webhooks: { born: { post: {} } },
  });

  expect(operationsUnder(contract, 'paths').map(({ ref }) => ref)).toEqual([
    { method: 'GET', path: '/pets/{id}' },
    { method: 'QUERY', path: '/pets/{id}', operationId: 'find' },
    { method: 'COPY', path: '/pets/{id}' },
  ]);
  expect(operationsUnder(contract, 'webhooks').map(({ ref }) => ref)).toEqual([
    { method: 'POST', path: 'born' },
  ]);
});
