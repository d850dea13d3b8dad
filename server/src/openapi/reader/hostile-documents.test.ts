import { afterAll, expect, test } from 'vitest';
import { contract, findFaults, type Hostile, json, range, withSchemas } from '../../testing/containment.ts';
import { ContractReader } from './reader.ts';

const reader = new ContractReader();
afterAll(async () => reader.close());

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const answers = { 200: { description: 'Fine.' } };
const chain = (count: number, link: (next: object) => object) =>
  withSchemas(
    Object.fromEntries(range(count).map((at) => [`S${at}`, at + 1 < count ? link(ref(`S${at + 1}`)) : {}])),
  );
const withPattern = (...patterns: string[]) =>
  json(
    withSchemas(Object.fromEntries(patterns.map((pattern, at) => [`P${at}`, { type: 'string', pattern }]))),
  );

const references: Hostile[] = [
  ...[
    'file:///etc/passwd',
    '/etc/passwd',
    '../../../../etc/passwd',
    'http://169.254.169.254/latest',
    '//host/x',
    'data:application/json,{}',
    'other.yaml#/a',
    'C:\\x',
    '%2e%2e%2fx',
    '',
  ].map((target): Hostile => [
    `a reference to ${target || 'nothing'}`,
    'contract.invalid',
    () => json(withSchemas({ A: { $ref: target } })),
  ]),
  [
    'a discriminator that leads out',
    'read',
    () =>
      json(
        withSchemas({
          A: {
            type: 'object',
            discriminator: { propertyName: 'a', mapping: { b: 'http://10.0.0.1/b.json' } },
          },
        }),
      ),
  ],
  ['paths in another file', 'contract.invalid', () => json(contract({ paths: { $ref: 'paths.yaml' } }))],
  [
    'a reference with a broken escape',
    'contract.invalid',
    () => json(withSchemas({ A: { $ref: '#/components/schemas/%E0%A4%A' } })),
  ],
  [
    'references in examples, defaults and extensions',
    'read',
    () =>
      json(
        withSchemas({
          A: {
            example: { $ref: 'file:///etc/passwd' },
            default: { $ref: 'http://10.0.0.1' },
            enum: [{ $ref: '#/nowhere' }],
            'x-a': { $ref: '../x' },
          },
        }),
      ),
  ],
  ['a points at b, which points at a', 'read', () => json(withSchemas({ A: ref('B'), B: ref('A') }))],
  ['a schema that is itself', 'read', () => json(withSchemas({ A: ref('A') }))],
  [
    'a schema inside of itself',
    'contract.invalid',
    () => json(withSchemas({ A: { $ref: '#/components/schemas/A/properties/x' } })),
  ],
  [
    'path items in a circle',
    'read',
    () => json(contract({ paths: { '/a': { $ref: '#/paths/~1b' }, '/b': { $ref: '#/paths/~1a' } } })),
  ],
  [
    'schemas that contain themselves',
    'read',
    () =>
      json(
        withSchemas({
          A: { type: 'object', properties: { a: ref('A'), b: { type: 'array', items: ref('B') } } },
          B: { allOf: [ref('A')] },
        }),
      ),
  ],
  [
    'a schema that is all of itself',
    'read',
    () =>
      json(
        withSchemas({
          A: { allOf: [ref('A')], required: ['x'] },
          B: { anyOf: [ref('B'), ref('A')], required: ['y'] },
        }),
      ),
  ],
  ['20,000 references in a row', 'contract.invalid', () => json(chain(20_000, (next) => next))],
  [
    '5,000 schemas in a row',
    ['read', 'contract.too_complex'],
    () => json(chain(5000, (next) => ({ type: 'object', properties: { next } }))),
  ],
  [
    'schemas that double',
    'read',
    () => json(chain(40, (next) => ({ required: ['x'], allOf: [next, { ...next }] }))),
  ],
  [
    'unions that double',
    'read',
    () =>
      json(
        chain(40, (next) => ({ required: ['x'], oneOf: [next, { ...next }], anyOf: [next, { ...next }] })),
      ),
  ],
];

const busy: Hostile[] = [
  [
    'patterns that explode elsewhere',
    'read',
    () =>
      withPattern(
        '^(a+)+$',
        '(a|a)*b',
        '(?=x)y',
        '((a{100}){100}){100}',
        'x'.repeat(1e6),
        '((((((((((',
        '\\p{Foo}',
      ),
  ],
  [
    '5,000 large patterns',
    ['read', 'contract.too_complex'],
    () => withPattern(...range(5000).map((at) => `(?:[a-z]{1000}|[A-Z]{999}){1}${at}`)),
  ],
  [
    '10,000 paths that could be each other',
    ['read', 'contract.too_complex'],
    () =>
      json(
        contract({
          paths: Object.fromEntries(
            range(10_000).map((at) => [`/a${at}/{b}/c`, { get: { responses: answers } }]),
          ),
        }),
      ),
  ],
  [
    '50,000 unknown fields',
    'read',
    () =>
      json(
        contract({
          info: {
            title: 'a',
            version: '1',
            ...Object.fromEntries(range(50_000).map((at) => [`titles${at}`, 1])),
          },
        }),
      ),
  ],
  [
    'unknown fields with long names',
    'read',
    () => json(contract(Object.fromEntries(range(2000).map((at) => [`${at}${'component'.repeat(400)}`, 1])))),
  ],
  [
    // The linter is slow with so many in one place.
    '150,000 fields without a value',
    ['read', 'contract.too_complex'],
    () =>
      json(
        withSchemas({ A: { properties: Object.fromEntries(range(150_000).map((at) => [`p${at}`, null])) } }),
      ),
  ],
  [
    '60,000 fields without a value',
    'read',
    () =>
      json(
        withSchemas({ A: { properties: Object.fromEntries(range(60_000).map((at) => [`p${at}`, null])) } }),
      ),
  ],
  [
    'a deep document that is wrong everywhere',
    'contract.invalid',
    () => {
      let schema: object = { minLength: '1' };
      for (const at of range(60))
        schema = { [`${'k'.repeat(3000)}${at}`]: null, minLength: '1', items: schema };
      return json(withSchemas({ A: schema }));
    },
  ],
  [
    'an enum of 150,000',
    'read',
    () => json(withSchemas({ A: { type: 'string', enum: range(150_000).map(String) } })),
  ],
  [
    '50,000 tags',
    ['read', 'contract.invalid'],
    () => json(contract({ tags: range(50_000).map((at) => ({ name: `t${at % 100}` })) })),
  ],
  [
    '20,000 parameters on one operation',
    ['read', 'contract.too_complex'],
    () =>
      json(
        contract({
          paths: {
            '/a': {
              get: {
                parameters: range(20_000).map((at) => ({ name: `p${at}`, in: 'query', schema: {} })),
                responses: answers,
              },
            },
          },
        }),
      ),
  ],
  [
    'braces without end',
    ['read', 'contract.invalid'],
    () =>
      json(
        contract({
          servers: [{ url: `https://a/${'{'.repeat(1e5)}` }],
          paths: { [`/${'{'.repeat(3000)}`]: { get: { responses: answers } } },
        }),
      ),
  ],
  [
    'a wide union',
    ['read', 'contract.too_complex'],
    () =>
      json(
        withSchemas({
          A: { oneOf: range(2000).map((at) => ({ type: 'object', properties: { [`p${at}`]: {} } })) },
        }),
      ),
  ],
  [
    'a wide union of references',
    ['read', 'contract.too_complex'],
    () =>
      json(
        withSchemas({
          U: { oneOf: range(1500).map((at) => ref(`S${at}`)) },
          ...Object.fromEntries(
            range(1500).map((at) => [
              `S${at}`,
              {
                type: 'object',
                required: ['a'],
                properties: Object.fromEntries(range(20).map((key) => [`p${key}`, { type: 'string' }])),
              },
            ]),
          ),
        }),
      ),
  ],
];

test.each([...references, ...busy])('contained in time: %s', async (...hostile) => {
  expect(await findFaults(reader, hostile)).toEqual([]);
});
