import type { EntityManager } from '@mikro-orm/sql';
import type { Environment } from '@parley/shared/words/environment';
import { foldedTerms } from '@parley/shared/words/folded';
import { ownerOf } from '../database/owner.ts';
import { storageProblemOf } from '../database/storage-problem.ts';
import type { Store } from '../database/store.ts';
import { gramsOfMistaken, gramsOfTerm, gramsOfText, keptForm } from './grams.ts';
import { gradeOf, type MatchGrade, matchGrades } from './match.ts';
import { ownedKinds, type SearchKind, searchKinds } from './search-kinds.ts';
import {
  environmentGram,
  findCandidates,
  type FoldedEntry,
  type FoundEntry,
  hasNewEntries,
  keepFolded,
  type NewEntry,
  ownerGram,
  takeNewEntries,
  type Wanted,
} from './search.sql.ts';

const labelLength = 200;
const lineLength = 600;
const linesMax = 8;
const stepRows = 200;
/** So many steps are done before a search: what was just written is found. */
const stepsBeforeSearch = 5;
/** And so many in the minute loop, after an upgrade or a restore of an older file. */
const stepsInRound = 100;
/** More words than this say no more. */
const termsMax = 6;

const foldEntry = ({ number, kind, title, words, consumer_id, environment }: NewEntry): FoldedEntry => {
  const label = keptForm(title, labelLength);
  const lines = words.split('\n').slice(0, linesMax);
  // The title once more, because a label is cut where an address may go on.
  const folded = [title, ...lines].map((line) => keptForm(line, lineLength)).join('\n');
  const owner = consumer_id !== null && ownedKinds.has(kind) ? [ownerGram(consumer_id, environment)] : [];
  const grams = [...owner, environmentGram(environment), ...gramsOfText(folded)];
  return {
    number,
    label,
    folded,
    grams: grams.map((gram) => searchKinds[kind] + gram),
  };
};

/** Makes what was written since findable, a bounded amount of it; answers whether that was all. */
const foldNewEntries = async (store: Store, stepsMax: number): Promise<boolean> => {
  for (let step = 0; step < stepsMax; step += 1) {
    if (!(await hasNewEntries(store))) return true;
    await store.transaction('relaxed', async (tx) => {
      const entries = await takeNewEntries(store, tx, stepRows);
      await keepFolded(store, tx, entries.map(foldEntry));
    });
  }
  return !(await hasNewEntries(store));
};

/** One round of the chore that makes findable what was written: after an upgrade it may be much. */
export const foldSearchEntries = async ({ store }: { store: Store }): Promise<void> => {
  await foldNewEntries(store, stepsInRound);
};

const underWay = new WeakMap<Store, Promise<boolean>>();

/** The same for all that search at this moment: what one folds, the others need not. */
const foldOnce = async (store: Store): Promise<boolean> => {
  const running = underWay.get(store);
  if (running) {
    const isDone = await running.catch(() => false);
    // What was written since that one began is not in it, perhaps.
    return isDone && (await hasNewEntries(store)) ? foldOnce(store) : isDone;
  }
  const mine = foldNewEntries(store, stepsBeforeSearch).finally(() => underWay.delete(store));
  underWay.set(store, mine);
  return mine;
};

/** A search must not fail because a database that can be read takes no writes just now: it says that it lacks something. */
const isAllFindable = async (store: Store): Promise<boolean> => {
  try {
    return await foldOnce(store);
  } catch (error) {
    if (storageProblemOf(error) === null) throw error;
    return false;
  }
};

/** One thing that fits. */
export interface SearchHit {
  objectId: string;
  grade: MatchGrade;
  title: string;
  words: string;
}

/** What fits of one kind, best first, then newest. */
export interface KindHits {
  kind: SearchKind;
  hits: SearchHit[];
  /** Whether there may be more than these. */
  isMore: boolean;
}

interface SearchAnswer {
  kinds: KindHits[];
  /** `false` while something that was written cannot be found yet. */
  isComplete: boolean;
}

const ownerFor = (em: EntityManager, kind: SearchKind): Wanted['owner'] => {
  const owner = ownerOf(em);
  if (owner.everyone || !ownedKinds.has(kind)) return null;
  const { consumerId, environment } = owner;
  return { consumerId, environment: kind === 'api_key' || kind === 'endpoint' ? environment : null };
};

/** The search as an id, or how one begins; empty for what is none. */
const idBeginningOf = (terms: readonly string[]): string => {
  const [only = '', ...others] = terms;
  return others.length === 0 && /^[a-z]{2,4}_[0-9a-z]{1,26}$/.test(only) ? only : '';
};

/** How well the id of an entry fits, or its text. */
const gradeOfEntry = (
  entry: FoundEntry,
  terms: readonly string[],
  allowed: 'exact letters' | 'wrong letters',
): MatchGrade | null => {
  const beginning = idBeginningOf(terms);
  if (beginning !== '' && entry.object_id === beginning) return 'exact';
  if (beginning !== '' && entry.object_id.startsWith(beginning)) return 'prefix';
  return gradeOf(entry, terms, allowed);
};

const rank = ({ grade }: { grade: MatchGrade }): number => matchGrades.indexOf(grade);

const judge = (
  found: readonly FoundEntry[],
  kind: SearchKind,
  terms: readonly string[],
  { most, allowed }: { most: number; allowed: 'exact letters' | 'wrong letters' },
): KindHits => {
  const ofKind = [
    ...new Map(found.filter((one) => one.kind === kind).map((one) => [one.number, one])).values(),
  ];
  const fitting = ofKind.flatMap((entry) => {
    const grade = gradeOfEntry(entry, terms, allowed);
    return grade === null ? [] : [{ ...entry, grade }];
  });
  const hits = fitting
    .toSorted((a, b) => rank(a) - rank(b) || b.number - a.number)
    .slice(0, most)
    .map(({ object_id, grade, title, words }) => ({ objectId: object_id, grade, title, words }));
  return { kind, hits, isMore: fitting.length > most || ofKind.length >= most };
};

/** In so many words of a search there may be a mistake; the longest of them. */
const mistakenMax = 2;

/** Lists of grams, one of which an entry has that holds these words with mistakes in some; none when all are too short. */
const waysOfMistaken = (terms: readonly string[]): string[][] => {
  const longest = terms
    .filter((term) => gramsOfMistaken(term) !== null)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, mistakenMax);
  if (longest.length === 0) return [];
  const others = terms.filter((term) => !longest.includes(term)).flatMap(gramsOfTerm);
  let ways = [others];
  for (const term of longest)
    ways = ways.flatMap((way) => (gramsOfMistaken(term) ?? []).map((grams) => [...way, ...grams]));
  return ways;
};

/** What is looked for. */
interface Search {
  q: string;
  kinds: readonly SearchKind[];
  /** Of each kind. */
  most: number;
  /** Only what belongs to this one, or to none. */
  environment?: Environment | undefined;
}

/**
 * What fits the words of a search, of each of these kinds at most `most`, among the rows that the caller may see. When
 * nothing fits to the letter, words of four letters and more may have one wrong, of eight and more two. A search of any
 * length and any characters costs a bounded time.
 */
export const searchIndex = async (
  em: EntityManager,
  store: Store,
  { q, kinds, most, environment }: Search,
): Promise<SearchAnswer> => {
  const isComplete = await isAllFindable(store);
  const terms = foldedTerms(q, termsMax);
  if (terms.length === 0 || kinds.length === 0) return { kinds: [], isComplete };
  const lookFor = async (ways: Wanted['ways'], allowed: 'exact letters' | 'wrong letters') => {
    const isExact = allowed === 'exact letters';
    const found = await findCandidates(store, {
      wanted: kinds.map((kind) => ({ kind, ways, owner: ownerFor(em, kind) })),
      beginning: isExact ? terms.join(' ').slice(0, labelLength) : '',
      idBeginning: isExact ? idBeginningOf(terms) : '',
      environment,
      most,
    });
    return kinds
      .map((kind) => judge(found, kind, terms, { most, allowed }))
      .filter(({ hits }) => hits.length > 0);
  };
  const exact = await lookFor([terms.flatMap(gramsOfTerm)], 'exact letters');
  if (exact.length > 0) return { kinds: exact, isComplete };
  const ways = waysOfMistaken(terms);
  return { kinds: ways.length === 0 ? [] : await lookFor(ways, 'wrong letters'), isComplete };
};

/** So many ids are given to a list; a search that fits more says too little. */
const matchingIdsMax = 500;

/**
 * The ids of what fits the words of a search, of one kind and among the rows that the caller may see: for a list with a
 * field for text, whose other filters stand beside `id in (…)`. At most {@link matchingIdsMax}, best first; `isMore` says
 * that there may be others, which a list has to tell. Of an operation the id is that of its API, `#` and its place.
 */
export const matchingIds = async (
  em: EntityManager,
  store: Store,
  kind: SearchKind,
  q: string,
): Promise<{ ids: string[]; isMore: boolean; isComplete: boolean }> => {
  const { kinds, isComplete } = await searchIndex(em, store, { q, kinds: [kind], most: matchingIdsMax });
  const [found] = kinds;
  return {
    ids: found?.hits.map(({ objectId }) => objectId) ?? [],
    isMore: found?.isMore ?? false,
    isComplete,
  };
};
