import { describe, expect, test } from 'vitest';
import { Problem } from '../../platform/request/problem.ts';
import {
  assertAffordable,
  compileSchema,
  type JsonSchema,
  profileOf,
  reviewSchema,
  stepsFor,
} from './json-schema.ts';
import { patternSizeOf } from './pattern-size.ts';

const review = (schema: object) => reviewSchema(JSON.stringify(schema).length, schema);
const many = (count: number, entryOf: (index: number) => [string, unknown]) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => entryOf(index)));

/** Processor time of this thread, in milliseconds. */
const cpuMs = (work: () => unknown): number => {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
};

const doubling = (levels: number, link: (ref: object) => object) => ({
  $ref: '#/$defs/d0',
  $defs: {
    ...many(levels, (index) => [`d${index}`, link({ $ref: `#/$defs/d${index + 1}` })]),
    [`d${levels}`]: { type: 'object' },
  },
});

describe('a schema that costs too much is refused where it is declared, and looked at in no time', () => {
  test.each<[string, object, RegExp, string]>([
    ['references that double', doubling(40, (ref) => ({ allOf: [ref, ref] })), /multiply/, '/schema'],
    [
      'alternatives that double',
      doubling(40, (ref) => ({ anyOf: [ref, { not: ref }] })),
      /multiply/,
      '/schema',
    ],
    [
      'anchors that double',
      {
        $ref: '#d0',
        $defs: many(40, (index) => [
          `d${index}`,
          {
            $anchor: `d${index}`,
            ...(index < 39 ? { allOf: [{ $ref: `#d${index + 1}` }, { $ref: `#d${index + 1}` }] } : {}),
          },
        ]),
      },
      /multiply/,
      '/schema',
    ],
    [
      'dynamic references that double',
      {
        $dynamicRef: '#d0',
        $defs: many(40, (index) => [
          `d${index}`,
          {
            $dynamicAnchor: `d${index}`,
            ...(index < 39
              ? { oneOf: [{ $dynamicRef: `#d${index + 1}` }, { $dynamicRef: `#d${index + 1}` }] }
              : {}),
          },
        ]),
      },
      /multiply/,
      '/schema',
    ],
    [
      'ten ways to recur into the same property',
      { anyOf: Array.from({ length: 10 }, () => ({ properties: { a: { $ref: '#' } } })) },
      /multiply/,
      '/schema',
    ],
    [
      'a ring of references',
      {
        properties: { a: { $ref: '#/$defs/a' } },
        $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } },
      },
      /never end/,
      '/schema/$defs/',
    ],
    ['itself', { $ref: '#' }, /never end/, '/schema'],
    [
      '10,000 properties',
      { properties: many(10_000, (index) => [`p${index}`, { type: 'string' }]) },
      /subschemas/,
      '/schema',
    ],
    [
      '5,000 patterns of properties',
      { patternProperties: many(5000, (index) => [`^p${index}`, {}]) },
      /subschemas/,
      '/schema',
    ],
    [
      '3,000 long patterns',
      {
        allOf:
          many(1, () => ['x', 1]) &&
          Array.from({ length: 3000 }, (_, index) => ({ pattern: `^pattern${index}$` })),
      },
      /patterns/i,
      '/schema',
    ],
    [
      'a pattern of many repetitions',
      { properties: { a: { pattern: String.raw`^(\p{L}{1,100}){1,100}$` } } },
      /instructions/,
      '/schema/properties/a/pattern',
    ],
    ['a long text', { description: 'x'.repeat(300_000) }, /characters/, '/schema'],
    [
      'another document',
      { $ref: 'https://elsewhere.example/schema.json' },
      /not in the schema/,
      '/schema/$ref',
    ],
  ])('%s', (_what, schema, words, path) => {
    let refusal: unknown;
    const took = cpuMs(() => {
      try {
        assertAffordable(schema as JsonSchema);
      } catch (error) {
        refusal = error;
      }
    });

    expect(refusal).toBeInstanceOf(Problem);
    expect(refusal).toMatchObject({
      code: 'event_type.schema_invalid',
      detail: expect.stringMatching(words),
    });
    expect((refusal as Problem).errors?.[0]?.path).toContain(path);
    expect(took).toBeLessThan(1500);
  });
});

test.each<[string, object]>([
  [
    'an object',
    { type: 'object', required: ['a'], properties: { a: { type: 'integer' }, b: { enum: ['x', 'y'] } } },
  ],
  ['a tree', { properties: { children: { type: 'array', items: { $ref: '#' } } } }],
  [
    'any JSON',
    {
      anyOf: [
        { type: 'string' },
        { type: 'array', items: { $ref: '#' } },
        { type: 'object', additionalProperties: { $ref: '#' } },
      ],
    },
  ],
  [
    'references by id',
    {
      $id: 'https://a.example/s',
      $defs: { t: { $id: 't', type: 'string' } },
      properties: { b: { $ref: 't' } },
    },
  ],
  [
    'alternatives told apart',
    { oneOf: Array.from({ length: 20 }, (_, index) => ({ properties: { kind: { const: index } } })) },
  ],
  ['unique items', { properties: { tags: { type: 'array', uniqueItems: true } } }],
])('%s is checked on the event loop', (_what, schema) => {
  expect(review(schema)).toMatchObject({ isLocal: true, fault: null });
});

test.each<[string, object]>([
  ['two hundred properties', { properties: many(200, (index) => [`p${index}`, {}]) }],
  [
    'alternatives that recur',
    { anyOf: [{ properties: { a: { $ref: '#' } } }, { properties: { a: { $ref: '#' } } }] },
  ],
])('%s may be declared, and is checked on a thread', (_what, schema) => {
  expect(review(schema)).toMatchObject({ isLocal: false, fault: null });
});

test('the bound holds: what is counted is at least what is done', () => {
  const schema = { type: 'array', items: { properties: { a: { type: 'string', maxLength: 3 } } } };
  const data = Array.from({ length: 1000 }, () => ({ a: 'abc' }));
  const { cost } = review(schema);

  expect(stepsFor(cost!, profileOf(data, 10_000)!)).toBeGreaterThan(3000);
  expect(profileOf(data, 1000)).toBeNull();
});

test.each([
  ['^[a-z]+$', 4, 10],
  [String.raw`\p{L}{1,30}`, 30, 100],
  [String.raw`(?:\p{L}{1,30}){1,30}`, 900, 3000],
  ['[a-z]{0,900}|x', 900, 2000],
])('the size of %s is between %d and %d', (pattern, least, most) => {
  expect(patternSizeOf(pattern)).toBeGreaterThanOrEqual(least);
  expect(patternSizeOf(pattern)).toBeLessThanOrEqual(most);
});

test('a schema may refer to itself, to its definitions and to its parts by name', () => {
  const tree = compileSchema({
    properties: { name: { type: 'string' }, children: { items: { $ref: '#' } } },
  });
  const named = compileSchema({
    $id: 'https://a.example/schema',
    properties: { a: { $ref: '#/$defs/a' }, b: { $ref: 'b' }, c: { $ref: '#c' } },
    $defs: { a: { type: 'string' }, b: { $id: 'b', type: 'integer' }, c: { $anchor: 'c', type: 'null' } },
  });

  expect(tree({ children: [{ children: [{ name: 1 }] }] }).map(({ path }) => path)).toEqual([
    '/data/children/0/children/0/name',
  ]);
  expect(named({ a: 'x', b: 1, c: null })).toEqual([]);
  expect(named({ a: 1, b: 'x', c: 1 })).toHaveLength(3);
});

test('unique items take one pass, whatever the items are', () => {
  const check = compileSchema({ properties: { list: { uniqueItems: true } } });
  const list = Array.from({ length: 6000 }, (_, index) => ({ index, more: { index } }));

  expect(cpuMs(() => expect(check({ list })).toEqual([]))).toBeLessThan(1500);
  expect(
    check({
      list: [
        { a: 1, b: [2] },
        { b: [2], a: 1 },
      ],
    }),
  ).toHaveLength(1);
  expect(check({ list: [1, '1', true, 'true', null, [], {}, [1], ['1']] })).toEqual([]);
});

const hostile = [
  'http://' + 'a:'.repeat(100_000),
  'a@' + 'a-'.repeat(100_000),
  'a.'.repeat(100_000),
  'P' + '1'.repeat(200_000),
  '1:'.repeat(100_000),
  '/'.repeat(200_000),
  '{' + 'a,'.repeat(100_000),
  'x://' + '%41'.repeat(60_000) + '[',
  '('.repeat(200_000),
  '((a+)+)+' + '(a+)'.repeat(50_000),
  'AAAA'.repeat(50_000) + '!',
  '2026-01-01T00:00:00.' + '0'.repeat(200_000),
];

test.each([
  'date',
  'time',
  'date-time',
  'iso-time',
  'iso-date-time',
  'duration',
  'uri',
  'uri-reference',
  'uri-template',
  'url',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'regex',
  'uuid',
  'json-pointer',
  'json-pointer-uri-fragment',
  'relative-json-pointer',
  'byte',
])('the format %s takes no time on long hostile texts', (format) => {
  const check = compileSchema({ items: { format } });

  expect(cpuMs(() => check(hostile))).toBeLessThan(1500);
});

test('the formats that are our own say what the others said', () => {
  const fits = (format: string, text: string) => compileSchema({ format })(text).length === 0;

  expect(['https://a.example/b?c#d', 'ftp://a.example'].map((text) => fits('url', text))).toEqual([
    true,
    true,
  ]);
  expect(
    ['a.example', 'mailto:a@b.example', 'http://', 'http://a b'].map((text) => fits('url', text)),
  ).toEqual([false, false, false, false]);
  expect(['^a+$', '('].map((text) => fits('regex', text))).toEqual([true, false]);
});
