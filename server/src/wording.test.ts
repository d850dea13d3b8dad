// Sends every procedure inputs that are wrong in each of their fields, over both doors, and reads what is said of them.
import type { AnyProcedure } from '@trpc/server';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { operationsOf } from './doors/operation.ts';
import { appRouter } from './doors/router.ts';
import { invalidInput } from './platform/guard/problem-of.ts';
import { keysOf } from './platform/request/pointer.ts';
import { TestHub } from './testing/test-hub.ts';

const inputs = Object.entries(appRouter._def.procedures as unknown as Record<string, AnyProcedure>).flatMap(
  ([name, { _def }]): [string, z.ZodType][] => {
    const [input] = (_def as unknown as { inputs: unknown[] }).inputs;
    return input instanceof z.ZodType ? [[name, input]] : [];
  },
);

const broken: unknown[] = [
  undefined,
  null,
  true,
  0,
  -1,
  1.5,
  1e21,
  '',
  'x',
  '\n',
  'x'.repeat(70_000),
  [],
  [null],
  [{}],
  ['x', 7],
  Array.from({ length: 3000 }, () => 'x'),
  {},
  { x: 1 },
  { x: { y: null } },
];

/** The words of Zod's own table, none of which is for people who know nothing of it. */
const ofZod =
  /^Invalid|expected |received |Too (?:big|small)|Unrecognized|^Required|undefined|ZodError|must (?:be|match|start|end|include)/;

const errorsOf = (schema: z.ZodType, input: unknown) => {
  const parsed = schema.safeParse(input);
  return parsed.success ? [] : (invalidInput(parsed.error).errors ?? []);
};

test.each(inputs)(
  'what is wrong with an input of %s is said in our own words, at its place',
  (_name, schema) => {
    const names = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
    const sent = [
      ...broken,
      ...names.flatMap((name) => broken.map((value) => ({ [name]: value }))),
      { [`a/b~c`]: 1 },
    ];

    for (const input of sent)
      for (const { path, message } of errorsOf(schema, input)) {
        expect(message).not.toMatch(ofZod);
        expect(message).toMatch(/^[A-Z0-9`"][^]*\S$/);
        expect(path).toMatch(/^(?:\/(?:[^~/]|~[01])*)*$/);
        const [first] = keysOf(path);
        if (first !== undefined) expect([...names, ...Object.keys(Object(input))]).toContain(first);
      }
  },
);

const unwrapped = (schema: z.core.$ZodType): z.core.$ZodType =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable
    ? unwrapped(schema.unwrap())
    : schema;

test('every time that comes in is taken with any offset, and becomes UTC', () => {
  const times = inputs.flatMap(([name, schema]) =>
    Object.entries(schema instanceof z.ZodObject ? schema.shape : {})
      .filter(([field]) => /(?:At|^since|^until)$/.test(field))
      .map(([field, inner]): [string, z.core.$ZodType] => [`${name} ${field}`, unwrapped(inner)]),
  );

  expect(times.length).toBeGreaterThan(8);
  for (const [name, schema] of times)
    for (const written of [
      '2030-01-01T10:30:00.5+01:00',
      '2030-01-01t09:30:00.500z',
      '2030-01-01T03:45:00.5-05:45',
    ])
      expect([name, z.safeParse(schema, written).data]).toEqual([name, '2030-01-01T09:30:00.500Z']);
});

test('a field that nobody knows is named itself, and of several forms the one that was meant is explained', () => {
  const schema = z.strictObject({
    to: z.union([z.enum(['all']), z.strictObject({ name: z.string(), size: z.int().max(3) })]),
  });

  expect(errorsOf(schema, { to: { name: 'a', size: 4 } })).toEqual([
    { path: '/to/size', message: 'At most 3.' },
  ]);
  expect(errorsOf(schema, { to: 'all', 'a/b': 1 })).toEqual([
    { path: '/a~1b', message: 'There is no such field.' },
  ]);
  expect(errorsOf(schema, 'x')).toEqual([{ path: '', message: 'It takes an object, and this is a text.' }]);
  expect(errorsOf(schema, {})).toEqual([{ path: '/to', message: expect.stringContaining(' Or: ') }]);
});

test('of a hundred thousand wrong fields a hundred are told', () => {
  const [, schema] = inputs.find(([name]) => name === 'consumer.create') ?? [];
  const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`f${index}`, 1]));

  expect(errorsOf(schema!, many)).toHaveLength(100);
});

test('both doors say it so', async () => {
  await using hub = await TestHub.start('sqlite');
  const client = await hub.client();
  const asKey = { authorization: `Bearer ${client.secret}` };
  const broadest = operationsOf(appRouter).filter(({ name }) =>
    ['event.publish', 'endpoint.create', 'eventType.declare', 'consumer.create'].includes(name),
  );

  for (const { name, meta } of broadest) {
    const overRest = await client.rest(meta.openapi.path, { body: {} });
    const overTrpc = await hub.trpc(name, {}, 'POST', asKey);
    expect(overRest.status).toBe(400);
    expect(overTrpc.body.errors).toEqual(overRest.body.errors);
    expect(JSON.stringify(overRest.body.errors)).not.toMatch(ofZod);
  }
});
