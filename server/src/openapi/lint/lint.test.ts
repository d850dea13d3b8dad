import { expect, test } from 'vitest';
import { lintRules, type LintSettings, scoreOf } from './lint.ts';
import { body, type Json, lint, operation, schema, text } from '../../testing/fixtures/sample-shop.ts';

test('a document that does everything in one way has no finding and scores 100', async () => {
  const { structure, lint: result } = await lint();

  expect(structure).toEqual({ slips: [], counts: {}, faults: [] });
  expect(result).toEqual({ score: 100, bar: 0, passes: true, findings: [], counts: {} });
});

const ids = (...names: string[]) => Object.fromEntries(names.map((name) => [name, text]));

test.each<
  [rule: string, pointer: string, says: RegExp, more: { paths?: Json; schemas?: Json; document?: Json }]
>([
  [
    'house/security-missing',
    '/paths/~1x/get',
    /12 of 13 operations here need a credential/,
    { paths: { '/x': { get: operation({ security: [] }) } } },
  ],
  [
    'house/security-scheme',
    '/paths/~1x/get',
    /takes other; 12 of 13 secured operations here take key/,
    { paths: { '/x': { get: operation({ security: [{ other: [] }] }) } } },
  ],
  [
    'house/security-defined',
    '/paths/~1x/get/security',
    /`nobody` is not declared/,
    { paths: { '/x': { get: operation({ security: [{ key: [] }, { nobody: [] }] }) } } },
  ],
  [
    'house/id-type',
    '/components/schemas/A/properties/d_id',
    /`d_id` is a number; 6 of 7 ids here are string/,
    { schemas: { A: schema({ ...ids('a_id', 'b_id', 'c_id'), d_id: { type: 'integer' } }) } },
  ],
  [
    'house/time-format',
    '/components/schemas/A/properties/d_at',
    /`d_at` is a number; 3 of 4 times here are a string in the format date-time/,
    {
      schemas: {
        A: schema({
          a_at: { type: 'string', format: 'date-time' },
          b_at: { type: 'string', format: 'date-time' },
          c_at: { type: 'string', format: 'date-time' },
          d_at: { type: 'integer' },
        }),
      },
    },
  ],
  [
    'house/boolean-name',
    '/components/schemas/A/properties/open',
    /`open` is named otherwise: 5 of 6 booleans here begin/,
    {
      schemas: {
        A: schema(
          Object.fromEntries(
            ['is_a', 'is_b', 'has_c', 'can_d', 'is_e', 'open'].map((name) => [name, { type: 'boolean' }]),
          ),
        ),
      },
    },
  ],
  [
    'house/property-type',
    '/components/schemas/D/properties/size',
    /`size` is of type string here and number in 3 of 4/,
    {
      schemas: {
        A: schema({ size: { type: 'integer' } }),
        B: schema({ size: { type: 'number' } }),
        C: schema({ size: { type: ['integer', 'null'] } }),
        D: schema({ size: text }),
      },
    },
  ],
  [
    'house/required-declared',
    '/components/schemas/B/required/1',
    /`nobody` is required, but nothing says/,
    {
      schemas: {
        A: schema({ a: text }),
        B: { allOf: [{ $ref: '#/components/schemas/A' }, { required: ['a'] }], required: ['a', 'nobody'] },
        C: {
          oneOf: [{ $ref: '#/components/schemas/C' }, { $ref: '#/components/schemas/A' }],
          required: ['a'],
        },
      },
    },
  ],
  [
    'house/operation-description',
    '/paths/~1x/get',
    /Neither summary nor description/,
    { paths: { '/x': { get: operation({ summary: undefined }) } } },
  ],
  [
    'house/parameter-description',
    '/paths/~1x/get/parameters/0',
    /`q` has no description/,
    { paths: { '/x': { get: operation({ parameters: [{ name: 'q', in: 'query', schema: text }] }) } } },
  ],
  [
    'house/property-description',
    '/components/schemas/A/properties/d',
    /`d` has no description; 3 of 4/,
    {
      schemas: {
        A: schema({
          a: { ...text, description: 'A.' },
          b: { ...text, description: 'B.' },
          c: { $ref: '#/components/schemas/C', description: 'C.' },
          d: text,
        }),
        C: text,
      },
    },
  ],
  [
    'house/example-missing',
    '/paths/~1x/post/requestBody/content/application~1json',
    /has no example/,
    { paths: { '/x': { post: operation({ requestBody: body(schema({ a: text })) }) } } },
  ],
  [
    'house/deprecated-without-plan',
    '/paths/~1x/get',
    /neither `x-sunset`/,
    { paths: { '/x': { get: operation({ deprecated: true }) } } },
  ],
  [
    'house/tag-missing',
    '/paths/~1x/get',
    /12 of 13 operations here have one/,
    { paths: { '/x': { get: operation({ tags: [] }) } } },
  ],
  [
    'house/pattern-linear',
    '/components/schemas/A/pattern',
    /cannot be checked in linear time/,
    { schemas: { A: { type: 'string', pattern: '^(?=a)b' }, B: { type: 'string', pattern: '^(a+)+$' } } },
  ],
  [
    'operation-operationId-unique',
    '/paths/~1x/get',
    /unique/,
    { paths: { '/x': { get: operation({ operationId: 'operation_1' }) } } },
  ],
])('%s is found at its place, with the norm in words', async (rule, pointer, says, more) => {
  const { lint: result } = await lint(more);

  const found = result.findings.filter((finding) => finding.rule === rule);
  expect(found.map((finding) => finding.pointer)).toEqual([pointer]);
  expect(found[0]?.message).toMatch(says);
  expect(result.counts[rule]).toBe(1);
});

test('every house rule has a test above and says what it asks for', () => {
  const house = [...lintRules].filter(([id]) => id.startsWith('house/'));

  expect(house.length).toBeGreaterThan(30);
  expect(house.every(([, { says }]) => /^[A-Z].*\.$/s.test(says))).toBe(true);
});

test('a finding in an operation names it', async () => {
  const { lint: result } = await lint({ paths: { '/x/{id}': { get: operation({ tags: [] }) } } });

  const untagged = result.findings.find(({ rule }) => rule === 'house/tag-missing');
  expect(untagged?.operation).toBe('GET /x/{id}');
});

test('an API turns rules off and changes their severity, and sets its bar', async () => {
  const more = { paths: { '/x': { get: operation({ tags: [], summary: undefined }) } } };
  const settings: LintSettings = {
    rules: { 'house/tag-missing': 'error', 'house/operation-description': 'off', 'operation-summary': 'off' },
    bar: 99,
  };

  const { lint: result } = await lint({ ...more, settings });

  expect(result.findings.map(({ rule, severity }) => [rule, severity])).toEqual([
    ['house/tag-missing', 'error'],
  ]);
  expect(result).toMatchObject({ score: 98, bar: 99, passes: false });
});

test('the score is the same for the same share of findings, however large the document is', () => {
  const severityOf = (rule: string) => (rule === 'a' ? 'error' : rule === 'b' ? 'warn' : 'info');

  expect(scoreOf({}, severityOf, 0)).toBe(100);
  expect(scoreOf({ a: 5, b: 10, c: 3 }, severityOf, 10)).toBe(84);
  expect(scoreOf({ a: 500, b: 1000, c: 300 }, severityOf, 1000)).toBe(84);
  expect(scoreOf({ a: 1_000_000 }, severityOf, 10)).toBe(80);
  expect(scoreOf({ c: 1 }, severityOf, 1_000_000)).toBe(99);
});

test('findings are bounded, their counts are not, and the severe come first', async () => {
  const more = Object.fromEntries(
    Array.from({ length: 600 }, (_, at) => [
      `/x${at}`,
      { get: operation({ tags: [], security: [{ nobody: [] }] }) },
    ]),
  );

  const { lint: result } = await lint({ paths: more });

  expect(result.counts).toMatchObject({ 'house/security-defined': 600 });
  expect(result.findings.filter(({ rule }) => rule === 'house/security-defined')).toHaveLength(200);
  expect(result.findings[0]?.severity).toBe('error');
});

test('what breaks the specification is found under a rule of its own, which an API may turn off', async () => {
  const more = { schemas: { A: { type: 'string', nullable: true } }, document: { info: { title: 'Shop' } } };
  const settings: LintSettings = { rules: { 'openapi/other-version': 'off' } };

  const [plain, quiet] = [await lint(more), await lint({ ...more, settings })];

  const structural = ({ lint: { findings } }: typeof plain) =>
    findings.filter(({ rule }) => rule.startsWith('openapi/'));
  expect(structural(plain)).toEqual([
    {
      rule: 'openapi/missing-field',
      severity: 'error',
      pointer: '/info',
      message: 'The field `version` must be present on this level.',
    },
    {
      rule: 'openapi/other-version',
      severity: 'warn',
      pointer: '/components/schemas/A/nullable',
      message: '`nullable` is of OpenAPI 3.0 and earlier.',
    },
  ]);
  expect(structural(quiet).map(({ rule }) => rule)).toEqual(['openapi/missing-field']);
});
