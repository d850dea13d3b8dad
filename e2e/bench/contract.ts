import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatePair } from './generated-contract.ts';
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

const now = new Date('2026-01-01');

/** Compares two documents. */
export type DiffContracts = (
  base: object,
  revision: object,
  options?: Options,
) => { changes: readonly BenchChange[] };

// The engine is a pure module without a door of its own: it is measured in this process, not over HTTP.
const engineUrl = new URL('../../server/src/openapi/diff/diff.ts', import.meta.url);
const comparisonUrl = new URL('../../server/src/openapi/reader/comparison.ts', import.meta.url);

/** The diff engine of the server. */
export const loadEngine = async (): Promise<DiffContracts> => {
  const engine = (await import(engineUrl.href)) as { diffContracts: DiffContracts };
  return engine.diffContracts;
};

/** The same for documents that were parsed a moment ago, as every check of the product has them. */
const loadTreeEngine = async (): Promise<DiffContracts> => {
  const engine = (await import(engineUrl.href)) as {
    diffTrees: (base: object, revision: object, options: Options) => ReturnType<DiffContracts>;
  };
  return (base, revision, options = {}) => engine.diffTrees(base, revision, options);
};

/** What a check does after reading: compares two texts of JSON, for an answer that is kept. */
const loadComparison = async (): Promise<(texts: readonly [string, string]) => object> => {
  const comparison = (await import(comparisonUrl.href)) as {
    compareDocuments: (order: object) => object;
  };
  return ([base, revision]) =>
    comparison.compareDocuments({ base, revision, sunsetGraceDays: 0, now: now.getTime() });
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

/** Operations of the documents that are made up: their schemas all lead to each other. */
const sizes = [100, 1000, 5000];

const runs = 15;
const ratioMax = 3;
/** How much more a check of five times as many operations may take. */
const growthMax = 7.5;
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
  /** Of the whole job, parsing included, and of its answer. */
  checkMs: number;
  answerKib: number;
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
  ['check ms', (run) => run.checkMs],
  ['answer KiB', (run) => run.answerKib],
];

const threadMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

const timed = <Result>(act: () => Result): [Result, number] => {
  const start = threadMs();
  const result = act();
  return [result, threadMs() - start];
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

interface Engine {
  diff: DiffContracts;
  compare: (texts: readonly [string, string]) => object;
}

const measurePair = (
  { diff, compare }: Engine,
  name: string,
  texts: readonly [string, string],
): ContractFigures => {
  const parse = (): [object, object] => [JSON.parse(texts[0]), JSON.parse(texts[1])];
  const parses = repeat(parse);
  const documents = parses.result;
  const diffs = repeat(() => diff(...documents, { now }));
  const checks = repeat(() => compare(texts));
  const { changes } = diffs.result;
  const memory = process.resourceUsage().maxRSS / 2 ** 10;
  // The clock of a thread has steps: what is below one counts as one.
  const [parseMs, diffMs] = [Math.max(median(parses.warm), 0.1), median(diffs.warm)];
  return {
    name,
    mib: rounded((texts[0].length + texts[1].length) / 2 ** 20, 1),
    parseMs: rounded(parseMs, 1),
    coldMs: rounded(diffs.cold, 1),
    diffMs: rounded(diffMs, 1),
    coldRatio: rounded(diffs.cold / Math.max(parses.cold, 0.1), 2),
    ratio: rounded(diffMs / parseMs, 2),
    changes: changes.length,
    breaking: changes.filter(({ severity }) => severity === 'breaking').length,
    reached: changes.reduce((sum, { operations }) => sum + operations.length, 0),
    memoryMib: rounded(memory),
    checkMs: rounded(median(checks.warm), 1),
    answerKib: rounded(JSON.stringify(checks.result).length / 2 ** 10),
  };
};

/** The real documents that are there, then the made-up ones. */
const pairsToMeasure = function* (
  folder: string,
): Generator<{ name: string; texts: readonly [string, string] }> {
  if (!existsSync(folder)) say(`There are no documents in ${folder}: real ones are not measured.`);
  else
    for (const [name, base, revision] of pairs) {
      const read = (file: string) => readFileSync(join(folder, file), 'utf8');
      yield { name, texts: [read(base), read(revision)] };
    }
  for (const size of sizes) yield { name: `${size} operations`, texts: generatePair(size) };
};

/** How much more the whole check takes for five times as many operations. */
const growthOf = (figures: readonly ContractFigures[]): number => {
  const [middle, large] = figures.slice(-2);
  return rounded((large?.checkMs ?? 0) / (middle?.checkMs ?? 1), 2);
};

/** Measures and prints how long the difference of documents takes, against the time to parse them. */
export const reportContract = async (folder = join(projectRoot, '../shared/specs')): Promise<object> => {
  const engine = { diff: await loadTreeEngine(), compare: await loadComparison() };
  const figures: ContractFigures[] = [];
  say('Two versions of a document, parsed → every difference with the operations that it reaches.');
  say(
    `Limit: JSON.parse of both, in the same run; at most ${ratioMax} times that for the real ones, below ${memoryMaxMib} MiB.\n`,
  );
  sayHeads(columns);
  for (const { name, texts } of pairsToMeasure(folder)) {
    const run = measurePair(engine, name, texts);
    figures.push(run);
    sayRow(columns, run);
  }
  const growth = growthOf(figures);
  say(
    `\nms: processor time of the thread, median of ${runs} runs after a first, cold one, so that what else`,
  );
  say(
    'the machine does counts for neither. reached: operations, summed over the changes. check: parsing, difference',
  );
  say(`and answer. Five times 1,000 operations take ${growth} times as long; limit ${growthMax}.`);
  return { bench: 'contract', ratioMax, memoryMaxMib, growth, growthMax, runs: figures };
};
