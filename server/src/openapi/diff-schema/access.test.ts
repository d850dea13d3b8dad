import { describe, expect, test } from 'vitest';
import { diffContracts, type JsonObject } from '../diff/diff.ts';
import { contractOf, objectWith, worstOf } from '../../testing/fixtures/diff-fixtures.ts';

const text = { type: 'string' };
const readOnly = { readOnly: true };
const writeOnly = { writeOnly: true };
const required = { required: ['name'] };
const asked = (schema: object, more: JsonObject = {}) => contractOf({ body: objectWith(schema, more) });
const answered = (schema: object, more: JsonObject = {}) =>
  contractOf({ response: objectWith(schema, more) });
const ids = (base: JsonObject, revision: JsonObject): string[] =>
  diffContracts(base, revision, { now: new Date('2026-01-01') }).changes.map(({ id }) => id);

const narrower: [string, object][] = [
  ['a pattern', { ...text, pattern: '^a' }],
  ['a length', { ...text, maxLength: 5 }],
  ['an enum', { ...text, enum: ['a'] }],
  ['another type', { type: 'integer' }],
  ['a format', { ...text, format: 'uuid' }],
];

describe('a property that is not sent in one direction', () => {
  test.for(narrower)('stops no caller by %s where it is read-only', ([, schema]) => {
    expect(worstOf(asked({ ...text, ...readOnly }), asked({ ...schema, ...readOnly }))).toBe('compatible');
    expect(worstOf(asked(text), asked(schema))).toBe('breaking');
  });

  test.for(narrower)('stops no reader by less of %s where it is write-only', ([, schema]) => {
    expect(worstOf(answered({ ...schema, ...writeOnly }), answered({ ...text, ...writeOnly }))).toBe(
      'compatible',
    );
    expect(worstOf(answered(schema), answered(text))).toBe('breaking');
  });

  test('is graded in the other direction as ever', () => {
    expect(
      worstOf(answered({ ...text, maxLength: 5, ...readOnly }), answered({ ...text, ...readOnly })),
    ).toBe('breaking');
    expect(worstOf(asked({ ...text, ...writeOnly }), asked({ ...text, maxLength: 5, ...writeOnly }))).toBe(
      'breaking',
    );
  });

  const turns: [string, JsonObject, JsonObject, string][] = [
    [
      'a required one that is answered no longer',
      answered(text, required),
      answered({ ...text, ...writeOnly }, required),
      'breaking',
    ],
    [
      'one that is neither required nor answered any longer',
      answered(text, required),
      answered({ ...text, ...writeOnly }),
      'breaking',
    ],
    [
      'an optional one that is answered no longer',
      answered(text),
      answered({ ...text, ...writeOnly }),
      'risky',
    ],
    ['one that is answered now', answered({ ...text, ...writeOnly }, required), answered(text), 'compatible'],
    [
      'one that is sent no longer, of another type',
      asked({ type: 'integer' }),
      asked({ ...text, ...readOnly }),
      'risky',
    ],
    [
      'a required one that must be sent now',
      asked({ ...text, ...readOnly }, required),
      asked(text, required),
      'breaking',
    ],
    [
      'an optional one that may be sent now, of another type',
      asked({ type: 'integer', ...readOnly }),
      asked(text),
      'compatible',
    ],
    [
      'a required one in requests that need it no longer',
      asked(text, required),
      asked({ ...text, ...readOnly }, required),
      'risky',
    ],
  ];

  test.for(turns)('becomes %s', ([, base, revision, severity]) => {
    expect(worstOf(base, revision)).toBe(severity);
  });
});

describe('a property that goes', () => {
  const gone = { type: 'object' };
  const dying = (sunset?: string) => ({
    ...text,
    deprecated: true,
    ...(sunset === undefined ? {} : { 'x-sunset': sunset }),
  });
  const cases: [string, object, string][] = [
    ['without a word', text, 'response-required-property-removed'],
    ['deprecated', dying(), 'response-required-property-removed-with-deprecation'],
    ['after its sunset', dying('2025-01-01'), 'response-required-property-removed-with-deprecation'],
    ['before its sunset', dying('2027-01-01'), 'response-required-property-removed-before-sunset'],
    ['with a sunset that is no date', dying('soon'), 'response-required-property-removed'],
  ];

  test.for(cases)('%s', ([, schema, id]) => {
    expect(ids(answered(schema, required), contractOf({ response: gone }))).toEqual([id]);
  });

  test('after its notice stops nobody, before it those who rely on the date', () => {
    const body = (schema: object) => asked(schema);
    const closed = contractOf({ body: { ...gone, additionalProperties: false } });

    expect(worstOf(body({ ...dying(), additionalProperties: false }), closed)).not.toBe('none');
    expect(ids(body(dying('2025-01-01')), contractOf({ body: gone }))).toEqual([
      'request-property-removed-with-deprecation',
    ]);
    expect(worstOf(body(dying('9999-01-01')), contractOf({ body: gone }))).toBe('breaking');
  });

  test('a stability level that there is not is said', () => {
    expect(
      ids(asked({ ...text, 'x-stability-level': 'draft' }), asked({ ...text, 'x-stability-level': 1 })),
    ).toEqual(['api-invalid-stability-level']);
  });
});
