// `pnpm test:clients [words]`: generates a client with each generator, compiles it, and uses it against a running Parley.
// Prints a line for each and, as its last line, one JSON object.
import { parseArgs } from 'node:util';
import { startParley } from '../support/parley.ts';
import { type Generator, openArena, tryGenerator } from './generator.ts';
import { generators } from './generators.ts';
import { Missing } from './tools.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { positionals } = parseArgs({ allowPositionals: true });

/** How the client of one generator fared. */
interface Result {
  generator: string;
  outcome: 'works' | 'FAILED' | 'not run';
  said: string;
  seconds: number;
}

await using parley = await startParley();

const runOne = async (generator: Generator): Promise<Result> => {
  const startedAt = performance.now();
  const outcome = await openArena(parley, generator.name)
    .then(async (arena) => tryGenerator(generator, arena))
    .then(
      (wrong): Pick<Result, 'outcome' | 'said'> =>
        wrong === null ? { outcome: 'works', said: '' } : { outcome: 'FAILED', said: wrong },
      (error: unknown): Pick<Result, 'outcome' | 'said'> => ({
        outcome: error instanceof Missing ? 'not run' : 'FAILED',
        said: error instanceof Error ? error.message : String(error),
      }),
    );
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  say(`${outcome.outcome.padEnd(7)} ${generator.name} (${seconds} s) ${outcome.said}`);
  return { generator: generator.name, seconds, ...outcome };
};

const results: Result[] = [];
for (const generator of generators)
  if (positionals.every((word) => generator.name.toLowerCase().includes(word.toLowerCase())))
    results.push(await runOne(generator));
say(JSON.stringify({ test: 'clients', results }));
process.exitCode = results.length > 0 && results.every(({ outcome }) => outcome !== 'FAILED') ? 0 : 1;
