import { describe, expect, test } from 'vitest';
import { diffContracts, type JsonObject } from '../diff/diff.ts';
import { worstOf } from '../../testing/fixtures/diff-fixtures.ts';

const get = (more: JsonObject = {}) => ({ get: { responses: { 200: { description: 'Fine.' } }, ...more } });
const served = (urls: readonly string[], ...paths: string[]): JsonObject => ({
  openapi: '3.1.0',
  info: { title: 'Things', version: '1.0' },
  servers: urls.map((url) => ({ url })),
  paths: Object.fromEntries(paths.map((path) => [path, get()])),
});
const inServer = served(['https://a.example/v1', 'https://b.example/v1/'], '/pets', '/pets/{id}');
const inPaths = served(['https://a.example', 'https://b.example'], '/v1/pets', '/v1/pets/{petId}');

describe('a part of the URL that moves between servers and paths', () => {
  test('is no change, whichever way it goes', () => {
    expect(diffContracts(inServer, inPaths).changes).toEqual([]);
    expect(diffContracts(inPaths, inServer).changes).toEqual([]);
  });

  test('is a change for the paths that it did not reach', () => {
    const half = served(['https://a.example', 'https://b.example'], '/v1/pets', '/pets/{id}');
    const { changes } = diffContracts(inServer, {
      ...half,
      paths: { ...(half.paths as JsonObject), '/v1/c': get() },
    });

    expect(worstOf(inServer, half)).toBe('breaking');
    expect(changes.map(({ id }) => id)).toContain('endpoint-added');
  });

  test('is one for the servers that do not have it', () => {
    const { changes } = diffContracts(inServer, served(['https://a.example'], '/v1/pets', '/v1/pets/{id}'));

    expect(changes).toMatchObject([{ id: 'api-server-removed', severity: 'breaking' }]);
    expect(worstOf(inServer, served(['https://c.example'], '/v1/pets', '/v1/pets/{id}'))).toBe('breaking');
  });

  test('does not move who has servers of its own', () => {
    const own = { servers: [{ url: 'https://own.example' }] };
    const at = (document: JsonObject, path: string): JsonObject => ({
      ...document,
      paths: { ...(document.paths as JsonObject), [path]: get(own) },
    });

    expect(diffContracts(at(inServer, '/own'), at(inPaths, '/own')).changes).toEqual([]);
    expect(worstOf(at(inServer, '/own'), at(inPaths, '/v1/own'))).toBe('breaking');
  });
});

test('the case of a host and its usual port mean nothing', () => {
  expect(diffContracts(served(['https://A.example:443/']), served(['https://a.example'])).changes).toEqual(
    [],
  );
  expect(worstOf(served(['https://a.example/V1'], '/a'), served(['https://a.example/v1'], '/a'))).toBe(
    'breaking',
  );
});

test('a path parameter whose name the path does not have takes the place that is free', () => {
  const at = (path: string, name: string): JsonObject => ({
    ...served(['/']),
    paths: { [path]: { ...get(), parameters: [{ in: 'path', name, required: true }] } },
  });

  expect(diffContracts(at('/pets/{id}', 'petId'), at('/pets/{petId}', 'petId')).changes).toEqual([]);
});
