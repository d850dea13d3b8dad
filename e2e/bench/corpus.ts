// `pnpm corpus [set…] [--extras]`: the diff engine against pairs of documents whose differences are known.
import { join, resolve } from 'node:path';
import { type BenchChange, type DiffContracts, loadEngine, loadYaml, projectRoot } from './contract.ts';
import { type CorpusCase, readSet, regradedIn } from './corpus-sets.ts';
import { rounded, say } from './figures.ts';

type Outcome = {
  one: CorpusCase;
  hits: number;
  misses: string[];
  extras: string[];
  isRight: boolean;
  worst: string;
};

const coordinate = (id: string, operation?: string | null, path?: string | null): string =>
  typeof operation === 'string' ? `${id} at ${operation} ${path ?? ''}` : id;

const found = ({ id, operations }: BenchChange): string[] =>
  operations.length === 0
    ? [coordinate(id)]
    : operations.map(({ method, path }) => coordinate(id, method, path));

const isExtra = (change: BenchChange, expected: ReadonlySet<string> | undefined, one: CorpusCase): boolean =>
  expected ? found(change).some((text) => !expected.has(text)) : one.isSame === true;

const judge = (one: CorpusCase, changes: readonly BenchChange[]): Outcome => {
  const expected =
    one.expected && new Set(one.expected.map(({ id, operation, path }) => coordinate(id, operation, path)));
  const actual = new Set(changes.flatMap(found));
  const misses = [...(expected ?? [])].filter((text) => !actual.has(text));
  const worst = ['breaking', 'risky', 'compatible'].find((severity) =>
    changes.some((change) => change.severity === severity),
  );
  const verdict = worst === 'breaking' ? 'breaking' : 'not-breaking';
  return {
    one,
    hits: (expected?.size ?? 0) - misses.length,
    misses,
    extras: changes
      .filter((change) => isExtra(change, expected, one))
      .map(({ id, severity, text }) => `${severity} ${id}: ${text}`),
    isRight: one.verdict === 'either' || verdict === one.verdict,
    worst: worst ?? 'no change',
  };
};

const run = (diff: DiffContracts, one: CorpusCase): Outcome =>
  judge(one, diff(...one.documents(), { now: one.now ?? new Date() }).changes);

const sayOutcome = (outcome: Outcome, hasExtras: boolean): void => {
  const { one, misses, extras, isRight, worst } = outcome;
  for (const text of misses) say(`missed   ${one.name}: ${text}`);
  if (!isRight) {
    const why = one.isContested ? ', contested' : one.why === undefined ? '' : `: ${one.why}`;
    say(`verdict  ${one.name}: ${one.verdict} expected, ${worst} found${why}`);
  }
  if (hasExtras) for (const text of extras) say(`extra    ${one.name}: ${text}`);
};

const figuresOf = (all: readonly Outcome[], isRegraded: (one: CorpusCase) => boolean) => {
  const hits = all.reduce((sum, one) => sum + one.hits, 0);
  const expected = all.reduce((sum, one) => sum + one.hits + one.misses.length, 0);
  const settled = all.filter(({ one }) => !one.isContested);
  const right = settled.filter((one) => one.isRight).length;
  const undisputed = settled.filter(({ one }) => !isRegraded(one));
  return {
    recall: rounded(hits / Math.max(1, expected), 4),
    verdicts: rounded(right / Math.max(1, settled.length), 4),
    verdictsWithContested: rounded(all.filter((one) => one.isRight).length / Math.max(1, all.length), 4),
    verdictsNotRegraded: rounded(
      undisputed.filter((one) => one.isRight).length / Math.max(1, undisputed.length),
      4,
    ),
    hits,
    expected,
    right,
    settled: settled.length,
    pairs: all.length,
    extras: all.reduce((sum, one) => sum + one.extras.length, 0),
  };
};

const options = process.argv.slice(2);
const named = options.filter((one) => !one.startsWith('--'));
const shared = join(projectRoot, '../shared');
const places =
  named.length > 0
    ? named.map((one) => resolve(one))
    : ['contract-corpus', 'cases/contract', 'cases/contract/labelled-pairs.json.gz'].map((one) =>
        join(shared, one),
      );
const [diff, load] = [await loadEngine(), loadYaml()];

// The list of pairs, where there is one, has the newest labels.
const newest = places.filter((one) => /\.json(\.gz)?$/.test(one)).flatMap((one) => readSet(one, load) ?? []);

for (const place of places) {
  const cases = readSet(place, load);
  if (!cases) {
    say(`There are no pairs in ${place}: nothing was compared.`);
    continue;
  }
  const outcomes = cases.map((one) => run(diff, one));
  for (const one of outcomes) sayOutcome(one, options.includes('--extras'));
  const figures = figuresOf(outcomes, regradedIn(cases, newest));
  const { hits, expected, right, settled } = figures;
  say(`\n${place}: recall ${hits} of ${expected}; verdicts ${right} of ${settled} that are not contested`);
  say(JSON.stringify(figures));
}
