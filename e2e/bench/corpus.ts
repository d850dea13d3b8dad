// `pnpm corpus [folder] [--extras]`: the diff engine against pairs of documents with known differences.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BenchChange, type DiffContracts, loadEngine, loadYaml, projectRoot } from './contract.ts';
import { rounded, say } from './figures.ts';

type Expected = { id: string; level: string; operation?: string; path?: string };

type Case = {
  name: string;
  base: string;
  revision: string;
  verdict: 'breaking' | 'not-breaking';
  expected: Expected[];
  level_contested: boolean;
  clock?: string;
};

type Outcome = { hits: number; misses: string[]; extras: string[]; isRight: boolean; isContested: boolean };

const coordinate = (id: string, operation: string | undefined, path: string | undefined): string =>
  operation === undefined ? id : `${id} at ${operation} ${path ?? ''}`;

const found = ({ id, operations }: BenchChange): string[] =>
  operations.length === 0
    ? [coordinate(id, undefined, undefined)]
    : operations.map(({ method, path }) => coordinate(id, method, path));

const judge = (one: Case, changes: readonly BenchChange[]): Outcome => {
  const expected = new Set(one.expected.map(({ id, operation, path }) => coordinate(id, operation, path)));
  const actual = new Set(changes.flatMap(found));
  const misses = [...expected].filter((text) => !actual.has(text));
  const verdict = changes.some(({ severity }) => severity === 'breaking') ? 'breaking' : 'not-breaking';
  return {
    hits: expected.size - misses.length,
    misses,
    extras: changes
      .filter((change) => found(change).some((text) => !expected.has(text)))
      .map(({ id, severity, text }) => `${severity} ${id}: ${text}`),
    isRight: verdict === one.verdict,
    isContested: one.level_contested,
  };
};

const read = (folder: string, file: string, load: (text: string) => unknown): object => {
  const text = readFileSync(join(folder, file), 'utf8');
  const document: unknown = file.endsWith('.json') ? JSON.parse(text) : load(text);
  return JSON.parse(JSON.stringify(document ?? {})) as object;
};

const run = (diff: DiffContracts, load: (text: string) => unknown, folder: string, one: Case): Outcome => {
  const now = one.clock === undefined ? new Date() : new Date(one.clock);
  return judge(one, diff(read(folder, one.base, load), read(folder, one.revision, load), { now }).changes);
};

const options = process.argv.slice(2);
const folder = resolve(
  options.find((one) => !one.startsWith('--')) ?? join(projectRoot, '../shared/contract-corpus'),
);
if (!existsSync(join(folder, 'index.json'))) {
  say(`There is no corpus in ${folder}: nothing was compared.`);
  process.exit(0);
}
const { cases } = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as { cases: Case[] };
const [diff, load] = [await loadEngine(), loadYaml()];
const outcomes = cases.map((one) => ({ one, outcome: run(diff, load, folder, one) }));

for (const { one, outcome } of outcomes) {
  for (const text of outcome.misses) say(`missed   ${one.name}: ${text}`);
  if (!outcome.isRight)
    say(`verdict  ${one.name}: ${one.verdict} expected${outcome.isContested ? ', contested' : ''}`);
  if (options.includes('--extras')) for (const text of outcome.extras) say(`extra    ${one.name}: ${text}`);
}

const all = outcomes.map(({ outcome }) => outcome);
const hits = all.reduce((sum, one) => sum + one.hits, 0);
const expected = all.reduce((sum, one) => sum + one.hits + one.misses.length, 0);
const settled = all.filter((one) => !one.isContested);
const right = settled.filter((one) => one.isRight).length;
const figures = {
  recall: rounded(hits / Math.max(1, expected), 4),
  verdicts: rounded(right / Math.max(1, settled.length), 4),
  verdictsWithContested: rounded(all.filter((one) => one.isRight).length / Math.max(1, all.length), 4),
  expected,
  pairs: all.length,
  extras: all.reduce((sum, one) => sum + one.extras.length, 0),
};
say(
  `\nrecall ${hits} of ${expected}; verdicts ${right} of ${settled.length} pairs whose level is not contested`,
);
say(JSON.stringify(figures));
