import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Parley, startParley } from '../support/parley.ts';
import { openArena, tryGenerator } from './generator.ts';
import { generators } from './generators.ts';
import { Missing } from './tools.ts';

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
});

afterAll(async () => {
  await parley[Symbol.asyncDispose]();
});

// The others take minutes: `pnpm test:clients`.
test.each(generators.filter(({ isQuick }) => isQuick))(
  '$name makes a client that compiles, publishes, pages and is told what is wrong',
  async (generator) => {
    const arena = await openArena(parley, generator.name);

    const wrong = await tryGenerator(generator, arena).catch((error: unknown) => {
      if (!(error instanceof Missing)) throw error;
      process.stderr.write(`Not run: ${generator.name}, because ${error.message}.\n`);
      return null;
    });

    expect(wrong).toBeNull();
  },
  // The first run installs what it needs.
  600_000,
);
