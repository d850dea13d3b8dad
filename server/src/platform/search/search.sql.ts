import type { Environment } from '@parley/shared/words/environment';
import type { Store, Tx } from '../database/store.ts';
import { type SearchKind, searchKinds } from './search-kinds.ts';

/** An entry as it was written, with what is found in it still to be made. */
export interface NewEntry {
  number: number;
  title: string;
  words: string;
  kind: SearchKind;
  consumer_id: string | null;
  environment: Environment | null;
}

/** An entry as it is compared. */
export interface FoundEntry {
  number: number;
  kind: SearchKind;
  object_id: string;
  title: string;
  words: string;
  label: string;
  folded: string;
}

/** What was made of an entry: with it, it is found. */
export interface FoldedEntry {
  number: number;
  label: string;
  folded: string;
  grams: string[];
}

const isNew = 'folded is null';

/** Whether there are entries that cannot be found yet. */
export const hasNewEntries = async (store: Store): Promise<boolean> =>
  (await store.all(`select 1 from search_entry where ${isNew} limit 1`)).length > 0;

/** Entries that cannot be found yet, held so that no other process makes the same of them. */
export const takeNewEntries = async (store: Store, tx: Tx, most: number): Promise<NewEntry[]> =>
  tx.all<NewEntry>(
    `select number, title, words, kind, consumer_id, environment from search_entry where ${isNew} order by number limit ?
     ${store.dialect === 'postgresql' ? 'for update skip locked' : ''}`,
    most,
  );

/** Keeps what was made of entries. */
export const keepFolded = async (store: Store, tx: Tx, entries: readonly FoldedEntry[]): Promise<void> => {
  const columns = { number: 'integer', label: 'text', folded: 'text', grams: 'text' } as const;
  const rows = entries.map((entry) => ({ ...entry, grams: entry.grams.join(' ') }));
  const set = 'label = r.label, folded = r.folded';
  const where = 'search_entry.number = r.number';
  if (store.dialect === 'postgresql') {
    await tx.updateRows('search_entry', columns, rows, {
      set: `${set}, grams = string_to_array(r.grams, ' ')`,
      where,
    });
    return;
  }
  await tx.all(
    'delete from search_gram where rowid in (select value from json_each(?))',
    JSON.stringify(rows.map(({ number }) => number)),
  );
  await tx.insertRows(
    'search_gram',
    { rowid: 'integer', grams: 'text' },
    rows.map(({ number, grams }) => ({ rowid: number, grams })),
  );
  await tx.updateRows('search_entry', columns, rows, { set, where });
};

/** Ways of which one is enough, each a list of grams that an entry has to have all of. */
type Grams = readonly (readonly string[])[];

/** What one kind is asked for. */
export interface Wanted {
  kind: SearchKind;
  /** Every one of them has to hold. */
  grams: readonly Grams[];
  /** How the title begins; not asked when empty. */
  beginning: string;
  /** Of whom alone. */
  owner: { consumerId: string; environment: Environment | null } | null;
  /** What belongs to the other one is left out. */
  environment?: Environment | undefined;
}

/** The gram that all entries of an owner have. */
export const ownerGram = (kind: SearchKind, consumerId: string, environment: Environment | null): string =>
  `${searchKinds[kind]}o${consumerId.toLowerCase()}_${environment ?? ''}`;

/** The gram that all entries of an environment have; those of none have the one of `null`. */
export const environmentGram = (environment: Environment | null): string => `x${environment ?? ''}`;

/** As one more thing that has to hold: of this environment or of none. */
const gramsOf = ({ grams, environment }: Wanted): readonly Grams[] =>
  environment ? [...grams, [[environmentGram(environment)], [environmentGram(null)]]] : grams;

/** Many may fit; so many are looked at before the newest of these are taken. */
const lookedAtMax = 1000;

const fields = 'e.number, e.kind, e.object_id, e.title, e.words, e.label, e.folded';
const afterAll = '\u{10FFFF}';

const quoted = (kind: SearchKind, gram: string): string => `"${searchKinds[kind]}${gram}"`;

const matchOf = (wanted: Wanted): string => {
  const { kind, owner } = wanted;
  return [
    ...(owner ? [`"${ownerGram(kind, owner.consumerId, owner.environment)}"`] : []),
    ...gramsOf(wanted).map(
      (ways) =>
        `(${ways.map((all) => `(${all.map((gram) => quoted(kind, gram)).join(' AND ')})`).join(' OR ')})`,
    ),
  ].join(' AND ');
};

const withGramsOnSqlite = (wanted: Wanted, most: number) => ({
  sql: `select ${fields} from (select rowid as number from search_gram where search_gram match ? order by rowid desc limit ?) g
    cross join search_entry e on e.number = g.number where e.folded is not null`,
  parameters: [matchOf(wanted), most],
});

const withGramsOnPostgres = (wanted: Wanted, most: number) => {
  const { kind, owner } = wanted;
  const grams = gramsOf(wanted);
  const listOf = (all: readonly string[]) => `{${all.map((gram) => searchKinds[kind] + gram).join(',')}}`;
  const always = owner ? [`{${ownerGram(kind, owner.consumerId, owner.environment)}}`] : [];
  const has = 'grams @> cast(? as text[])';
  const conditions = [
    ...always.map(() => has),
    ...grams.map((ways) => `(${ways.map(() => has).join(' or ')})`),
  ];
  // Materialized: the planner is not to guess that what fits comes soon when it reads the table from its end.
  return {
    sql: `select ${fields} from (with fitting as materialized (select number from search_entry where ${conditions.join(' and ')} limit ${lookedAtMax})
        select number from fitting order by number desc limit ?) g
      join search_entry e on e.number = g.number where e.folded is not null`,
    parameters: [...always, ...grams.flatMap((ways) => ways.map(listOf)), most],
  };
};

const withBeginning = (store: Store, { kind, beginning, owner, environment }: Wanted, most: number) => {
  const label = store.dialect === 'sqlite' ? 'e.label' : 'e.label collate "C"';
  const owned = owner ? ['e.consumer_id = ?', ...(owner.environment ? ['e.environment = ?'] : [])] : [];
  const place = environment ? ['(e.environment = ? or e.environment is null)'] : [];
  return {
    sql: `select ${fields} from search_entry e where ${[...owned, ...place, 'e.kind = ?', `${label} >= ?`, `${label} < ?`, 'e.folded is not null'].join(' and ')}
      order by ${label} limit ?`,
    parameters: [
      ...(owner ? [owner.consumerId, ...(owner.environment ? [owner.environment] : [])] : []),
      ...(environment ? [environment] : []),
      kind,
      beginning,
      beginning + afterAll,
      most,
    ],
  };
};

/**
 * Entries that may fit: those whose title begins as asked, at most a fifth of `most` in the order of titles, and the newest
 * that have the grams, at most `most`, of each kind. One statement, and each part of it goes by an index.
 */
export const findCandidates = async (
  store: Store,
  asked: readonly Wanted[],
  most: number,
): Promise<FoundEntry[]> => {
  const withGrams = store.dialect === 'sqlite' ? withGramsOnSqlite : withGramsOnPostgres;
  const parts = asked.flatMap((wanted) => [
    withGrams(wanted, most),
    ...(wanted.beginning === '' ? [] : [withBeginning(store, wanted, Math.ceil(most / 5))]),
  ]);
  if (parts.length === 0) return [];
  return store.all<FoundEntry>(
    parts.map(({ sql }) => `select * from (${sql}) x`).join(' union all '),
    ...parts.flatMap(({ parameters }) => parameters),
  );
};
