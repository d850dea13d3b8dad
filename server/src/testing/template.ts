import { constants, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseConfig } from '../config.ts';
import { openDatabase } from '../db.ts';
import { createDatabase } from './postgres.ts';

/** Databases in which nothing is but the tables of today's migrations. Every test copies one instead of migrating. */
export interface Templates {
  /** Path of a SQLite file that nobody has open. */
  sqliteFile: string;
  /** URL of PostgreSQL's maintenance database, beside which the template lies. */
  postgresUrl: string;
  /** Name of a database that nobody is connected to. */
  postgresName: string;
}

const migrate = async (config: DatabaseConfig): Promise<void> => {
  const database = await openDatabase(config);
  await database.migrate();
  await database.close();
};

/** A SQLite file with the tables of today's migrations. */
export const migrateSqlite = async (file: string): Promise<void> => migrate({ dialect: 'sqlite', file });

/** Makes both, in this folder and in the PostgreSQL at this URL. */
export const createTemplates = async (folder: string, postgresUrl: string): Promise<Templates> => {
  const sqliteFile = join(folder, 'template.db');
  const url = await createDatabase(postgresUrl);
  await Promise.all([migrateSqlite(sqliteFile), migrate({ dialect: 'postgresql', url })]);
  return { sqliteFile, postgresUrl, postgresName: new URL(url).pathname.slice(1) };
};

/** A database of its own for one test; answers its URL. A file lies in `folder`. */
export const copyTemplate = async (
  { sqliteFile, postgresUrl, postgresName }: Templates,
  dialect: 'sqlite' | 'postgresql',
  folder: string,
): Promise<string> => {
  if (dialect === 'postgresql') return createDatabase(postgresUrl, postgresName);
  const file = join(folder, 'parley.db');
  copyFileSync(sqliteFile, file, constants.COPYFILE_FICLONE);
  return `sqlite:${file}`;
};
