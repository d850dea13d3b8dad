import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Column, rounded, say, sayHeads, sayRow } from './figures.ts';

/** The root of the project. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** What the benches use of a change. */
export type BenchChange = {
  id: string;
  severity: string;
  operations: readonly { method: string; path: string }[];
  text: string;
  pointer: string;
};

type Options = { now?: Date };

/** Compares two documents. */
export type DiffContracts = (
  base: object,
  revision: object,
  options?: Options,
) => { changes: readonly BenchChange[] };

// The engine is a pure module without a door of its own: it is measured in this process, not over HTTP.
const engineUrl = new URL('../../server/src/openapi/diff/diff.ts', import.meta.url);

/** The diff engine of the server. */
export const loadEngine = async (): Promise<DiffContracts> => {
  const engine = (await import(engineUrl.href)) as { diffContracts: DiffContracts };
  return engine.diffContracts;
};

/** The YAML reader of the server. */
export const loadYaml = (): ((text: string) => unknown) => {
  const server = createRequire(new URL('../../server/package.json', import.meta.url));
  const yaml = server('js-yaml') as { load: (text: string) => unknown };
  return (text) => yaml.load(text);
};

const pairs = [
  ['Stripe', 'stripe-2021-06-30.json', 'stripe-2022-03-01.json'],
  ['OpenAI', 'openai-2026-08-05.json', 'openai-2026-08-21.json'],
  ['Twilio', 'twilio-api-2023-12.json', 'twilio-api-2026-04-14.json'],
  ['DigitalOcean', 'digitalocean-2025-01.bundled.json', 'digitalocean-2026-08.bundled.json'],
] as const;

const runs = 25;
const ratioMax = 3;
const memoryMaxMib = 500;

interface ContractFigures {
  name: string;
  mib: number;
  parseMs: number;
  coldMs: number;
  diffMs: number;
  coldRatio: number;
  ratio: number;
  changes: number;
  breaking: number;
  reached: number;
  memoryMib: number;
}

const columns: Column<ContractFigures>[] = [
  ['document', (run) => run.name],
  ['MiB', (run) => run.mib],
  ['parse ms', (run) => run.parseMs],
  ['diff cold ms', (run) => run.coldMs],
  ['diff ms', (run) => run.diffMs],
  ['cold ratio', (run) => run.coldRatio],
  ['ratio', (run) => run.ratio],
  ['changes', (run) => run.changes],
  ['breaking', (run) => run.breaking],
  ['reached', (run) => run.reached],
  ['MiB rss', (run) => run.memoryMib],
];

const timed = <Result>(act: () => Result): [Result, number] => {
  const start = performance.now();
  const result = act();
  return [result, performance.now() - start];
};

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0;

// One after the other: the garbage of one is not collected in the time of the other.
const repeat = <Result>(act: () => Result): { result: Result; cold: number; warm: number[] } => {
  const [first, cold] = timed(act);
  let result = first;
  const warm: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const [next, ms] = timed(act);
    result = next;
    warm.push(ms);
  }
  return { result, cold, warm };
};

const measurePair = (
  diff: DiffContracts,
  name: string,
  texts: readonly [string, string],
): ContractFigures => {
  const parse = (): [object, object] => [JSON.parse(texts[0]), JSON.parse(texts[1])];
  const parses = repeat(parse);
  const documents = parses.result;
  const diffs = repeat(() => diff(...documents, { now: new Date('2026-01-01') }));
  const { changes } = diffs.result;
  const memory = process.resourceUsage().maxRSS / 2 ** 10;
  const [parseMs, diffMs] = [median(parses.warm), median(diffs.warm)];
  return {
    name,
    mib: rounded((texts[0].length + texts[1].length) / 2 ** 20, 1),
    parseMs: rounded(parseMs, 1),
    coldMs: rounded(diffs.cold, 1),
    diffMs: rounded(diffMs, 1),
    coldRatio: rounded(diffs.cold / parses.cold, 2),
    ratio: rounded(diffMs / parseMs, 2),
    changes: changes.length,
    breaking: changes.filter(({ severity }) => severity === 'breaking').length,
    reached: changes.reduce((sum, { operations }) => sum + operations.length, 0),
    memoryMib: rounded(memory),
  };
};

/** Measures and prints how long the difference of real documents takes, against the time to parse them. */
export const reportContract = async (): Promise<object> => {
  const folder = join(projectRoot, '../shared/specs');
  if (!existsSync(folder)) {
    say(`There are no documents in ${folder}: nothing was measured.`);
    return { bench: 'contract', runs: [] };
  }
  const diff = await loadEngine();
  const figures: ContractFigures[] = [];
  say('Two versions of a document, parsed → every difference with the operations that it reaches.');
  say(
    `Limit: JSON.parse of both, in the same run; at most ${ratioMax} times that, below ${memoryMaxMib} MiB.\n`,
  );
  sayHeads(columns);
  for (const [name, base, revision] of pairs) {
    const run = measurePair(diff, name, [
      readFileSync(join(folder, base), 'utf8'),
      readFileSync(join(folder, revision), 'utf8'),
    ]);
    figures.push(run);
    sayRow(columns, run);
  }
  say(
    `\nms: processor time of the thread, median of ${runs} runs after a first, cold one, so that what else`,
  );
  say('the machine does counts for neither. reached: operations, summed over the changes.');
  return { bench: 'contract', ratioMax, memoryMaxMib, runs: figures };
};
