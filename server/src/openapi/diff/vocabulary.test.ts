import { describe, expect, test } from 'vitest';
import { diffContracts, type JsonObject } from './diff.ts';
import { contractOf, objectWith, queryOf } from '../../testing/fixtures/diff-fixtures.ts';
import { operationCases } from '../../testing/fixtures/operation-cases.ts';
import { keywordCases } from '../../testing/fixtures/vocabulary-cases.ts';

const now = new Date('2026-01-01T00:00:00Z');
const idsOf = (base: JsonObject, revision: JsonObject, policy = {}): string[] =>
  diffContracts(base, revision, { now, policy }).changes.map(({ id }) => id);

const at = {
  'request-body': (schema: object) => contractOf({ body: schema }),
  'request-property': (schema: object) => contractOf({ body: objectWith(schema) }),
  'request-parameter': (schema: object) => contractOf({ parameters: [queryOf(schema)] }),
  'response-body': (schema: object) => contractOf({ response: schema }),
  'response-property': (schema: object) => contractOf({ response: objectWith(schema) }),
  'response-header': (schema: object) => contractOf({ headers: { 'X-Rate': { schema } } }),
};

const idAt = (place: string, suffix: string): string =>
  place === 'response-body' && /^(enum-value|became-(not-)?enum)/.test(suffix)
    ? `response-mediatype-${suffix}`
    : `${place}-${suffix}`;

describe('each keyword has its check, whichever way it changes and wherever the schema is', () => {
  const cases = keywordCases.flatMap(([request, response, base, revision]) =>
    Object.entries(at).flatMap(([place, build]) => {
      const suffix = place.startsWith('request') ? request : response;
      return suffix === null
        ? []
        : [{ id: idAt(place, suffix), base: build(base), revision: build(revision) }];
    }),
  );

  test.for(cases)('$id', ({ id, base, revision }) => {
    expect(idsOf(base, revision)).toContain(id);
  });
});

describe('each change of an operation has its check', () => {
  test.for(operationCases.map(([id, base, revision, policy]) => ({ id, base, revision, policy })))(
    '$id',
    ({ id, base, revision, policy }) => {
      expect(idsOf(base, revision, policy)).toContain(id);
    },
  );
});

test('there are more than seven hundred checks', () => {
  const found = new Set(
    operationCases.flatMap(([, base, revision, policy]) => idsOf(base, revision, policy)),
  );
  for (const [, , base, revision] of keywordCases)
    for (const build of Object.values(at))
      for (const id of idsOf(build(base), build(revision))) found.add(id);

  expect(found.size).toBeGreaterThan(700);
});
