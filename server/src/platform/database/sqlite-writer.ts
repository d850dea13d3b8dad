import type { Worker } from 'node:worker_threads';
import { startThread } from '../process/thread.ts';
import { SqliteFailure } from './sqlite-failure.ts';

/** A value of SQLite. */
export type Value = string | number | null;

/** What the thread is asked to do, one after the other. */
export type WriterStep =
  | { kind: 'begin'; durability: 'synced' | 'relaxed' }
  | { kind: 'all'; sql: string; parameters: readonly Value[] }
  /** `rows` is the JSON text of an array of arrays: one text crosses threads at a third of the cost of many. */
  | { kind: 'each'; sql: string; rows: string }
  | { kind: 'commit' }
  | { kind: 'rollback' };

/** Steps that are taken in one go. A failure rolls the open transaction back. */
export interface WriterOrder {
  id: number;
  steps: readonly WriterStep[];
}

/** The rows of the last step of kind `all`, or why a step failed. */
export type WriterAnswer<Rows = unknown[]> =
  | { id: number; rows: Rows }
  | { id: number; failure: { message: string; code: string } };

interface Waiting {
  // What a statement answers is what its SQL says; no driver can type it.
  resolve: (rows: never[]) => void;
  reject: (error: Error) => void;
}

/**
 * The connection for transactions of the hot paths, on a thread of its own: commits wait for the disk there, and rows
 * are written there, while the event loop takes the next requests. The thread starts at the first use.
 */
export class SqliteWriter {
  readonly #file: string;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | undefined;
  #lastId = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** Takes the steps in one go; answers the rows of the last one of kind `all`. */
  async take<Row>(steps: readonly WriterStep[]): Promise<Row[]> {
    const thread = (this.#thread ??= this.#start());
    const id = (this.#lastId += 1);
    return new Promise((resolve, reject) => {
      if (this.#waiting.size === 0) thread.ref();
      this.#waiting.set(id, { resolve, reject });
      thread.postMessage({ id, steps } satisfies WriterOrder);
    });
  }

  /** Cuts the WAL off after what was asked for so far, when nobody reads an older state. Does not wait for it. */
  cutWal(): void {
    this.#thread?.postMessage('cut');
  }

  /** Closes the connection after everything that was asked for. */
  async close(): Promise<void> {
    const thread = this.#thread;
    if (!thread) return;
    this.#thread = undefined;
    const ended = new Promise<void>((resolve) => {
      thread.once('exit', () => resolve());
    });
    thread.ref();
    thread.postMessage('close');
    await ended;
  }

  #start(): Worker {
    const thread = startThread(new URL('sqlite-writer.thread.ts', import.meta.url), { file: this.#file });
    thread.on('message', (answer: WriterAnswer<never[]>) => this.#receive(answer, thread));
    thread.on('error', (error) => this.#fail(error instanceof Error ? error : new Error(String(error))));
    thread.on('exit', () => this.#fail(new SqliteFailure('The writing thread ended.', 'SQLITE_IOERR')));
    return thread;
  }

  #receive(answer: WriterAnswer<never[]>, thread: Worker): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) thread.unref();
    if ('rows' in answer) waiting?.resolve(answer.rows);
    else waiting?.reject(new SqliteFailure(answer.failure.message, answer.failure.code));
  }

  // Everybody who waits is told, and the next use starts a new thread.
  #fail(error: Error): void {
    this.#thread = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
