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
  (await store.all(`select 1 from search_entry where ${isNew} order by number limit 1`)).length > 0;

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

/** What one kind is asked for. */
export interface Wanted {
  kind: SearchKind;
  /** Of these lists of grams an entry has to have all of one. */
  ways: readonly (readonly string[])[];
  /** Of whom alone. */
  owner: { consumerId: string; environment: Environment | null } | null;
}

/** What all of them are asked for. */
interface Asked {
  wanted: readonly Wanted[];
  /** How the title begins; not asked when empty. */
  beginning: string;
  /** How the id begins; not asked when empty. */
  idBeginning: string;
  /** What belongs to the other one is left out. */
  environment: Environment | undefined;
  most: number;
}

/** A table expression, `select` of the fields of entries, and its parameters. */
interface Part {
  sql: string;
  parameters: (string | number)[];
}

/** The gram that all entries of an owner have. */
export const ownerGram = (consumerId: string, environment: Environment | null): string =>
  `o${consumerId.toLowerCase()}_${environment ?? ''}`;

/** The gram that all entries of an environment have; those of none have the one of `null`. */
export const environmentGram = (environment: Environment | null): string => `x${environment ?? ''}`;

/** Many may fit; so many are looked at before the newest of these are taken. */
const lookedAtMax = 1000;

const fields = 'e.number, e.kind, e.object_id, e.title, e.words, e.label, e.folded';
const afterAll = '\u{10FFFF}';

/** The ways of a kind in full: each gram begins with the letter of the kind, so that no other kind has it. */
const waysOf = ({ kind, ways, owner }: Wanted, { environment }: Asked): string[][] => {
  const places = environment ? [[environmentGram(environment)], [environmentGram(null)]] : [[]];
  const whose = owner ? [ownerGram(owner.consumerId, owner.environment)] : [];
  return ways.flatMap((way) =>
    places.map((place) => [...whose, ...place, ...way].map((gram) => searchKinds[kind] + gram)),
  );
};

const withGramsOnSqlite = (asked: Asked): Part[] =>
  asked.wanted.map((wanted) => ({
    sql: `select ${fields} from (select rowid as number from search_gram where search_gram match ? order by rowid desc limit ?) g
      cross join search_entry e on e.number = g.number where e.folded is not null`,
    parameters: [
      waysOf(wanted, asked)
        .map((way) => `(${way.map((gram) => `"${gram}"`).join(' AND ')})`)
        .join(' OR '),
      asked.most,
    ],
  }));

const arrayOf = (texts: readonly string[]): string => `{${texts.map((text) => `"${text}"`).join(',')}}`;
const escaped = (array: string): string => array.replaceAll('"', String.raw`\"`);

// All kinds in one expression: to plan each for itself takes longer than to run them all. The inner limit is without an order:
// the planner is not to guess that what fits comes soon when it reads the table from its end.
const withGramsOnPostgres = (asked: Asked): Part[] => {
  const ways = asked.wanted.map((wanted) => waysOf(wanted, asked).map((way) => escaped(arrayOf(way))));
  const columns = Array.from(
    { length: Math.max(...ways.map(({ length }) => length)) },
    (_, place) => `w${place}`,
  );
  const lists = columns.map((_, place) => arrayOf(ways.map((way) => way[place] ?? '')));
  return [
    {
      sql: `select ${fields} from unnest(${columns.map(() => 'cast(? as text[])').join(', ')}) as k(${columns.join(', ')})
        cross join lateral (select number from (select number from search_entry
            where ${columns.map((column) => `grams @> cast(k.${column} as text[])`).join(' or ')} limit ${lookedAtMax}) f
          order by number desc limit ?) g
        join search_entry e on e.number = g.number where e.folded is not null`,
      parameters: [...lists, asked.most],
    },
  ];
};

const withBeginningOf = (
  store: Store,
  { kind, owner }: Wanted,
  { column, beginning, most, environment }: Pick<Asked, 'environment' | 'most'> & Beginning,
): Part => {
  const text = store.dialect === 'sqlite' ? `e.${column}` : `e.${column} collate "C"`;
  const place = owner?.environment ?? environment;
  const conditions = [
    ...(owner ? [{ sql: 'e.consumer_id = ?', value: owner.consumerId }] : []),
    ...(place ? [{ sql: '(e.environment = ? or e.environment is null)', value: place }] : []),
    { sql: 'e.kind = ?', value: kind },
    { sql: `${text} >= ?`, value: beginning },
    { sql: `${text} < ?`, value: beginning + afterAll },
  ];
  return {
    sql: `select ${fields} from search_entry e where ${conditions.map(({ sql }) => sql).join(' and ')} and e.folded is not null
      order by ${column === 'label' ? text : `${text} desc`} limit ?`,
    parameters: [...conditions.map(({ value }) => value), most],
  };
};

interface Beginning {
  column: 'label' | 'object_id';
  beginning: string;
}

const beginningsOf = ({ beginning, idBeginning, most }: Asked): (Beginning & { most: number })[] => [
  ...(beginning === '' ? [] : [{ column: 'label' as const, beginning, most: Math.ceil(most / 5) }]),
  ...(idBeginning === '' ? [] : [{ column: 'object_id' as const, beginning: idBeginning, most }]),
];

/**
 * Entries that may fit: those whose title begins as asked, at most a fifth of `most` in the order of titles, those whose id does,
 * and the newest that have the grams, at most `most` each, of each kind. One statement, and each part of it goes by an index.
 */
export const findCandidates = async (store: Store, asked: Asked): Promise<FoundEntry[]> => {
  if (asked.wanted.length === 0) return [];
  const { environment } = asked;
  const parts = [
    ...(store.dialect === 'sqlite' ? withGramsOnSqlite(asked) : withGramsOnPostgres(asked)),
    ...beginningsOf(asked).flatMap((one) =>
      asked.wanted.map((wanted) => withBeginningOf(store, wanted, { ...one, environment })),
    ),
  ];
  const sql = parts.map((part) => `select * from (${part.sql}) x`).join(' union all ');
  const parameters = parts.flatMap((part) => part.parameters);
  if (store.dialect === 'sqlite') return store.all<FoundEntry>(sql, ...parameters);
  // Grams are long and kept beside their rows: to read them all looks cheap to the planner and is not. Nor is a plan that runs for
  // milliseconds worth compiling.
  return store.transaction('synced', async (tx) => {
    await tx.all(`select set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)`);
    return tx.all<FoundEntry>(sql, ...parameters);
  });
};
