// The thread that writes: it waits for the disk, so that the event loop never does. See `sqlite-writer.ts`.
import { parentPort, workerData } from 'node:worker_threads';
import { SqliteFailure } from './sqlite-failure.ts';
import { connectSqlite } from './sqlite-file.ts';
import type { WriterAnswer, WriterOrder, WriterStep } from './sqlite-writer.ts';

/** Whoever asked tries again for longer, and lets others have their turn in between. */
const otherProcessMs = 250;
const { db, prepare, close } = connectSqlite(workerData.file, otherProcessMs);

const end = (): void => {
  db.pragma('synchronous = full');
};

const take = (step: WriterStep): unknown[] => {
  // The thread that had begun it ended: no step may run outside of its transaction.
  if (step.kind !== 'begin' && !db.inTransaction)
    throw new SqliteFailure('The transaction was lost.', 'SQLITE_IOERR');
  if (step.kind === 'begin') {
    // SQLite refuses the pragma inside a transaction.
    if (step.durability === 'relaxed') db.pragma('synchronous = normal');
    // Begun immediately, two processes on one file never fail half-way as busy.
    prepare('begin immediate').run();
  } else if (step.kind === 'each') {
    const statement = prepare(step.sql);
    for (const row of JSON.parse(step.rows)) statement.run(row);
  } else if (step.kind === 'all') {
    const statement = prepare(step.sql);
    if (statement.reader) return statement.all(step.parameters);
    statement.run(step.parameters);
  } else {
    prepare(step.kind).run();
    end();
  }
  return [];
};

/** Moves all of the WAL into the file and cuts it off. Where somebody reads an older state it does what it can. */
const cutWal = (): void => {
  db.pragma('wal_checkpoint(truncate)');
};

const answer = ({ id, steps }: WriterOrder): WriterAnswer => {
  try {
    let rows: unknown[] = [];
    for (const step of steps) {
      const found = take(step);
      if (step.kind === 'all') rows = found;
    }
    return { id, rows };
  } catch (error) {
    // The whole transaction is over: nothing after a failed step may be kept.
    if (db.inTransaction) db.exec('rollback');
    end();
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { id, failure: { message: error instanceof Error ? error.message : String(error), code } };
  }
};

parentPort?.on('message', (order: WriterOrder | 'close' | 'cut') => {
  if (order === 'close') {
    close();
    parentPort?.close();
  } else if (order === 'cut') cutWal();
  else parentPort?.postMessage(answer(order));
});
