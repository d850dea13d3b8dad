import Database from 'better-sqlite3';
import { Client } from 'pg';
import { fillingStatements } from '../../../e2e/support/many-rows.ts';
import { explainOnPostgres, explainOnSqlite, type QueryPlan } from './query-plan.ts';
import type { Statement } from './statement-log.ts';
import type { Dialect, TestHub } from './test-hub.ts';

/** Runs what makes many rows, and explains statements on them. */
export const openRows = async (hub: TestHub, dialect: Dialect, deliveries: number) => {
  const { database } = hub.config;
  const newestAt = Date.now();
  const filling = fillingStatements(dialect, { deliveries, due: 0, newestAt });
  if (database.dialect === 'sqlite') {
    const db = new Database(database.file);
    for (const sql of filling) db.exec(sql);
    return {
      newestAt,
      run: async (sql: string) => void db.exec(sql),
      analyse: async () => void db.exec('analyze'),
      explain: async (statement: Statement): Promise<QueryPlan> => explainOnSqlite(db, statement),
      close: async () => void db.close(),
    };
  }
  const client = new Client(database.url);
  await client.connect();
  for (const sql of filling) await client.query(sql);
  return {
    newestAt,
    run: async (sql: string) => void (await client.query(sql)),
    analyse: async () => void (await client.query('analyze')),
    explain: async (statement: Statement) => explainOnPostgres(client, statement),
    close: async () => client.end(),
  };
};
