import type { ChangeView } from '@parley/shared/contracts/contract';
import { expect, test } from 'vitest';
import { filterChanges, firstOf, groupByOperation, groupBySeverity } from './change-groups.ts';

const change = (text: string, severity: ChangeView['severity'], ...operations: string[]): ChangeView => ({
  id: 'request-parameter-removed',
  severity,
  direction: 'request',
  operation: operations[0] ?? null,
  operations,
  operationCount: operations.length,
  pointer: '',
  isGone: false,
  basePointer: null,
  text,
  fingerprint: text,
  acceptance: null,
});

const changes = [
  change('limit is gone', 'breaking', 'GET /pets', 'GET /cats'),
  change('status is new', 'compatible', 'GET /pets'),
  change('offset is gone', 'breaking', 'GET /pets', 'GET /cats'),
  change('the title changed', 'compatible'),
];

test('changes that reach the same operations stand together, the most severe first', () => {
  expect(groupByOperation(changes).map(({ title, changes: own }) => [title, own.length])).toEqual([
    ['GET /pets and 1 more', 2],
    ['GET /pets', 1],
    ['The whole API', 1],
  ]);
});

test('severities without a change have no group', () => {
  expect(groupBySeverity(changes).map(({ title }) => title)).toEqual(['Breaking', 'Compatible']);
});

test('words are looked for in every operation that a change reaches', () => {
  expect(filterChanges(changes, { search: '/CATS', severity: 'breaking' })).toHaveLength(2);
});

test('a long list ends after so many changes, in the middle of a group if need be', () => {
  const sizes = (amount: number) =>
    firstOf(groupByOperation(changes), amount).map(({ changes: own }) => own.length);

  expect(sizes(1)).toEqual([1]);
  expect(sizes(3)).toEqual([2, 1]);
});
