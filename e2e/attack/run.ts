// `pnpm test:attack [words]`: tries to stop Parley, to make it repeat or lose something, to get at what is somebody
// else's. Prints a line for each attack and database and, as its last line, one JSON object.
import { parseArgs } from 'node:util';
import { type DatabaseName, databaseNames, withDatabases } from '../bench/databases.ts';
import { openArena } from './attack.ts';
import { findAttacks, type NamedAttack } from './attacks.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { short: { type: 'boolean', default: false } },
});

/** One attack on one database. */
interface Result {
  attack: string;
  database: DatabaseName;
  held: boolean;
  seconds: number;
  said: string;
}

const runOne = async (
  attack: NamedAttack,
  database: DatabaseName,
  create: () => Promise<string>,
): Promise<Result> => {
  const startedAt = performance.now();
  const outcome = await attack.run(openArena(database, create, values.short)).then(
    (said) => ({ held: true, said }),
    (error: unknown) => ({ held: false, said: error instanceof Error ? error.message : String(error) }),
  );
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  say(`${outcome.held ? 'held  ' : 'FAILED'} ${database.padEnd(10)} ${attack.file}: ${attack.name}`);
  say(`       ${outcome.said.replaceAll('\n', '\n       ')} (${seconds} s)`);
  return { attack: attack.file, database, seconds, ...outcome };
};

const attacks = await findAttacks(positionals);
const results: Result[] = [];
for (const database of databaseNames)
  await withDatabases(database, async ({ create }) => {
    for (const attack of attacks.filter(({ databases }) => databases.includes(database)))
      results.push(await runOne(attack, database, create));
  });
say(JSON.stringify({ test: 'attack', results }));
process.exitCode = results.length > 0 && results.every(({ held }) => held) ? 0 : 1;
