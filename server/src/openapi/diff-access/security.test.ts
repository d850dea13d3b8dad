import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../diff/diff.ts';
import { contractOf, worstOf } from '../../testing/fixtures/diff-fixtures.ts';

const schemes = {
  a: { type: 'apiKey', in: 'header', name: 'X-A' },
  b: { type: 'apiKey', in: 'header', name: 'X-B' },
  o: { type: 'http', scheme: 'bearer' },
};
const guarded = (...security: object[]) =>
  contractOf({ operation: { security }, components: { securitySchemes: schemes } });

describe('callers are let in by less than they hold', () => {
  const cases: [string, JsonObject, JsonObject, string][] = [
    [
      'two keys together become two ways in',
      guarded({ a: [], b: [] }),
      guarded({ a: [] }, { b: [] }),
      'compatible',
    ],
    [
      'two ways in become two keys together',
      guarded({ a: [] }, { b: [] }),
      guarded({ a: [], b: [] }),
      'breaking',
    ],
    [
      'a way goes that another covers',
      guarded({ a: [] }, { a: [], b: [] }),
      guarded({ a: [] }),
      'compatible',
    ],
    ['a way goes that none covers', guarded({ a: [] }, { b: [] }), guarded({ a: [] }), 'breaking'],
    ['one of two keys is no longer needed', guarded({ a: [], b: [] }), guarded({ a: [] }), 'compatible'],
    ['a scope is asked for', guarded({ o: ['r'] }), guarded({ o: ['r', 'w'] }), 'breaking'],
    [
      'a scope is asked for where none is needed beside',
      guarded({ a: [] }, { a: ['r'] }),
      guarded({ a: [] }, { a: ['r', 'w'] }),
      'compatible',
    ],
    [
      'fewer scopes let in who had more',
      guarded({ o: ['r', 'w'] }),
      guarded({ o: ['r'], b: [] }, { o: ['w'] }),
      'compatible',
    ],
  ];

  test.for(cases)('%s', ([, base, revision, severity]) => {
    expect(worstOf(base, revision)).toBe(severity);
  });
});

describe('a scheme is what it takes, not how it is called', () => {
  const named = (name: string, scheme: object, more: JsonObject = {}) =>
    contractOf({
      operation: { security: [{ [name]: [] }] },
      components: { securitySchemes: { [name]: scheme, ...more } },
    });
  const key = { type: 'apiKey', in: 'header', name: 'X-Key' };
  const bearer = { type: 'http', scheme: 'bearer' };
  const cases: [string, JsonObject, JsonObject, string][] = [
    [
      'a key under another name',
      named('old', key),
      named('fresh', { ...key, description: 'The key.' }),
      'compatible',
    ],
    ['a key in another header', named('old', key), named('fresh', { ...key, name: 'X-Other' }), 'breaking'],
    ['a header in other letters', named('old', key), named('fresh', { ...key, name: 'x-KEY' }), 'compatible'],
    [
      'bearer in other letters, with a hint',
      named('old', bearer),
      named('fresh', { ...bearer, scheme: 'Bearer', bearerFormat: 'JWT' }),
      'compatible',
    ],
    [
      'basic instead of bearer',
      named('old', bearer),
      named('fresh', { type: 'http', scheme: 'basic' }),
      'breaking',
    ],
    [
      'an old name for something new, a new name for the old',
      named('key', key),
      named('legacy', key, { key: bearer }),
      'compatible',
    ],
    [
      'schemes that nobody describes',
      contractOf({ operation: { security: [{ x: [] }] } }),
      contractOf({ operation: { security: [{ y: [] }] } }),
      'breaking',
    ],
    [
      'a token instead of a password',
      named('s', { type: 'http', scheme: 'basic' }),
      named('s', { type: 'oauth2', flows: {} }),
      'breaking',
    ],
  ];

  test.for(cases)('%s', ([, base, revision, severity]) => {
    expect(worstOf(base, revision)).toBe(severity);
  });
});

test('what is asked for in the document stops nobody when each operation says it itself', () => {
  const own = (root: JsonObject) => contractOf({ operation: { security: [{ a: [] }] }, root });

  expect(worstOf(own({}), own({ security: [{ b: [] }] }))).toBe('compatible');
  expect(worstOf(own({ security: [{ b: [] }] }), own({ security: [{ c: [] }] }))).toBe('compatible');
  expect(worstOf(contractOf(), contractOf({ root: { security: [{ b: [] }] } }))).toBe('breaking');
});
