import {
  type Assignment,
  ContractRefused,
  JobThread,
  type ThreadLimits,
} from '../../openapi/reader/reader.ts';
import type { FieldError } from '../../platform/request/problem.ts';
import type { DowncastStep } from '@parley/shared/webhooks/event-type';

/** What the threads do: for each job, what it is given and what it answers. */
export interface PayloadJobs {
  /** Compiles a schema; with `data`, which is JSON, checks it as well. */
  check: {
    order: { schema: string; data: string | null };
    answer:
      | { kind: 'checked'; errors: FieldError[] }
      | { kind: 'unusable'; detail: string; errors: FieldError[] };
  };
  /** Maps the body of a webhook down, one list of steps after the other. */
  downcast: {
    order: { body: string; steps: readonly (readonly DowncastStep[])[] };
    answer: { kind: 'mapped'; body: string } | { kind: 'refused'; reason: string };
  };
}

export type PayloadJob = keyof PayloadJobs;

/** A job that was over its limits of time or memory. */
export class PayloadOver extends Error {}

/** Too many wait: in all, or of this owner. */
export class PayloadBusy extends Error {}

interface PayloadLimits extends ThreadLimits {
  threads: number;
  /** Jobs that one owner may have waiting. */
  waitingPerOwner: number;
  /** Jobs that may wait in all, and characters of what they are given. */
  waiting: number;
  charactersWaiting: number;
  /** How long threads without work are kept. */
  idleMs: number;
}

const limitsByDefault: PayloadLimits = {
  threads: 2,
  waitingPerOwner: 64,
  waiting: 1024,
  charactersWaiting: 64 * 1024 * 1024,
  memoryMb: 128,
  cpuMs: 1000,
  cpuMsPerMb: 1000,
  idleMs: 60_000,
};

const charactersPerMb = 1024 * 1024;
const file = new URL('payload.thread.ts', import.meta.url);

type Waiting = Assignment & { owner: string; characters: number };

/**
 * Threads for what somebody else wrote and nobody knows the cost of: schemas, filters and mappings on payloads. Each job
 * has a limit of processor time and memory; a thread that is over it is ended and replaced. Owners take turns and have
 * one job under way at a time, so that one who asks for much waits for himself.
 */
export class PayloadThreads {
  readonly #limits: PayloadLimits;
  readonly #threads = new Map<JobThread, string | null>();
  /** By owner, in the order of their turns. */
  readonly #lanes = new Map<string, Waiting[]>();
  #waiting = 0;
  #characters = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(limits: Partial<PayloadLimits> = {}) {
    this.#limits = { ...limitsByDefault, ...limits };
  }

  /** Runs a job. Throws {@link PayloadOver} past the limits of time and memory, {@link PayloadBusy} when too many wait. */
  async run<Job extends PayloadJob>(
    job: Job,
    order: PayloadJobs[Job]['order'],
    { owner, characters }: { owner: string; characters: number },
  ): Promise<PayloadJobs[Job]['answer']> {
    const lane = this.#lanes.get(owner) ?? [];
    const isFull =
      lane.length >= this.#limits.waitingPerOwner ||
      this.#waiting >= this.#limits.waiting ||
      this.#characters + characters > this.#limits.charactersWaiting;
    if (isFull) throw new PayloadBusy('Too many checks wait for a thread.');
    return new Promise((resolve, reject) => {
      lane.push({
        order: { job, order },
        megabytes: characters / charactersPerMb,
        handedOver: [],
        resolve,
        reject: (error) => reject(refusalOf(error)),
        owner,
        characters,
      });
      this.#lanes.set(owner, lane);
      this.#waiting += 1;
      this.#characters += characters;
      this.#assign();
    });
  }

  /** Ends the threads; who still waits is refused as busy. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const waiting = [...this.#lanes.values()].flat();
    this.#lanes.clear();
    this.#waiting = 0;
    this.#characters = 0;
    for (const { reject } of waiting) reject(new PayloadBusy('Parley is stopping.'));
    const threads = [...this.#threads.keys()];
    this.#threads.clear();
    await Promise.all(threads.map(async (thread) => thread.close()));
  }

  #assign(): void {
    clearTimeout(this.#idle);
    for (let next = this.#next(); next; next = this.#next()) {
      const thread = this.#freeThread();
      if (!thread) return;
      this.#take(next);
      this.#threads.set(thread, next.owner);
      thread.take(next);
    }
    if (this.#waiting > 0 || [...this.#threads.keys()].some(({ isBusy }) => isBusy)) return;
    this.#idle = setTimeout(() => void this.close(), this.#limits.idleMs).unref();
  }

  /** The first job of the first owner who has none under way. */
  #next(): Waiting | undefined {
    const underWay = new Set([...this.#threads].flatMap(([thread, owner]) => (thread.isBusy ? [owner] : [])));
    for (const [owner, [first]] of this.#lanes) if (first && !underWay.has(owner)) return first;
    return undefined;
  }

  #take({ owner, characters }: Waiting): void {
    const lane = this.#lanes.get(owner) ?? [];
    lane.shift();
    this.#lanes.delete(owner);
    // Put in again at the end: the others come first.
    if (lane.length > 0) this.#lanes.set(owner, lane);
    this.#waiting -= 1;
    this.#characters -= characters;
  }

  #freeThread(): JobThread | undefined {
    const free = [...this.#threads.keys()].find(({ isBusy }) => !isBusy);
    if (free || this.#threads.size >= this.#limits.threads) return free;
    const thread = new JobThread(
      this.#limits,
      (ended) => {
        if (ended.isOver) this.#threads.delete(ended);
        this.#assign();
      },
      file,
    );
    this.#threads.set(thread, null);
    return thread;
  }
}

const refusalOf = (error: unknown): unknown => {
  if (!(error instanceof ContractRefused)) return error;
  return error.code === 'contract.busy'
    ? new PayloadBusy('Parley is stopping.')
    : new PayloadOver('It was over the limits of time or memory.');
};
