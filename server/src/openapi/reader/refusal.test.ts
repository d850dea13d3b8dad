import {
  array,
  assert,
  asyncProperty,
  boolean,
  constant,
  constantFrom,
  dictionary,
  integer,
  letrec,
  oneof,
  record,
  string,
} from 'fast-check';
import { dump } from 'js-yaml';
import { afterAll, expect, test } from 'vitest';
import { type ContractInput, ContractReader, ContractRefused } from './reader.ts';

const reader = new ContractReader();
afterAll(async () => reader.close());

const answers = { 200: { description: 'Fine.' } };
const contract = (more: object = {}) => ({
  openapi: '3.1.0',
  info: { title: 'Clinic', version: '2.1' },
  paths: { '/visits': { get: { operationId: 'listVisits', summary: 'Visits.', responses: answers } } },
  ...more,
});
const refusalOf = async (input: ContractInput): Promise<ContractRefused> => {
  try {
    await reader.readContract(input);
  } catch (error) {
    if (error instanceof ContractRefused) return error;
    throw error;
  }
  throw new Error('It was read.');
};

const closing = {
  async [Symbol.asyncDispose](this: ContractReader) {
    await this.close();
  },
};

test('a wrong field is named by line, column and pointer, in JSON, in YAML and in an object', async () => {
  const json =
    '{\n  "openapi": "3.1.0",\n  "info": {"title": "a", "version": "1"},\n  "paths": {\n    "/a": {"get": 5}\n  }\n}';
  const yaml = 'openapi: 3.1.0\ninfo:\n  title: a\n  version: "1"\npaths:\n  /a:\n    get: 5\n';

  const inputs: ContractInput[] = [{ text: json }, { text: yaml }, { document: JSON.parse(json) }];
  const places = await Promise.all(inputs.map(async (input) => (await refusalOf(input)).problems[0]));

  expect(places).toMatchObject([
    { pointer: '/paths/~1a/get', line: 5, column: 12 },
    { pointer: '/paths/~1a/get', line: 7, column: 5 },
    { pointer: '/paths/~1a/get', line: 9, column: 7 },
  ]);
  expect(places[0]?.message).toBe('This should be an object, and is a number.');
});

test('the API answers the same places in `errors`', async () => {
  const refusal = await refusalOf({
    text: 'openapi: 3.1.0\ninfo: {title: a}\npaths: {/a: []}\nwebhooks: a\n',
  });

  expect(refusal).toMatchObject({ code: 'contract.invalid', status: 422 });
  expect(refusal.errors).toEqual([
    { path: '/webhooks', message: 'line 4, column 1: This should be an object, and is text.' },
  ]);
});

test.each([
  ['{\n  "openapi": "3.1.0",\n  "info" {}\n}', 3, 10],
  ['{"openapi": "3.1.0",\n "openapi": "3.1.0"}', 2, 2],
  ['openapi: 3.1.0\ninfo:\n\t- a', 3, 1],
  ['openapi: 3.1.0\ninfo: [a\npaths: {}', 3, 1],
])('broken syntax is named by its place: %j', async (text, line, column) => {
  const { problems } = await refusalOf({ text });

  expect(problems).toMatchObject([{ severity: 'error', rule: 'syntax', line, column }]);
});

test('a reference to nothing is named where it stands', async () => {
  const { problems } = await refusalOf({
    text: `${dump(contract())}components:\n  schemas:\n    A:\n      $ref: '#/components/schemas/B'\n`,
  });

  expect(problems).toMatchObject([
    { rule: 'reference', pointer: '/components/schemas/A/$ref', line: 16, column: 7 },
  ]);
});

test('a document that needs too much memory or time is given up, and the next one is read', async () => {
  await using small = Object.assign(new ContractReader({ memoryMb: 60, threads: 1 }), closing);
  await using brief = Object.assign(new ContractReader({ cpuMs: 1, cpuMsPerMb: 0, threads: 1 }), closing);
  const large = {
    text: JSON.stringify(
      contract({ 'x-a': Array.from({ length: 190_000 }, (_, at) => ({ [`k${at}`]: [at] })) }),
    ),
  };

  await expect(small.readContract(large)).rejects.toMatchObject({ code: 'contract.too_complex' });
  await expect(brief.readContract(large)).rejects.toMatchObject({ code: 'contract.too_complex' });
  await expect(small.readContract({ document: contract() })).resolves.toMatchObject({ operations: 1 });
});

test('threads end when nothing is asked for, and start again; what is under way at the end is refused', async () => {
  await using idle = Object.assign(new ContractReader({ idleMs: 1 }), closing);
  await idle.readContract({ document: contract() });
  await new Promise((resolve) => {
    setTimeout(resolve, 50);
  });

  await expect(idle.readContract({ document: contract() })).resolves.toMatchObject({ operations: 1 });
  const last = idle.readContract({ document: contract() });
  await Promise.all([expect(last).rejects.toMatchObject({ code: 'contract.busy' }), idle.close()]);
});

test('more contracts than can wait are answered as busy', async () => {
  await using reader1 = Object.assign(new ContractReader({ threads: 1, waiting: 1 }), closing);

  const outcomes = await Promise.allSettled(
    Array.from({ length: 3 }, async () => reader1.readContract({ document: contract() })),
  );

  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  expect(outcomes[2]).toMatchObject({ reason: { code: 'contract.busy', status: 503 } });
});

test('whatever is sent is read or refused, never a failure of ours', async () => {
  const words = constantFrom(
    'get',
    'post',
    '$ref',
    'schema',
    'type',
    'properties',
    'responses',
    '200',
    'content',
    'parameters',
    'items',
    'allOf',
    'x-a',
    'constructor',
    'security',
    'tags',
    'servers',
    'enum',
    'pattern',
    'discriminator',
    'examples',
  );
  const leaves = oneof(
    string(),
    integer(),
    boolean(),
    constant(null),
    constantFrom('string', 'array', '#/paths', '#/components/schemas/A', '#'),
  );
  const { tree } = letrec((tie) => ({
    tree: oneof(
      { maxDepth: 5 },
      leaves,
      array(tie('tree'), { maxLength: 3 }),
      dictionary(words, tie('tree'), { maxKeys: 4 }),
    ),
  }));
  const inputs = record({
    paths: oneof(tree, dictionary(constantFrom('/a', '/a/{id}', 'a'), dictionary(words, tree))),
    components: oneof(
      tree,
      record({
        schemas: dictionary(constantFrom('A', 'B'), tree),
        responses: tree,
        securitySchemes: tree,
      }),
    ),
    tags: tree,
    servers: tree,
    security: tree,
  });

  await assert(
    asyncProperty(inputs, constantFrom('3.0.3', '3.1.0', '3.2.0'), async (more, openapi) => {
      const outcome = await reader
        .readContract({ document: contract({ ...more, openapi }) })
        .catch((error: unknown) => error);
      expect(outcome instanceof Error ? outcome : undefined).toSatisfy(
        (error) => error === undefined || error instanceof ContractRefused,
      );
    }),
    { numRuns: 150 },
  );
});
