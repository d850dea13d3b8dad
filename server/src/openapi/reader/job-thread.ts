import { Worker } from 'node:worker_threads';
import type { ProblemCode } from '@parley/shared/problem';
import type { Comparison, ComparisonOrder, FieldsOfChanges } from './comparison.ts';
import type { LintSettings } from '../lint/lint.ts';
import { type FieldError, Problem } from '../../platform/request/problem.ts';
import type { ReadContract } from './reading.ts';
import type { WantedPlace } from './placing.ts';
import type { ContractPlace, ContractProblem, ContractRefusal, SentContract } from './sent-contract.ts';

/**
 * What the threads do: for each job, what it is given and what it answers. A job is a pure function; a new one gets a
 * row here and a function in `reader.thread.ts`. Large documents cross as text, at a third of the cost.
 */
export interface ContractJobs {
  read: { order: { sent: SentContract; settings: LintSettings | 'none' | undefined }; answer: ReadContract };
  compare: { order: ComparisonOrder; answer: Comparison };
  fields: { order: ComparisonOrder & { operations: string[] }; answer: FieldsOfChanges };
  place: { order: { sent: SentContract; wanted: readonly WantedPlace[] }; answer: ContractPlace[] };
}

export type ContractJob = keyof ContractJobs;

export interface ThreadOrder<Job extends ContractJob = ContractJob> {
  job: Job;
  order: ContractJobs[Job]['order'];
}

export type RefusalCode = ContractRefusal['code'] | 'contract.busy';

/** `ready` comes once, when the thread has loaded what it needs: the clock of a job starts after it. */
export type ThreadAnswer<Job extends ContractJob = ContractJob> =
  | { kind: 'ready' }
  | { kind: 'done'; answer: ContractJobs[Job]['answer'] }
  | { kind: 'refused'; code: RefusalCode; detail: string; problems: ContractProblem[] }
  | { kind: 'problem'; code: ProblemCode; detail: string; errors: FieldError[] }
  | { kind: 'failed'; message: string; stack: string };

/** A contract that cannot be taken, with the places that are wrong; `errors` says the same for the API. */
export class ContractRefused extends Problem {
  readonly problems: ContractProblem[];

  constructor(code: RefusalCode, detail: string, problems: ContractProblem[] = []) {
    const errors = problems.map(({ pointer, message, line, column, file }) => ({
      path: pointer,
      message: `${file ? `${file}, ` : ''}line ${line}, column ${column}: ${message}`,
    }));
    super(code, {
      detail,
      ...(errors.length > 0 ? { errors } : {}),
      ...(code === 'contract.busy' ? { retryAfterSeconds: 5 } : {}),
    });
    this.problems = problems;
  }
}

/** What one thread may use. */
export interface ThreadLimits {
  /** Of the heap. */
  memoryMb: number;
  /** Processor time of one job: a base, and more for each MB that was sent. */
  cpuMs: number;
  cpuMsPerMb: number;
}

/** A thread that waits for the processor may take this much longer by the clock on the wall. */
const wallFactor = 6;
/** A job above this may use ten times as much memory as was sent. */
export const heavyMb = 8;
const startMs = 20_000;
const watchEveryMs = 100;
const stackMb = 48;
/** A large document is millions of objects that all stay: fewer copies of them than with little. */
const youngMb = 48;

/** A job, and who waits for it. */
export interface Assignment {
  /** What the thread's file takes as a message. */
  order: object;
  megabytes: number;
  /** What the thread takes over instead of a copy: nobody here reads it afterwards. */
  handedOver: readonly ArrayBuffer[];
  resolve: (answer: never) => void;
  reject: (error: unknown) => void;
}

const problemOf = ({ code, detail, errors }: { code: ProblemCode; detail: string; errors: FieldError[] }) =>
  new Problem(code, { detail, ...(errors.length > 0 && { errors }) });

const tooComplex = (detail: string) => new ContractRefused('contract.too_complex', detail);

/** One thread and what it does now. It ends itself when a job is over its limits, and is then `isOver`. */
export class JobThread {
  readonly #thread: Worker;
  readonly #limits: ThreadLimits;
  #assignment: Assignment | undefined;
  #megabytes = 0;
  #isReady = false;
  #watch: NodeJS.Timeout | undefined;
  #onFree: (thread: JobThread) => void;
  isOver = false;

  /** `file` answers each message with a {@link ThreadAnswer}, and says `ready` once; the one that reads contracts unless said. */
  constructor(
    limits: ThreadLimits,
    onFree: (thread: JobThread) => void,
    file = new URL('reader.thread.ts', import.meta.url),
  ) {
    this.#limits = limits;
    this.#onFree = onFree;
    this.#thread = new Worker(file, {
      resourceLimits: {
        maxOldGenerationSizeMb: limits.memoryMb,
        maxYoungGenerationSizeMb: youngMb,
        stackSizeMb: stackMb,
      },
      // Nothing of the process: see `startThread`, which is of the platform.
      execArgv: [],
      env: {},
    });
    this.#thread.unref();
    this.#thread.on('message', (answer: ThreadAnswer<never>) => this.#receive(answer));
    this.#thread.on('error', (error) => this.#fail(error));
    this.#thread.on('exit', () => this.#fail(new Error('The reading thread ended.')));
  }

  /** It works, or ends: what it holds is given back only when it has ended. */
  get isBusy(): boolean {
    return this.#assignment !== undefined || this.isOver;
  }

  /** Of what it reads now, or has read and still holds; 0 when nothing. */
  get megabytes(): number {
    return this.isBusy ? this.#megabytes : 0;
  }

  take(assignment: Assignment): void {
    this.#assignment = assignment;
    this.#megabytes = assignment.megabytes;
    this.#thread.ref();
    this.#thread.postMessage(assignment.order, assignment.handedOver);
    this.#watch = setTimeout(() => this.#end(new Error('The reading thread does not start.')), startMs);
    if (this.#isReady) this.#startClock();
  }

  async close(): Promise<void> {
    this.isOver = true;
    this.#release()?.reject(new ContractRefused('contract.busy', 'Parley is stopping.'));
    await this.#thread.terminate();
  }

  #startClock(): void {
    const assignment = this.#assignment;
    if (!assignment) return;
    const cpuMs = this.#limits.cpuMs + this.#limits.cpuMsPerMb * assignment.megabytes;
    const startedAt = performance.now();
    const before = this.#cpuMs();
    const look = async (): Promise<void> => {
      const wall = performance.now() - startedAt;
      if (wall > cpuMs * wallFactor) return this.#endSlow();
      // Less time has passed than may be used: nothing to measure yet.
      const used = wall < cpuMs ? 0 : await Promise.race([this.#usedSince(before), pause(watchEveryMs)]);
      if (this.#assignment !== assignment) return;
      if (used > cpuMs) return this.#endSlow();
      this.#watch = setTimeout(() => void look(), watchEveryMs);
    };
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => void look(), Math.min(cpuMs, watchEveryMs));
  }

  /** Of the thread since its start; 0 when it has ended, which those who wait are told by its exit. */
  async #cpuMs(): Promise<number> {
    try {
      const { user, system } = await this.#thread.cpuUsage();
      return (user + system) / 1000;
    } catch {
      return 0;
    }
  }

  async #usedSince(before: Promise<number>): Promise<number> {
    return (await this.#cpuMs()) - (await before);
  }

  #endSlow(): void {
    this.#end(
      tooComplex(
        'Reading it took too long, so it was given up. Real contracts of this size take a fraction.',
      ),
    );
  }

  #receive(answer: ThreadAnswer<never>): void {
    if (answer.kind === 'ready') {
      this.#isReady = true;
      this.#startClock();
      return;
    }
    const assignment = this.#release();
    // What it took for a heavy one it would keep for a long time: a new thread begins with little.
    if (assignment && assignment.megabytes > heavyMb) this.#terminate();
    if (answer.kind === 'done') assignment?.resolve(answer.answer);
    else if (answer.kind === 'refused')
      assignment?.reject(new ContractRefused(answer.code, answer.detail, answer.problems));
    else if (answer.kind === 'problem') assignment?.reject(problemOf(answer));
    else assignment?.reject(Object.assign(new Error(answer.message), { stack: answer.stack }));
    if (!this.isOver) this.#onFree(this);
  }

  /** The next thread begins when this one is gone: two would hold twice as much. */
  #terminate(): void {
    this.isOver = true;
    void this.#thread.terminate().then(() => this.#onFree(this));
  }

  #release(): Assignment | undefined {
    const assignment = this.#assignment;
    this.#assignment = undefined;
    clearTimeout(this.#watch);
    this.#thread.unref();
    return assignment;
  }

  #fail(error: unknown): void {
    const isMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    this.#end(isMemory ? tooComplex('Reading it took too much memory, so it was given up.') : error);
  }

  #end(reason: unknown): void {
    if (this.isOver) return;
    const assignment = this.#release();
    this.#terminate();
    assignment?.reject(reason);
  }
}

const pause = async (ms: number): Promise<number> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(0), ms).unref();
  });
