import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type { Reader } from '../database/store.ts';
import { StartRefusal } from './start-refusal.ts';

/** Up to here every page is looked at: a second at most. */
const wholeBytesMax = 256 * 1024 * 1024;

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

const assertWhole = (db: Database.Database, file: string): void => {
  if (sizeOf(file) > wholeBytesMax) return;
  const [found] = db.prepare<[], { quick_check: string }>('pragma quick_check(1)').all();
  if (found?.quick_check !== 'ok')
    throw new StartRefusal(
      `The database ${file} is damaged: ${found?.quick_check}. Restore it from a backup.`,
    );
};

/**
 * Reads an existing SQLite file without a change to what it and its folder hold; `null` when there is none yet. Throws what
 * stands against its use. `isWhole` looks at all of a file that is not too large.
 */
export const readSqliteFile = async <Result>(
  file: string,
  isWhole: boolean,
  read: (reader: Reader) => Promise<Result>,
): Promise<Result | null> => {
  if (!existsSync(file)) return null;
  if (statSync(file).isDirectory())
    throw new StartRefusal(`The database ${file} is a folder. PARLEY_DATABASE_URL takes the path of a file.`);
  accessSync(file, constants.R_OK | constants.W_OK);
  accessSync(dirname(file), constants.R_OK | constants.W_OK);
  if (sizeOf(file) === 0) return null;
  // Whoever closes last moves what a crash left in the WAL into the file, unless it may only read; one that may only read
  // leaves files behind where there was no WAL.
  const db = new Database(file, { readonly: sizeOf(`${file}-wal`) > 0, timeout: 1000 });
  try {
    if (isWhole) assertWhole(db, file);
    // Awaited here: the file is closed when this returns.
    return await read({
      all: async <Found>(sql: string, ...parameters: unknown[]) =>
        db.prepare<unknown[], Found>(sql).all(...parameters),
    });
  } finally {
    db.close();
  }
};
