import type { Worker } from 'node:worker_threads';
import { startThread } from '../process/thread.ts';
import { SqliteFailure } from './sqlite-failure.ts';

/** One statement that reads. */
export interface ReaderOrder {
  id: number;
  sql: string;
  parameters: readonly unknown[];
}

/** Its rows, or why it failed. */
export type ReaderAnswer<Rows = unknown[]> =
  | { id: number; rows: Rows }
  | { id: number; failure: { message: string; code: string } };

interface Read extends ReaderOrder {
  // What a statement answers is what its SQL says; no driver can type it.
  resolve: (rows: never[]) => void;
  reject: (error: Error) => void;
}

/** A thread with the read that it is at. */
interface Desk {
  thread: Worker;
  /** Whether it has opened the file; what it is asked before waits for that, and its time has not begun. */
  isReady: boolean;
  read: Read | null;
  timer: NodeJS.Timeout | undefined;
}

interface ReaderLimits {
  threads: number;
  /** A read that takes longer is given up. */
  patienceMs: number;
  /** Reads that wait for a thread; what comes then is refused. */
  waitingMax: number;
}

const usualLimits: ReaderLimits = { threads: 2, patienceMs: 10_000, waitingMax: 5000 };

// Codes of SQLite that the doors know: nothing was done, and it may be asked again.
const gaveUp = (seconds: number) =>
  new SqliteFailure(`A read took longer than ${seconds} s and was given up.`, 'SQLITE_BUSY_TIMEOUT');
const tooMany = () => new SqliteFailure('Too many reads wait.', 'SQLITE_BUSY');

/**
 * Connections for reads outside of transactions, on threads of their own: each statement sees everything that was committed
 * before it began, and however long it takes, the event loop goes on. Threads start at the first use.
 */
export class SqliteReader {
  readonly #file: string;
  readonly #limits: ReaderLimits;
  readonly #desks = new Set<Desk>();
  readonly #waiting: Read[] = [];
  /** Threads that were given up and still are in a read, which nothing can interrupt. */
  #lost = 0;
  #lastId = 0;
  #isClosed = false;

  constructor(file: string, limits: ReaderLimits = usualLimits) {
    this.#file = file;
    this.#limits = limits;
  }

  /** The rows of one statement. Rejects with a code of SQLite after ten seconds, and at once when too many wait. */
  async read<Row>(sql: string, parameters: readonly unknown[]): Promise<Row[]> {
    if (this.#isClosed || this.#waiting.length >= this.#limits.waitingMax) throw tooMany();
    const id = (this.#lastId += 1);
    return new Promise<Row[]>((resolve, reject) => {
      this.#waiting.push({ id, sql, parameters, resolve, reject });
      this.#hand();
    });
  }

  /** Ends the threads after the reads that they are at; those that wait are refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(tooMany());
    await Promise.all(
      [...this.#desks].map(async ({ thread }) => {
        const ended = new Promise<void>((resolve) => {
          thread.once('exit', () => resolve());
        });
        thread.ref();
        thread.postMessage('close');
        await ended;
      }),
    );
  }

  /** Gives the next read to a thread that has none. */
  #hand(): void {
    while (this.#waiting.length > 0) {
      const desk = this.#freeDesk();
      const read = desk && this.#waiting.shift();
      if (!read) return;
      const { id, sql, parameters } = read;
      desk.read = read;
      desk.thread.ref();
      if (desk.isReady) this.#watch(desk);
      desk.thread.postMessage({ id, sql, parameters } satisfies ReaderOrder);
    }
  }

  #freeDesk(): Desk | undefined {
    for (const desk of this.#desks) if (desk.read === null) return desk;
    const { threads } = this.#limits;
    // As many again for those that are lost: what nothing can interrupt must not take every core.
    if (this.#desks.size >= threads || this.#lost >= threads) return undefined;
    const desk: Desk = { thread: this.#start(), isReady: false, read: null, timer: undefined };
    this.#desks.add(desk);
    desk.thread.on('message', (answer: ReaderAnswer<never[]> | 'ready') => this.#receive(desk, answer));
    desk.thread.on('error', (error) =>
      this.#fail(desk, error instanceof Error ? error : new Error(String(error))),
    );
    desk.thread.on('exit', () =>
      this.#fail(desk, new SqliteFailure('A reading thread ended.', 'SQLITE_IOERR')),
    );
    return desk;
  }

  #start(): Worker {
    const thread = startThread(new URL('sqlite-reader.thread.ts', import.meta.url), { file: this.#file });
    return thread;
  }

  #end(desk: Desk): Read | null {
    const { read } = desk;
    clearTimeout(desk.timer);
    desk.read = null;
    desk.thread.unref();
    return read;
  }

  #watch(desk: Desk): void {
    desk.timer = setTimeout(() => this.#giveUp(desk), this.#limits.patienceMs);
  }

  #receive(desk: Desk, answer: ReaderAnswer<never[]> | 'ready'): void {
    if (answer === 'ready') {
      desk.isReady = true;
      if (desk.read) this.#watch(desk);
      return;
    }
    const read = this.#end(desk);
    if ('rows' in answer) read?.resolve(answer.rows);
    else read?.reject(new SqliteFailure(answer.failure.message, answer.failure.code));
    this.#hand();
  }

  #giveUp(desk: Desk): void {
    if (!this.#desks.delete(desk)) return;
    this.#lost += 1;
    this.#end(desk)?.reject(gaveUp(this.#limits.patienceMs / 1000));
    desk.thread.removeAllListeners();
    desk.thread.once('exit', () => {
      this.#lost -= 1;
      this.#hand();
    });
    // SQLite is not interrupted: the thread ends when the statement does.
    void desk.thread.terminate();
    this.#hand();
  }

  #fail(desk: Desk, error: Error): void {
    if (!this.#desks.delete(desk)) return;
    this.#end(desk)?.reject(error);
    if (!this.#isClosed) this.#hand();
  }
}
