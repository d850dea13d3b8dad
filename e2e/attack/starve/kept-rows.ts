import { DatabaseSync } from 'node:sqlite';

/** Writes what an earlier version took into the file of a Parley that is stopped, and tells the catalogue. */
export const keepRow = (databaseUrl: string, sql: string, ...values: string[]): void => {
  const file = new DatabaseSync(databaseUrl.replace(/^sqlite:/, ''));
  try {
    file.prepare(sql).run(...values);
    file.exec(`update revision set value = value + 1`);
  } finally {
    file.close();
  }
};
