import Database from 'better-sqlite3';
import { StartRefusal } from './start-refusal.ts';

/** A lock on a SQLite database that one serving process holds. */
export interface ProcessLock {
  release: () => void;
}

interface Holder {
  pid: number;
  since: string;
  address: string;
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');

const refuse = (db: Database.Database, file: string): never => {
  const holder = db.prepare<[], Holder>('select pid, since, address from holder').get();
  const who = holder ? ` (process ${holder.pid}, since ${holder.since}, ${holder.address})` : '';
  throw new StartRefusal(
    `Another Parley${who} uses the database ${file}. SQLite serves one process: stop that one first.`,
  );
};

const beginOrRefuse = (db: Database.Database, file: string): void => {
  try {
    db.exec('begin immediate');
  } catch (error) {
    if (isBusy(error)) refuse(db, file);
    throw error;
  }
};

/**
 * Takes the lock of the SQLite database at `file`, for as long as this process lives or until it is released; throws
 * {@link StartRefusal} while another process has it. It is an open transaction in a small SQLite file beside the database:
 * the kernel ends it with the process, however that ends, and nobody has to guess whether a process lives.
 */
export const lockSqlite = (file: string, address: string): ProcessLock => {
  const db = new Database(`${file}.lock`, { timeout: 0 });
  try {
    // It holds nothing that has to survive.
    for (const pragma of ['journal_mode = memory', 'synchronous = off']) db.pragma(pragma);
    db.exec('create table if not exists holder (pid integer, since text, address text)');
  } catch (error) {
    if (!isBusy(error)) {
      db.close();
      throw error;
    }
  }
  try {
    beginOrRefuse(db, file);
    db.exec('delete from holder');
    db.prepare('insert into holder values (?, ?, ?)').run(process.pid, new Date().toISOString(), address);
    db.exec('commit');
    // Reading stays possible: whoever comes next can say who is here.
    beginOrRefuse(db, file);
  } catch (error) {
    db.close();
    throw error;
  }
  return { release: () => db.close() };
};
