// A thread that reads: what takes long takes it here and not on the event loop. See `sqlite-reader.ts`.
import { parentPort, workerData } from 'node:worker_threads';
import { connectSqlite } from './sqlite-file.ts';
import type { ReaderAnswer, ReaderOrder } from './sqlite-reader.ts';

const otherProcessMs = 5000;
const { db, prepare, close } = connectSqlite(workerData.file, otherProcessMs);
db.pragma('query_only = ON');
// The system keeps pages as well; two readers with as much as a writer would double what is resident.
db.pragma('cache_size = -16384');

const answer = ({ id, sql, parameters }: ReaderOrder): ReaderAnswer => {
  try {
    return { id, rows: prepare(sql).all(parameters) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { id, failure: { message: error instanceof Error ? error.message : String(error), code } };
  }
};

parentPort?.postMessage('ready');
parentPort?.on('message', (order: ReaderOrder | 'close') => {
  if (order === 'close') {
    close();
    parentPort?.close();
  } else parentPort?.postMessage(answer(order));
});
