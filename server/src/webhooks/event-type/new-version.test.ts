import { describe, expect, test } from 'vitest';
import { breakingChanges } from './breaking-schema.ts';
import { downcast as downcastWithin, loopWork, Work } from './downcast.service.ts';

const downcast = (data: unknown, steps: Parameters<typeof downcastWithin>[1]) =>
  downcastWithin(data, steps, new Work(loopWork));

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });

describe('what breaks a reader of the version before', () => {
  test.each([
    ['a field that is gone', object({ a: {} }), object({}), [/property `a` was removed/]],
    [
      'a field that may be missing',
      object({ a: {} }, { required: ['a'] }),
      object({ a: {} }),
      [/^Property `a` became optional$/],
    ],
    [
      'a wider type',
      object({ a: { type: 'integer' } }),
      object({ a: { type: ['integer', 'null'] } }),
      [/`a` may now be null/],
    ],
    ['a new value', object({ a: { enum: ['x'] } }), object({ a: { enum: ['x', 'y'] } }), [/"y" was added/]],
    ['any value', object({ a: { const: 1 } }), object({ a: {} }), [/`a` need no longer be 1/]],
    [
      'a lower bound',
      object({ a: { minimum: 1 } }),
      object({ a: { minimum: 0 } }),
      [/minimum of property `a` decreased from 1 to 0/],
    ],
    ['no bound', { items: { maxLength: 3 } }, { items: {} }, [/items/]],
    [
      'a new field where none is allowed',
      object({ a: {} }, { additionalProperties: false }),
      object({ a: {}, b: {} }, { additionalProperties: false }),
      [/`b` was added/],
    ],
    ['a schema that says nothing any more', object({ a: {} }), true, [/any type/, /`a` was removed/]],
    [
      'one more alternative',
      object({ a: { anyOf: [{ type: 'string' }] } }),
      object({ a: { anyOf: [{ type: 'string' }, { type: 'integer' }] } }),
      [/`a` can now also be of type integer/],
    ],
    [
      'a wider type behind a reference',
      { ...object({ a: { $ref: '#/$defs/id' } }), $defs: { id: { type: 'integer' } } },
      { ...object({ a: { $ref: '#/$defs/id' } }), $defs: { id: { type: 'string' } } },
      [/integer.*string/],
    ],
  ])('%s', (_what, before, after, changes) => {
    expect(breakingChanges('invoice.paid', before, after)).toEqual(
      changes.map((words) => expect.stringMatching(words)),
    );
  });

  test.each([
    ['a new field', object({ a: {} }), object({ a: {}, b: {} })],
    ['a field that is now required', object({ a: {} }), object({ a: {} }, { required: ['a'] })],
    ['an integer where a number was', object({ a: { type: 'number' } }), object({ a: { type: 'integer' } })],
    ['fewer values', object({ a: { enum: ['x', 'y'] } }), object({ a: { enum: ['x'] } })],
    ['a narrower bound', object({ a: { maximum: 9 } }), object({ a: { maximum: 8 } })],
  ])('%s does not break', (_what, before, after) => {
    expect(breakingChanges('invoice.paid', before, after)).toEqual([]);
  });
});

describe('mapping down', () => {
  test('moves, copies, adds, replaces, removes and maps, in lists too, and leaves the original alone', () => {
    const data = {
      total: { cents: 1200 },
      state: 'settled',
      lines: [{ sku: 'a', extra: 1 }, { sku: 'b' }],
      note: 'new',
    };
    const before = structuredClone(data);
    const mapped = downcast(data, [
      { op: 'copy', from: '/total/cents', path: '/amount' },
      { op: 'remove', path: '/total' },
      { op: 'map', path: '/state', values: { settled: 'paid' }, otherwise: 'open' },
      { op: 'move', from: '/lines/*/sku', path: '/lines/*/article' },
      { op: 'remove', path: '/lines/*/extra' },
      { op: 'replace', path: '/note', value: 'old' },
      { op: 'add', path: '/currency', value: 'EUR' },
    ]);
    expect(mapped).toEqual({
      amount: 1200,
      state: 'paid',
      lines: [{ article: 'a' }, { article: 'b' }],
      note: 'old',
      currency: 'EUR',
    });
    expect(data).toEqual(before);
  });

  test('a step whose place is missing does nothing', () => {
    const steps = [
      { op: 'move', from: '/gone', path: '/here' },
      { op: 'remove', path: '/gone/too' },
      { op: 'map', path: '/gone', values: {}, otherwise: 'x' },
      { op: 'remove', path: '/text/0' },
      { op: 'remove', path: '/text/*/a' },
    ] as const;
    expect(downcast({ text: 'stays' }, steps)).toEqual({ text: 'stays' });
    expect(downcast('no object', steps)).toBe('no object');
  });
});
