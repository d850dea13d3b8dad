import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** One change that a pair of documents must show. */
type Expected = {
  id: string;
  level?: string | number;
  operation?: string | null;
  path?: string | null;
};

/** Two documents and the right answer. */
export type CorpusCase = {
  name: string;
  documents: () => [base: object, revision: object];
  verdict: 'breaking' | 'not-breaking' | 'either';
  /** Each change by its check and operation; none when only the verdict is known. */
  expected: readonly Expected[] | undefined;
  isContested: boolean;
  /** Why the verdict is right, in a few words. */
  why?: string | undefined;
  /** Whether both documents say the same, so that there is nothing to report. */
  isSame?: boolean;
  now?: Date;
};

type Indexed = {
  name: string;
  base: string;
  revision: string;
  verdict: 'breaking' | 'not-breaking';
  expected: Expected[];
  level_contested: boolean;
  clock?: string;
};

type Single = {
  name: string;
  base: object | string;
  revision: object | string | null;
  right: {
    verdict: CorpusCase['verdict'];
    why?: string;
    no_semantic_change?: boolean;
    expected?: Expected[];
  };
};

type LoadYaml = (text: string) => unknown;

const parsed = (text: string, isJson: boolean, load: LoadYaml): object => {
  const document: unknown = isJson ? JSON.parse(text) : load(text);
  return JSON.parse(JSON.stringify(document ?? {})) as object;
};

const documentOf = (value: object | string, load: LoadYaml): object =>
  typeof value === 'string' ? parsed(value, false, load) : (JSON.parse(JSON.stringify(value)) as object);

const indexed = (folder: string, cases: readonly Indexed[], load: LoadYaml): CorpusCase[] =>
  cases.map((one) => ({
    name: one.name,
    documents: () => {
      const read = (file: string): object =>
        parsed(readFileSync(join(folder, file), 'utf8'), file.endsWith('.json'), load);
      return [read(one.base), read(one.revision)];
    },
    verdict: one.verdict,
    expected: one.expected,
    isContested: one.level_contested,
    ...(one.clock === undefined ? {} : { now: new Date(one.clock) }),
  }));

const single = (one: Single, load: LoadYaml): CorpusCase[] => {
  const { name, base, revision, right } = one;
  // Without a revision it is a document to import, and nothing to compare.
  if (revision === null) return [];
  return [
    {
      name,
      documents: () => [documentOf(base, load), documentOf(revision, load)],
      verdict: right.verdict,
      expected: right.expected,
      isContested: false,
      why: right.why,
      isSame: right.no_semantic_change === true,
    },
  ];
};

const readJson = (file: string): unknown => {
  const bytes = readFileSync(file);
  return JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')) as unknown;
};

const isPair = (value: unknown): value is Single =>
  typeof value === 'object' && value !== null && 'base' in value && 'right' in value;

const levels: Record<string, string> = { '1': 'INFO', '2': 'WARN', '3': 'ERR' };
const levelOf = ({ level }: Expected): string | undefined =>
  typeof level === 'number' ? levels[level] : level;

/**
 * The checks that newer labels grade in no case as older ones do: a verdict that rests on the old grade is contested.
 */
export const regradedIn = (
  older: readonly CorpusCase[],
  newer: readonly CorpusCase[],
): ((one: CorpusCase) => boolean) => {
  const known = new Map<string, Set<string | undefined>>();
  for (const { expected } of newer)
    for (const one of expected ?? []) known.set(one.id, (known.get(one.id) ?? new Set()).add(levelOf(one)));
  const isRegraded = (one: Expected): boolean => {
    const grades = known.get(one.id);
    return grades !== undefined && !grades.has(levelOf(one));
  };
  const found = new Set(older.filter(({ expected }) => expected?.some(isRegraded)));
  return (one) => found.has(one);
};

/**
 * The pairs of a set: a folder with `index.json` and `pairs`, a folder of files with one case each, or a file, packed or
 * not, with a list of cases. `undefined` when there is nothing of the kind.
 */
export const readSet = (place: string, load: LoadYaml): CorpusCase[] | undefined => {
  if (!existsSync(place)) return undefined;
  if (!statSync(place).isDirectory()) {
    const list = readJson(place);
    return Array.isArray(list) ? list.filter(isPair).flatMap((one) => single(one, load)) : undefined;
  }
  if (existsSync(join(place, 'pairs'))) {
    const { cases } = readJson(join(place, 'index.json')) as { cases: Indexed[] };
    return indexed(place, cases, load);
  }
  return readdirSync(place)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => readJson(join(place, file)))
    .filter(isPair)
    .flatMap((one) => single(one, load));
};
