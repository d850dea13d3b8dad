import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { runChild } from '../support/child.ts';
import { type Source, sources } from '../support/sources.ts';

const root = resolve(import.meta.dirname, '../..');
const commandLineFile = join(root, 'server/src/cli/parley.ts');

const filesIn = (folder: string, pattern: RegExp): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => pattern.test(path) && !path.includes('node_modules'));

/** What people read outside of the product. Decisions and notes of a release tell what was so on their day. */
const documents = [
  'README.md',
  'SECURITY.md',
  'Dockerfile',
  'compose.yaml',
  ...filesIn('docs', /\.md$/).filter((path) => !path.startsWith('docs/decisions/')),
].map((path): Source => ({ path, text: readFileSync(join(root, path), 'utf8') }));

/** What a program of ours may print: its sources without comments, which are for those who have read how to contribute. */
const programs = [
  ...sources,
  ...[...filesIn('e2e', /\.ts$/), ...filesIn('server/src/testing', /\.ts$/)]
    .filter((path) => !path.endsWith('.test.ts'))
    .map((path): Source => ({ path, text: readFileSync(join(root, path), 'utf8') })),
].map(({ path, text }) => ({ path, text: text.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, '') }));

const shown = [...documents, ...programs];

/** Where a command needs a pnpm of one's own: in words to run, not as the name of the tool. */
const needingPnpm = ({ path, text }: Source): string[] =>
  [...text.matchAll(/(?<!npx -y |[\w@/.-])pnpm(?:@12)? +(?:-[\w-]+ +)*[a-z][\w:-]*/g)]
    .map(([command]) => command)
    // “With a pnpm 12 of your own” and the like are prose: a command stands in code.
    .filter((command) => text.split(command).some((before) => /[`'"\n(]\s*$/.test(before)))
    .map((command) => `${path}: ${command}`);

test('no command that is shown needs a pnpm of one’s own', () => {
  expect(needingPnpm({ path: 'a.md', text: '`pnpm -s parley staff create`' })).toHaveLength(1);
  expect(needingPnpm({ path: 'a.md', text: '`npx -y pnpm@12 start`, and a pnpm of your own' })).toEqual([]);
  expect(shown.flatMap(needingPnpm)).toEqual([]);
});

/**
 * Calls of the command line, by all the ways in which they are written: the launcher, the image, a name that is put in. Each
 * up to the end of its line, or of the lines that it goes on over.
 */
const calls = (text: string): string[] =>
  [
    ...text.matchAll(
      /(?:(?:\.\/|[\w/]*\/|\bapi |\bCONTAINER |parley )parley|\$\{(?:[\w.]*\.)?(?:here|withFiles|command)\})((?: +|\\?\\\n\s*)[a-z][^`\n|;)]*(?:\\?\\\n[^`\n|;)]*)*)/g,
    ),
  ].map(([, words = '']) => words.replaceAll(/\\+\n/g, ' ').trim());

const wordsOf = (call: string): string[] => /^(?:[a-z][\w-]*\s*)+/.exec(call)?.[0].trim().split(/\s+/) ?? [];
const optionsOf = (call: string): string[] => call.match(/(?<=\s)--[a-z][\w-]*/g) ?? [];

const run = async (args: string[]): Promise<string> => {
  const { stdout, stderr } = await runChild(commandLineFile, args, process.env);
  return stdout + stderr;
};

const branches = ['staff', 'consumer', 'key', 'contract', 'audit'];

/** The name of a command within its call, and what its help says. Asked once for each name. */
const helps = new Map<string, Promise<string>>();
const helpOf = async (call: string): Promise<{ name: string; help: string }> => {
  const words = wordsOf(call);
  const name = words.slice(0, branches.includes(words[0] ?? '') ? 2 : 1).join(' ');
  const asked = helps.get(name) ?? run([...name.split(' '), '--help']);
  helps.set(name, asked);
  return { name, help: await asked };
};

test('every call of the command line that is shown is one that there is, with options that it takes', async () => {
  const found = shown.flatMap(({ path, text }) => calls(text).map((call) => ({ path, call })));

  const wrong = await Promise.all(
    found.map(async ({ path, call }) => {
      const { name, help } = await helpOf(call);
      const isThere = new RegExp(`^Usage: \\S+ ${name}\\b`, 'm').test(help);
      const unknown = optionsOf(call).filter(
        (option) => !new RegExp(`^ +(?:-\\w, )?${option}\\b`, 'm').test(help),
      );
      return isThere && unknown.length === 0
        ? []
        : [`${path}: ${call} (${unknown.join(', ') || 'no such command'})`];
    }),
  );

  expect(calls('`./parley key create --env live`')).toEqual(['key create --env live']);
  expect(found.length).toBeGreaterThan(25);
  expect(new Set(found.map(({ path }) => path.split('/', 1)[0]))).toEqual(
    new Set(['README.md', 'docs', 'server', 'web']),
  );
  expect(wrong.flat()).toEqual([]);
});

test('help and refusals name the way in that works here: of a clone, and of a container', async () => {
  const inClone = await run(['key', 'create']);
  const { stderr } = await runChild(commandLineFile, ['key', 'create'], {
    ...process.env,
    PARLEY_COMMAND: 'docker compose exec api parley',
  });

  expect(inClone).toContain('Usage: ./parley key create');
  expect(stderr).toContain('Usage: docker compose exec api parley key create');
});
