import { describe, expect, test } from 'vitest';
import { type Change, diffContracts, type JsonObject } from './diff.ts';
import { contractOf, objectWith, queryOf, sharedBy as shared } from '../../testing/fixtures/diff-fixtures.ts';

const text = { type: 'string' };
const now = new Date('2026-01-01T00:00:00Z');

const only = (base: JsonObject, revision: JsonObject): Change => {
  const { changes } = diffContracts(base, revision, { now });
  expect(changes).toHaveLength(1);
  return changes[0]!;
};

describe('a change', () => {
  test('in a shared schema is recorded once, with all operations that reach it', () => {
    const change = only(shared(objectWith(text)), shared(objectWith({ type: 'integer' })));

    expect(change).toMatchObject({
      id: 'response-property-type-changed',
      severity: 'breaking',
      level: 'error',
      direction: 'response',
      pointer: '/components/schemas/Pet/properties/name/type',
      text: 'The type of response property `name` of schema `Pet` changed from "string" to "integer".',
    });
    expect(change.operations.map(({ operationId }) => operationId)).toEqual([
      'listPets0',
      'listPets1',
      'listPets2',
    ]);
  });

  test('names the fields by which each operation reaches it, the shortest first and not without end', () => {
    const diff = diffContracts(shared(objectWith(text)), shared(objectWith({ type: 'integer' })));
    const change = diff.changes[0]!;
    const fields = diff.fieldsOf(change, change.operations[1]!);

    expect(fields.slice(0, 2)).toEqual([
      { in: 'response', name: '[].pet.name' },
      { in: 'response', name: '[].friend.pet.name' },
    ]);
    expect(fields.length).toBeLessThanOrEqual(20);
    expect(diff.fieldsOf(change, { method: 'GET', path: '/nowhere' })).toEqual([]);
  });

  test('of a parameter, a header and a body names what a caller uses', () => {
    const base = contractOf({
      parameters: [queryOf(text), { in: 'header', name: 'X-Id', schema: text }],
      body: objectWith({ type: 'array', items: objectWith(text) }),
      headers: { 'X-Rate': { schema: text } },
    });
    const diff = diffContracts(
      base,
      contractOf({ body: objectWith({ type: 'array', items: objectWith({ ...text, maxLength: 5 }) }) }),
    );
    const fields = diff.changes.flatMap((change) =>
      diff.fieldsOf(change, { method: 'POST', path: '/things' }),
    );

    expect(fields).toEqual(
      expect.arrayContaining([
        { in: 'query', name: 'limit' },
        { in: 'header', name: 'X-Id' },
        { in: 'body', name: 'name[].name' },
        { in: 'responseHeader', name: 'X-Rate' },
      ]),
    );
  });

  test('of the whole document has no operations of its own, but tells which feel it', () => {
    const diff = diffContracts(shared(text), { ...shared(text), security: [{ key: [] }] });
    const change = diff.changes[0]!;

    expect(change).toMatchObject({ id: 'api-global-security-added', severity: 'breaking', operations: [] });
    expect(diff.affectedBy(change)).toHaveLength(3);
  });

  test('says what it means whatever the values look like', () => {
    const change = only(
      contractOf({ body: objectWith({ type: 'object', default: {} }) }),
      contractOf({ body: objectWith({ type: 'object', default: { a: '$& {}' } }) }),
    );

    expect(change.text).toBe(
      'The default of request property `name` of POST /things changed from {} to {"a":"$& {}"}.',
    );
  });

  test('keeps its text short, however long the names and values', () => {
    const long = 'x'.repeat(10_000);
    const change = only(
      contractOf({ parameters: [queryOf({ ...text, enum: [long] }, { name: long })] }),
      contractOf({ parameters: [queryOf({ ...text, enum: [long, `${long}y`] }, { name: long })] }),
    );

    expect(change.text.length).toBeLessThan(700);
  });
});

describe('a fingerprint', () => {
  const base = shared(objectWith(text));
  const revision = shared(objectWith({ type: 'integer' }));
  const print = (left: JsonObject, right: JsonObject): string =>
    diffContracts(left, right).changes.find(({ id }) => id === 'response-property-type-changed')
      ?.fingerprint ?? '';

  test('stays when keys change their order and operations come and go', () => {
    const turned: JsonObject = JSON.parse(JSON.stringify(revision));
    const reversed = Object.fromEntries(Object.entries(turned).toReversed());

    expect(print(base, reversed)).toBe(print(base, revision));
    expect(print(shared(objectWith(text), 9), shared(objectWith({ type: 'integer' }), 9))).toBe(
      print(base, revision),
    );
  });

  test('stays when parameters and alternatives before it come and go', () => {
    const alternative = (schema: object) => ({ title: 'Named', ...objectWith(schema) });
    const of = (schema: object, ...more: object[]) =>
      contractOf({ response: { oneOf: [...more, alternative(schema)] } });
    const other = { title: 'Other', type: 'object', properties: { a: text } };

    expect(print(of(text, other), of({ type: 'integer' }, other))).toBe(
      print(of(text), of({ type: 'integer' })),
    );
  });

  test('differs with the values', () => {
    expect(print(base, shared(objectWith({ type: 'boolean' })))).not.toBe(print(base, revision));
  });

  test('is one of a kind in a comparison', () => {
    const { changes } = diffContracts(contractOf({ body: objectWith(text) }), contractOf({ response: text }));

    expect(new Set(changes.map(({ fingerprint }) => fingerprint)).size).toBe(changes.length);
  });
});

describe('a policy', () => {
  const base = contractOf({ parameters: [queryOf(text)] });

  test('sets the severity of a check, or leaves it out', () => {
    const graded = (severity: 'breaking' | 'ignore') =>
      diffContracts(base, contractOf(), {
        policy: { severities: { 'request-parameter-removed': severity } },
      });

    expect(graded('breaking')).toMatchObject({
      advice: 'major',
      changes: [{ severity: 'breaking', level: 'error' }],
    });
    expect(graded('ignore').changes).toEqual([]);
  });

  test('without a date no sunset has passed', () => {
    const gone = contractOf({ parameters: [queryOf(text, { deprecated: true, 'x-sunset': '2020-01-01' })] });

    expect(diffContracts(gone, contractOf()).changes[0]?.severity).toBe('breaking');
    expect(diffContracts(gone, contractOf(), { now }).changes[0]?.severity).toBe('compatible');
  });
});

describe('the advice on the version', () => {
  const advice = (revision: JsonObject): string =>
    diffContracts(contractOf({ parameters: [queryOf(text)] }), revision).advice;

  test('is major for a break, minor for more, patch for words and none for nothing', () => {
    expect(advice(contractOf({ parameters: [queryOf(text, { required: true })] }))).toBe('major');
    expect(advice(contractOf({ parameters: [queryOf(text), queryOf(text, { name: 'page' })] }))).toBe(
      'minor',
    );
    expect(advice(contractOf({ parameters: [queryOf({ ...text, description: 'How many.' })] }))).toBe(
      'patch',
    );
    expect(advice(contractOf({ parameters: [queryOf(text)], operation: { summary: 'Makes.' } }))).toBe(
      'patch',
    );
    expect(advice(contractOf({ parameters: [queryOf(text)] }))).toBe('none');
  });
});

describe('operations', () => {
  const pathOf = (path: string, name: string, more: JsonObject = {}): JsonObject => ({
    openapi: '3.2.0',
    paths: { [path]: { parameters: [{ in: 'path', name, required: true, schema: text }], get: {}, ...more } },
  });

  test('a renamed path parameter is no change', () => {
    expect(diffContracts(pathOf('/pets/{id}', 'id'), pathOf('/pets/{petId}', 'petId')).changes).toEqual([]);
  });

  test('a parameter that moves between path and operation is no change', () => {
    const atItem = contractOf({ item: { parameters: [queryOf(text)] } });

    expect(diffContracts(atItem, contractOf({ parameters: [queryOf(text)] })).changes).toEqual([]);
  });

  test('what a webhook sends is received: less of it stops consumers', () => {
    const hook = (schema: object) => ({
      webhooks: { born: { post: { requestBody: { content: { 'application/json': { schema } } } } } },
    });
    const change = only(hook(objectWith(text, { required: ['name'] })), hook(objectWith(text)));

    expect(change).toMatchObject({
      id: 'webhook-property-became-optional',
      severity: 'breaking',
      direction: 'response',
    });
  });

  test('the items of a stream are compared', () => {
    const stream = (itemSchema: object) =>
      contractOf({ operation: { responses: { 200: { content: { 'application/jsonl': { itemSchema } } } } } });

    expect(only(stream(objectWith(text)), stream(objectWith({ type: 'integer' }))).id).toBe(
      'response-property-type-changed',
    );
  });
});
