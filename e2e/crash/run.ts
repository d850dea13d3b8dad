// `pnpm test:crash`: prints a readable table and, as its last line, one JSON object.
import { parseArgs } from 'node:util';
import { type CrashRun, type DatabaseName, isSound, runCrashes } from './crashes.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const fail = (line: string): never => {
  process.stderr.write(`${line}\n`);
  process.exit(2);
};

const databases: Record<string, DatabaseName[]> = {
  sqlite: ['sqlite'],
  postgresql: ['postgresql'],
  both: ['sqlite', 'postgresql'],
};

const readArguments = () => {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '50' },
      database: { type: 'string', default: 'both' },
    },
  });
  const kills = Number(values.kills);
  if (!Number.isInteger(kills) || kills < 1) return fail('--kills takes a whole number from 1 on.');
  const chosen = databases[values.database];
  return chosen ? { kills, chosen } : fail(`--database takes one of: ${Object.keys(databases).join(', ')}.`);
};

const columns: [title: string, figure: (run: CrashRun) => string | number][] = [
  ['database', (run) => run.database],
  ['kills', (run) => run.kills],
  ['acked', (run) => run.acked],
  ['received', (run) => run.received],
  ['lost', (run) => run.lost],
  ['duplicates', (run) => run.duplicates],
  ['not acked', (run) => run.receivedUnacked],
  ['keys again', (run) => run.retriedKeys],
  ['replayed', (run) => run.replayedKeys],
  ['retried', (run) => run.retriedDeliveries],
  ['seconds', (run) => run.seconds],
];

const row = (cells: readonly (string | number)[]): string =>
  cells.map((cell) => String(cell).padStart(12)).join('');

const { kills, chosen } = readArguments();
say(
  `kill -9 under load, ${kills} times per database: REST publish by 8 clients, two endpoints, one of which`,
);
say('refuses each event at first. Every event that was answered with 201 has to arrive at both.');
say('');
say(row(columns.map(([title]) => title)));
const runs: CrashRun[] = [];
for (const database of chosen) {
  const run = await runCrashes(database, kills);
  runs.push(run);
  say(row(columns.map(([, figure]) => figure(run))));
  for (const sentence of run.inconsistencies.slice(0, 20)) say(`  ${sentence}`);
  if (run.unfinished > 0) say(`  ${run.unfinished} deliveries or more were never finished.`);
}
say('');
say(
  'not acked: arrived although the answer to its publisher was lost. keys again: Idempotency-Keys sent again',
);
say(
  'after a lost answer; replayed: those that had been stored. retried: deliveries refused once and repeated.',
);
say(JSON.stringify({ test: 'crash', runs }));
process.exitCode = runs.every(isSound) ? 0 : 1;
