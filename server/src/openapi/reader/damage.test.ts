// A valid document, damaged at any place: it is refused with the place, or everything that reads it afterwards can.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isObject, type JsonObject } from '../../platform/request/json.ts';
import { wholeOpenApi, wholeSwagger } from '../../testing/fixtures/whole-documents.ts';
import { compareDocuments, fieldsOfDocuments } from './comparison.ts';
import { readSentContract } from './reading.ts';
import { ContractRefusal } from './sent-contract.ts';

/** Some hundred documents take a second. Thousands, after the table or the engine was changed: PROPERTY_RUNS=5000. */
const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 100) };

type Path = readonly string[];

const placesIn = (node: unknown, path: Path = []): Path[] =>
  typeof node !== 'object' || node === null
    ? []
    : Object.entries(node).flatMap(([key, inner]) => [[...path, key], ...placesIn(inner, [...path, key])]);

const holderOf = (document: object, path: Path): unknown =>
  path
    .slice(0, -1)
    .reduce(
      (node: unknown, key) => (isObject(node) || Array.isArray(node) ? Reflect.get(node, key) : undefined),
      document,
    );

const missing = Symbol('missing');
const odd = [
  null,
  missing,
  '',
  'text',
  0,
  -1,
  2.5,
  true,
  false,
  [],
  {},
  [null],
  [[]],
  ['a'],
  [{}],
  { a: null },
  { a: 1 },
  { $ref: 5 },
  { 'x-a': null },
];

const damage = (document: object, path: Path, value: unknown): void => {
  const holder = holderOf(document, path);
  const key = path.at(-1);
  if (typeof holder !== 'object' || holder === null || key === undefined) return;
  if (value === missing) Reflect.deleteProperty(holder, key);
  else Reflect.set(holder, key, structuredClone(value));
  // A list without one of its items is no hole.
  if (value === missing && Array.isArray(holder))
    holder.splice(0, holder.length, ...holder.filter(() => true));
};

const now = Date.parse('2026-01-01T00:00:00Z');

/** `refused`, or what is wrong with how it was read. */
const readDamaged = async (document: JsonObject, whole: string): Promise<string | undefined> => {
  let json: string;
  try {
    const reading = await readSentContract({ kind: 'json', json: JSON.stringify(document) }, undefined);
    if (reading.lint.findings.some(({ line }) => line < 1)) return 'A finding has no line.';
    json = reading.json;
  } catch (error) {
    if (!(error instanceof ContractRefusal)) throw error;
    const [first] = error.problems;
    return first && first.line >= 1 && first.message !== '' ? 'refused' : 'It is refused without a place.';
  }
  const order = { sunsetGraceDays: 0, now };
  const itself = compareDocuments({ ...order, base: json, revision: json });
  if (itself.changes.length > 0) return `It differs from itself: ${itself.changes[0]?.text}`;
  for (const pair of [
    { base: whole, revision: json },
    { base: json, revision: whole },
  ]) {
    compareDocuments({ ...order, ...pair });
    fieldsOfDocuments({ ...order, ...pair, operations: ['POST /pets', 'GET /pets/{id}'] });
  }
  return undefined;
};

test.each([
  ['OpenAPI 3.0', wholeOpenApi('3.0.3')],
  ['OpenAPI 3.1', wholeOpenApi('3.1.0')],
  ['OpenAPI 3.2', wholeOpenApi('3.2.0')],
  ['Swagger 2.0', wholeSwagger],
])(
  '%s with one to three places damaged is refused with a place, or read, linted and compared',
  async (_name, document) => {
    const whole = await readSentContract({ kind: 'json', json: JSON.stringify(document) }, undefined);
    expect(whole.lint.findings.filter(({ rule }) => rule.startsWith('openapi/'))).toEqual([]);
    const paths = placesIn(document);
    const damages = fc.array(fc.tuple(fc.constantFrom(...paths), fc.constantFrom(...odd)), {
      minLength: 1,
      maxLength: 3,
    });
    const outcomes: string[] = [];

    await fc.assert(
      fc.asyncProperty(damages, async (list) => {
        const copy = structuredClone(document);
        for (const [path, value] of list) damage(copy, path, value);
        const outcome = await readDamaged(copy, whole.json);
        outcomes.push(outcome ?? 'read');
        expect(outcome === undefined || outcome === 'refused' ? undefined : outcome).toBeUndefined();
      }),
      runs,
    );

    // Were nearly all of them refused (about two thirds are), the rest of the property would say nothing.
    expect(outcomes.filter((outcome) => outcome === 'read').length).toBeGreaterThan(outcomes.length / 10);
  },
);
