import { expect, test } from 'vitest';
import { changedParts, partPointerOf, valueAt } from './changed-parts.ts';

const before = {
  openapi: '3.1.0',
  paths: { '/pets': { get: { summary: 'List' }, delete: { summary: 'Clear' } } },
  components: { schemas: { Pet: { type: 'object', required: ['id'] }, Cat: { type: 'object' } } },
};
const after = {
  openapi: '3.1.0',
  paths: { '/pets': { get: { summary: 'List pets' } } },
  components: { schemas: { Cat: { type: 'object' }, Pet: { required: ['id'], type: 'object' } } },
  tags: [{ name: 'pets' }],
};

test('only what differs is a part: an operation, a component, or a field of the document', () => {
  expect(changedParts(before, after)).toEqual([
    { pointer: '/paths/~1pets/get', before: { summary: 'List' }, after: { summary: 'List pets' } },
    { pointer: '/paths/~1pets/delete', before: { summary: 'Clear' }, after: undefined },
    { pointer: '/tags', before: undefined, after: [{ name: 'pets' }] },
  ]);
});

test('a place inside an operation belongs to that operation', () => {
  expect(partPointerOf('/paths/~1pets/get/parameters/0/schema')).toBe('/paths/~1pets/get');
  expect(partPointerOf('/info/title')).toBe('/info');
});

test('a pointer leads through objects and lists, and to nothing where there is nothing', () => {
  expect(valueAt(after, '/tags/0/name')).toBe('pets');
  expect(valueAt(after, '/paths/~1pets/put')).toBeUndefined();
  expect(valueAt(after, '/constructor')).toBeUndefined();
});
