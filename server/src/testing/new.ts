// `pnpm new room <wing>/<noun>`: makes a room that passes `pnpm check` as it stands. Nothing is written before all of it is
// known to fit.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { entriesOf } from './new-room/entries.ts';
import { type RoomNames, readRoomNames } from './new-room/names.ts';
import { pageFiles } from './new-room/page-files.ts';
import { type Files, serverFiles } from './new-room/server-files.ts';

const root = resolve(import.meta.dirname, '../../..');

/** What the files that are there become. */
const changedFiles = (names: RoomNames): Files =>
  Object.fromEntries(
    entriesOf(names).map(({ file, add }) => {
      try {
        return [file, add(readFileSync(join(root, file), 'utf8'))];
      } catch (error) {
        throw new Error(`${file} cannot take the room: ${error instanceof Error ? error.message : ''}.`, {
          cause: error,
        });
      }
    }),
  );

const run = (command: string, args: string[]): boolean => {
  const { status, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) process.stderr.write(stderr);
  return status === 0;
};

const format = (files: string[]): boolean => run(join(root, 'node_modules/.bin/oxfmt'), files);

const migrations = (): string[] =>
  ['sqlite', 'postgresql'].flatMap((dialect) =>
    readdirSync(join(root, 'server/src/migrations', dialect))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `server/src/migrations/${dialect}/${name}`),
  );

/** Makes the migrations of the room and answers their files; none when they could not be made. */
const migrate = ({ snakes }: RoomNames): string[] => {
  const known = new Set(migrations());
  const isMade = run(process.execPath, [
    join(root, 'server/src/testing/create-migration.ts'),
    `add_${snakes}`,
  ]);
  return isMade ? migrations().filter((file) => !known.has(file)) : [];
};

const say = (lines: string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

const nextSteps = (
  { wing, noun, nouns, prefix }: RoomNames,
  isMigrated: boolean,
  snakes: string,
): string[] => [
  ...(isMigrated
    ? []
    : [
        `next     npx -y pnpm@12 migration add_${snakes}: it failed here, and the room is not green without it`,
      ]),
  `next     say what the noun is: columns, schemas, the tag, the words of the page (its ids begin with ${prefix}_)`,
  `next     choose an icon in the navigation, and add /${nouns} to e2e/console/accessibility.test.ts`,
  `next     after a change of the entity take back the migration and the snapshots, and make it anew`,
  `next     npx -y pnpm@12 test ${wing}/${noun}, then npx -y pnpm@12 check`,
];

const makeRoom = (argument: string | undefined): void => {
  const names = readRoomNames(root, argument);
  const made: Files = { ...serverFiles(names), ...pageFiles(names) };
  const changed = changedFiles(names);
  for (const [file, text] of Object.entries({ ...made, ...changed })) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  const added = migrate(names);
  if (!format([...Object.keys(made), ...Object.keys(changed), ...added])) process.exitCode = 1;
  if (added.length === 0) process.exitCode = 1;
  say([
    ...[...Object.keys(made), ...added].map((file) => `made     ${file}`),
    ...Object.keys(changed).map((file) => `changed  ${file}`),
    ...nextSteps(names, added.length > 0, names.snakes),
  ]);
};

const [what, argument, ...rest] = process.argv.slice(2);
try {
  makeRoom(what === 'room' && rest.length === 0 ? argument : undefined);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
