import { type EntityManager, SqlitePlatform } from '@mikro-orm/sql';
import { Environment } from '@parley/shared/words/environment';
import { foldText } from '@parley/shared/words/folded';
import { idsBeginningWith } from '../../platform/database/list-page.ts';
import { ownerOf } from '../../platform/database/owner.ts';
import type { MatchGrade } from '../../platform/search/match.ts';
import { EventKey } from './event-key.entity.ts';
import { listedEvents } from './event.service.ts';

/** An event that fits what was looked for. */
export interface FoundEvent {
  id: string;
  grade: MatchGrade;
}

type Row = { id: string; client_id: string | null; subject: string | null };

/** So many of the newest events are looked through for a part of their own id or subject, in each environment. */
const lookedThroughMax = 500;
const lettersMax = 200;
const afterAll = '\u{10FFFF}';

/** A text as a column may hold it, in the ways of writing that people mix up. */
const writings = (q: string): string[] => {
  const typed = q.toWellFormed().replaceAll('\0', '').trim();
  if (typed === '' || typed.length > lettersMax) return [];
  const small = typed.toLowerCase();
  return [...new Set([typed, small, typed.toUpperCase(), small.charAt(0).toUpperCase() + small.slice(1)])];
};

const read = async (
  em: EntityManager,
  sql: string,
  parameters: readonly (string | number)[],
): Promise<Row[]> =>
  em.getConnection().execute<Row[]>(sql, [...parameters], 'all', em.getTransactionContext());

const isSqlite = (em: EntityManager): boolean => em.getPlatform() instanceof SqlitePlatform;

interface Part {
  sql: string;
  parameters: (string | number)[];
}

const columns = 'id, client_id, subject';

// SQLite compares bytes, and knows no table that depends on another.
const partsOnSqlite = (texts: readonly string[], most: number): Part[] =>
  texts.flatMap((text) => [
    {
      sql: `select ${columns} from event where client_id is not null and client_id >= ? and client_id < ? order by client_id limit ?`,
      parameters: [text, text + afterAll, most],
    },
    {
      sql: `select ${columns} from event where subject is not null and subject >= ? and subject < ? order by subject desc, id desc limit ?`,
      parameters: [text, text + afterAll, most],
    },
    {
      sql: `select ${columns} from event where subject = ? order by id desc limit ?`,
      parameters: [text, most],
    },
  ]);

const begins = (column: string): string =>
  `${column} is not null and ${column} ~>=~ t.x and ${column} ~<~ (t.x || chr(1114111))`;

// By the order of bytes: no other order has all that begins alike in one place. All writings in one expression: to plan each,
// over all partitions, takes longer than to run them.
const partsOnPostgres = (texts: readonly string[], most: number): Part[] => {
  const list = JSON.stringify(texts);
  const each = (sql: string): Part => ({
    sql: `select e.* from jsonb_array_elements_text(cast(? as jsonb)) as t(x) cross join lateral (${sql} limit ?) e`,
    parameters: [list, most],
  });
  return [
    each(`select ${columns} from event where ${begins('client_id')} order by client_id using ~<~`),
    each(
      `select ${columns} from event where ${begins('subject')} order by subject using ~>~, id collate "C" desc`,
    ),
    each(`select ${columns} from event where subject = t.x order by id collate "C" desc`),
  ];
};

/** Of everybody's events: those whose own id, or whose subject, begins so; the newest of those that have it as a whole. */
const beginningWith = async (em: EntityManager, q: string, most: number): Promise<Row[]> => {
  const parts = (isSqlite(em) ? partsOnSqlite : partsOnPostgres)(writings(q), most);
  return read(
    em,
    parts.map(({ sql }) => `select * from (${sql}) x`).join(' union all '),
    parts.flatMap(({ parameters }) => parameters),
  );
};

/** The newest events that the caller may see, by an index that has them in their order. */
const newest = async (em: EntityManager): Promise<Row[]> => {
  const owner = ownerOf(em);
  const sqlite = isSqlite(em);
  const part = (index: string, where: string) =>
    `select * from (select id, client_id, subject from event${sqlite ? ` indexed by ${index}` : ''} where ${where}
       order by ${sqlite ? 'id' : 'id collate "C"'} desc limit ${lookedThroughMax}) x`;
  if (!owner.everyone)
    return read(em, part('event_by_publisher_index', 'publisher_id = ? and environment = ?'), [
      owner.consumerId,
      owner.environment,
    ]);
  return read(
    em,
    Environment.options.map(() => part('event_by_environment_index', 'environment = ?')).join(' union all '),
    Environment.options,
  );
};

const withOwnId = async (em: EntityManager, clientId: string): Promise<Row[]> => {
  const owner = ownerOf(em);
  if (owner.everyone || clientId.length > 128) return [];
  const { consumerId: publisherId, environment } = owner;
  const key = await em.findOne(EventKey, { publisherId, environment, clientId });
  return key ? [{ id: key.eventId, client_id: clientId, subject: null }] : [];
};

const gradeOf = ({ id, client_id, subject }: Row, folded: string): MatchGrade | null => {
  const texts = [id, client_id, subject].flatMap((text) => (text === null ? [] : foldText(text)));
  if (texts.includes(folded)) return 'exact';
  if (texts.some((text) => text.startsWith(folded))) return 'prefix';
  return texts.some((text) => text.includes(folded)) ? 'part' : null;
};

const rank: readonly MatchGrade[] = ['exact', 'prefix', 'part'];

/**
 * Events by our id, the publisher's own id or the subject: whole, or as they begin. Among the newest {@link lookedThroughMax}
 * of an environment a part is enough. No index is kept for this: publishing pays nothing. Best first, then newest, at most
 * `most`; `isMore` says that there may be others. A consumer finds what it published, and by the beginning of an own id or
 * a subject only among its newest.
 */
export const findEventsBy = async (
  em: EntityManager,
  q: string,
  most: number,
): Promise<{ found: FoundEvent[]; isMore: boolean }> => {
  const folded = foldText(q.slice(0, lettersMax + 1));
  const [typed] = writings(q);
  if (typed === undefined || folded === '') return { found: [], isMore: false };
  const isOurs = /^evt_[0-9a-z]{1,26}$/.test(folded);
  const [byId, ...others] = await Promise.all([
    isOurs ? idsBeginningWith(em, listedEvents, folded, most + 1) : [],
    withOwnId(em, typed),
    ownerOf(em).everyone ? beginningWith(em, typed, most + 1) : [],
    newest(em),
  ]);
  const rows = [...byId.map((id) => ({ id, client_id: null, subject: null })), ...others.flat()];
  const graded = rows.flatMap((row) => {
    const grade = gradeOf(row, folded);
    return grade === null ? [] : [{ id: row.id, grade }];
  });
  const found = [...Map.groupBy(graded, ({ id }) => id).values()].flatMap(
    (same) => same.toSorted((a, b) => rank.indexOf(a.grade) - rank.indexOf(b.grade))[0] ?? [],
  );
  const sorted = found.toSorted(
    (a, b) => rank.indexOf(a.grade) - rank.indexOf(b.grade) || (a.id < b.id ? 1 : -1),
  );
  return { found: sorted.slice(0, most), isMore: sorted.length > most };
};
