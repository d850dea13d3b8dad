import { existsSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Change, diffContracts, type JsonObject } from './diff.ts';
import { contractOf, objectWith, sharedBy as shared } from '../../testing/fixtures/diff-fixtures.ts';

const text = { type: 'string' };
const now = new Date('2026-01-01T00:00:00Z');

const only = (base: JsonObject, revision: JsonObject): Change => {
  const { changes } = diffContracts(base, revision, { now });
  expect(changes).toHaveLength(1);
  return changes[0]!;
};

// A run of some properties costs 20 ms. Thousands, after the engine was changed: PROPERTY_RUNS=5000 pnpm test any-document.
const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 100) };
const json = fc.jsonValue({ maxDepth: 6 });
const schemaWords = fc.letrec<{ schema: unknown }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom(
      true,
      false,
      {},
      { $ref: '#/components/schemas/A' },
      { $ref: '#/components/schemas/B' },
      { $ref: '#/nowhere' },
    ),
    fc.record(
      {
        type: fc.constantFrom('string', 'integer', 'object', 'array', ['string', 'null'], 'null', 7),
        enum: fc.array(fc.constantFrom('a', 'b', null, 1), { maxLength: 3 }),
        maxLength: fc.integer({ min: 0, max: 3 }),
        required: fc.constantFrom(['a'], ['a', 'b'], 'a'),
        properties: fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'a/b~c'), tie('schema'), {
          maxKeys: 2,
        }),
        items: tie('schema'),
        oneOf: fc.array(tie('schema'), { maxLength: 2 }),
        allOf: fc.array(tie('schema'), { maxLength: 2 }),
        not: tie('schema'),
        additionalProperties: tie('schema'),
      },
      { requiredKeys: [] },
    ),
  ),
})).schema;
// The constants above stand at several places of a document, and in several documents.
const contracts = fc
  .tuple(schemaWords, schemaWords, schemaWords)
  .map(([body, left, right]): JsonObject =>
    contractOf({ body, response: body, schemas: { A: left, B: right } }),
  );

describe('for any documents', () => {
  test('a document does not differ from itself', () => {
    fc.assert(
      fc.property(contracts, (document) => {
        const copy: JsonObject = JSON.parse(JSON.stringify(document));
        expect(diffContracts(JSON.parse(JSON.stringify(document)), copy)).toMatchObject({
          changes: [],
          advice: 'none',
        });
        // Also when both are one object in memory, as is a part of both.
        expect(diffContracts(document, document).changes).toEqual([]);
        expect(diffContracts(copy, { ...copy }).changes).toEqual([]);
      }),
      runs,
    );
  });

  test('the answer is the same each time, and each change is complete', () => {
    fc.assert(
      fc.property(contracts, contracts, (base, revision) => {
        const first = diffContracts(base, revision, { now });
        expect(diffContracts(base, revision, { now }).changes).toEqual(first.changes);
        for (const change of first.changes) {
          expect(change.text).toMatch(/^[^{}]|[^{}]\.$/);
          expect(change.fingerprint).toMatch(/^[0-9a-f]{16}$/);
          for (const operation of change.operations)
            expect(first.fieldsOf(change, operation).length).toBeGreaterThan(0);
        }
      }),
      runs,
    );
  });

  test('a shuffled document does not differ, and changes nothing in the fingerprints', () => {
    const shuffle = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffle);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([key, inner]) => [key, shuffle(inner)]),
      );
    };
    fc.assert(
      fc.property(contracts, contracts, (base, revision) => {
        const prints = (left: JsonObject, right: JsonObject) =>
          diffContracts(left, right)
            .changes.map(({ id, fingerprint }) => `${id} ${fingerprint}`)
            .toSorted();
        const turned = shuffle(revision) as JsonObject;
        expect(prints(base, turned)).toEqual(prints(base, revision));
        expect(diffContracts(revision, turned).changes).toEqual([]);
      }),
      runs,
    );
  });

  test('it does not matter which parts are one object in memory', () => {
    fc.assert(
      fc.property(contracts, contracts, (base, revision) => {
        const parsed = (document: JsonObject): JsonObject => JSON.parse(JSON.stringify(document));
        expect(diffContracts(base, revision, { now }).changes).toEqual(
          diffContracts(parsed(base), parsed(revision), { now }).changes,
        );
      }),
      runs,
    );
  });

  test('what breaks one way is compatible the other way', () => {
    const ways = [
      ['response-required-property-removed', 'response-required-property-added'],
      ['request-property-enum-value-removed', 'request-property-enum-value-added'],
      ['request-property-max-length-decreased', 'request-property-max-length-increased'],
      ['request-property-became-not-nullable', 'request-property-became-nullable'],
    ] as const;
    fc.assert(
      fc.property(contracts, contracts, (base, revision) => {
        const there = new Set(diffContracts(base, revision).changes.map(({ id }) => id));
        const back = new Set(diffContracts(revision, base).changes.map(({ id }) => id));
        expect(ways.filter(([gone, come]) => there.has(gone) && !back.has(come))).toEqual([]);
      }),
      runs,
    );
  });

  test('nothing makes it throw', () => {
    const keys = ['openapi', 'info', 'paths', 'components', 'security', 'servers', 'webhooks', 'tags'];
    const odd = fc.dictionary(fc.constantFrom(...keys), json).map((value): JsonObject => value);
    fc.assert(
      fc.property(odd, odd, (base, revision) => {
        expect(diffContracts(base, revision).changes).toBeInstanceOf(Array);
      }),
      runs,
    );
  });

  test('nothing within an operation makes it throw', () => {
    const operations = fc.record(
      {
        parameters: json,
        requestBody: json,
        responses: json,
        callbacks: json,
        security: json,
        servers: json,
        tags: json,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(operations, operations, json, json, (left, right, item, schema) => {
        const base = contractOf({ operation: left, item: { servers: item }, schemas: { A: schema } });
        const revision = contractOf({ operation: right, body: schema, response: item });
        expect(diffContracts(base, revision).changes).toBeInstanceOf(Array);
      }),
      runs,
    );
  });
});

describe('odd documents', () => {
  const withSchemas = (schemas: JsonObject) =>
    contractOf({ body: { $ref: '#/components/schemas/A' }, schemas });
  const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

  test('references in a circle, to themselves and to nothing end', () => {
    const base = withSchemas({ A: ref('B'), B: ref('A') });
    const revision = withSchemas({
      A: { allOf: [ref('A'), ref('B')] },
      B: { allOf: [ref('A')], oneOf: [ref('B'), ref('C')] },
    });

    expect(() => diffContracts(base, revision)).not.toThrow();
    expect(() => diffContracts(revision, base)).not.toThrow();
  });

  test('other documents are never asked: a reference to one is taken as it stands', () => {
    const base = withSchemas({ A: { $ref: 'https://a.example/b.json' } });

    expect(diffContracts(base, withSchemas({ A: { $ref: './c.json#/A' } })).changes).toEqual([]);
  });

  test('escaped and percent-encoded references lead to their target', () => {
    const of = (schema: object) => ({
      ...contractOf({ body: { $ref: '#/components/schemas/a~1b%20~0c' }, schemas: { 'a/b ~c': schema } }),
    });

    expect(only(of(text), of({ type: 'boolean' }))).toMatchObject({
      pointer: '/components/schemas/a~1b ~0c/type',
    });
  });

  test('keys that JavaScript knows are keys like others', () => {
    const of = (schema: string): JsonObject =>
      JSON.parse(`{"paths":{"/a":{"post":{"requestBody":{"content":{"a/json":{"schema":{"type":"object","required":["__proto__","constructor"],
        "properties":{"__proto__":{"type":"${schema}"},"constructor":{"type":"${schema}"}}}}}}}}}}`);

    expect(diffContracts(of('string'), of('boolean')).changes.map(({ text: words }) => words)).toEqual([
      'The type of request property `__proto__` of POST /a changed from "string" to "boolean".',
      'The type of request property `constructor` of POST /a changed from "string" to "boolean".',
    ]);
  });

  test('a schema ten thousand levels deep is compared to its end', () => {
    const deep = (leaf: object): object => {
      let schema = leaf;
      for (let level = 0; level < 10_000; level += 1) schema = { type: 'array', items: schema };
      return schema;
    };

    expect(only(contractOf({ body: deep(text) }), contractOf({ body: deep({ type: 'boolean' }) })).id).toBe(
      'request-property-type-changed',
    );
  });

  test('thirty thousand operations reach one schema within seconds', () => {
    const start = process.threadCpuUsage();
    const diff = diffContracts(
      shared(objectWith(text), 30_000),
      shared(objectWith({ type: 'integer' }), 30_000),
    );

    expect(diff.changes[0]?.operations).toHaveLength(30_000);
    expect(process.threadCpuUsage(start).user).toBeLessThan(6_000_000);
  });
});

const specs = new URL('../../../../../shared/specs/', import.meta.url);

test.skipIf(!existsSync(specs))(
  'a real document of 4 MB, compared with its successor, has each change once',
  () => {
    const read = (name: string): JsonObject => JSON.parse(readFileSync(new URL(name, specs), 'utf8'));
    const { changes, advice } = diffContracts(read('stripe-2021-06-30.json'), read('stripe-2022-03-01.json'));

    expect(advice).toBe('major');
    expect(changes.length).toBeLessThan(1000);
    expect(new Set(changes.map(({ fingerprint }) => fingerprint)).size).toBe(changes.length);
  },
);
