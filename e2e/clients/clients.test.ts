import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Parley, startParley } from '../support/parley.ts';
import { openArena, tryGenerator } from './generator.ts';
import { generators } from './generators.ts';
import { checkWithSchemathesis } from './schemathesis.ts';
import { Missing } from './tools.ts';

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
});

afterAll(async () => {
  await parley[Symbol.asyncDispose]();
});

/** What is tried; `null`, and a word aloud, where a tool is not to be had. */
const unlessMissing = async <Value>(name: string, tried: Promise<Value>): Promise<Value | null> =>
  tried.catch((error: unknown) => {
    if (!(error instanceof Missing)) throw error;
    process.stderr.write(`Not run: ${name}, because ${error.message}.\n`);
    return null;
  });

// The others take minutes: `pnpm test:clients`.
test.each(generators.filter(({ isQuick }) => isQuick))(
  '$name makes a client that compiles, publishes, pages and is told what is wrong',
  async (generator) => {
    const arena = await openArena(parley, generator.name);

    const wrong = await unlessMissing(generator.name, tryGenerator(generator, arena));

    expect(wrong).toBeNull();
  },
  // The first run installs what it needs.
  600_000,
);

// All operations take minutes: `pnpm test:schemathesis`.
test('Schemathesis finds no fault in what integrators do most', { timeout: 600_000 }, async () => {
  const operations = ['publishEvent', 'listEvents', 'getEvent', 'createEndpoint', 'listDeliveries'];

  const found = await unlessMissing(
    'Schemathesis',
    checkWithSchemathesis(parley, { examples: 2, operations }),
  );

  expect(found?.faults ?? []).toEqual([]);
  expect(found?.cases ?? 1).toBeGreaterThan(0);
});
