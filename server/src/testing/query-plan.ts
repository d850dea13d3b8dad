import type Database from 'better-sqlite3';
import type { Client } from 'pg';
import type { Statement } from './statement-log.ts';

/** The tables that grow with traffic. */
const hotTables = ['delivery', 'event', 'attempt', 'audit_entry', 'event_key', 'usage'];

/** Whether a statement has to do with one of them. */
export const isHot = (sql: string): boolean => new RegExp(`\\b(?:${hotTables.join('|')})\\b`).test(sql);

const hot = (table: string): boolean =>
  hotTables.some(
    (one) => table === one || table.startsWith(`${one}_rest`) || /^(?:event|attempt)_\d/.test(table),
  );

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Total Cost': number;
  'Parent Relationship'?: string;
  Plans?: Node[];
}

/** How a database would run a statement. */
export interface QueryPlan {
  /** What PostgreSQL thinks that it costs, in its own unit: a page read in order is 1. 0 on SQLite, which does not say. */
  cost: number;
  /** Hot tables that are read from one end to the other. */
  scanned: string[];
  /** Hot tables that are so read again and again, for each row of something else. */
  rescanned: string[];
  /** What the database sorts before it answers the first row. */
  sorts: number;
  text: string;
}

const walk = (node: Node, isRepeated: boolean, plan: QueryPlan): void => {
  const table = node['Relation Name'];
  if (node['Node Type'] === 'Seq Scan' && table !== undefined && hot(table)) {
    plan.scanned.push(table);
    if (isRepeated) plan.rescanned.push(table);
  }
  if (node['Node Type'] === 'Sort') plan.sorts += 1;
  for (const [index, child] of (node.Plans ?? []).entries())
    walk(
      child,
      // A materialised inner side is read from the table once.
      (isRepeated && node['Node Type'] !== 'Materialize') ||
        (node['Node Type'] === 'Nested Loop' && index === 1 && child['Node Type'] !== 'Materialize') ||
        child['Parent Relationship'] === 'SubPlan',
      plan,
    );
};

/** The plan of PostgreSQL for a statement with these parameters; partitions of a time are the one of all times. */
export const explainOnPostgres = async (
  client: Client,
  { sql, parameters }: Statement,
): Promise<QueryPlan> => {
  const answer = await client.query(
    `explain (format json) ${sql.replaceAll(/"(event|attempt)_\d+"/g, '$1_rest')}`,
    [...parameters],
  );
  const root: Node = answer.rows[0]['QUERY PLAN'][0].Plan;
  const plan: QueryPlan = {
    cost: root['Total Cost'],
    scanned: [],
    rescanned: [],
    sorts: 0,
    text: JSON.stringify(root, null, 1),
  };
  walk(root, false, plan);
  return plan;
};

/** The plan of SQLite for a statement. */
export const explainOnSqlite = (db: Database.Database, { sql }: Statement): QueryPlan => {
  const aliases = new Map(
    [
      ...sql.matchAll(/\b(?:from|join|update|into)\s+[`"]?(\w+)[`"]?(?:\s+(?:as\s+)?[`"]?(\w+)[`"]?)?/gi),
    ].flatMap(([, table = '', alias = '']) => [
      [table, table],
      [alias, table],
    ]),
  );
  const lines = db
    .prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
    .all(...Array.from(sql.matchAll(/\?/g), () => null))
    .map(({ detail }) => detail);
  const scanned = lines.flatMap((line) => {
    const table = aliases.get(/^SCAN (\w+)/.exec(line)?.[1] ?? '') ?? '';
    return hot(table) ? [table] : [];
  });
  return {
    cost: 0,
    scanned,
    rescanned: [],
    sorts: lines.filter((line) => line.startsWith('USE TEMP B-TREE FOR')).length,
    text: lines.join('\n'),
  };
};
