import { assertOutsideTransaction } from '../../platform/request/transaction-mark.ts';
import type { LintSettings } from '../lint/lint.ts';
import type { ReadContract } from './reading.ts';
import type { WantedPlace } from './placing.ts';
import type { ContractPlace, SentContract } from './sent-contract.ts';
import {
  type Assignment,
  type ContractJob,
  type ContractJobs,
  ContractRefused,
  heavyMb,
  JobThread,
  type ThreadLimits,
} from './job-thread.ts';

export { canonicalHashOf } from './canonical-hash.ts';
export type { ComparedChange, Comparison, FieldsOfChanges } from './comparison.ts';
export {
  type Assignment,
  ContractRefused,
  JobThread,
  type ThreadAnswer,
  type ThreadLimits,
} from './job-thread.ts';
export { namesOfSet } from './reached-operations.ts';
export { sentNothing } from './sent-request.ts';
export type { ContractOperation } from './operation.ts';

/**
 * A contract as somebody sends it: the text of one JSON or YAML file (bytes may be UTF-16 with its mark), an object, or
 * several files that refer to each other by relative paths. Together at most 20 MiB. Or the whole request that sends one of
 * these: its bytes go over to the thread and are empty here afterwards.
 */
export type ContractInput =
  | { text: string | Uint8Array }
  | { document: object }
  | { files: Record<string, string>; entry: string }
  | { request: Uint8Array; slug: string };

/** What a contract turned out to be. */
export interface ContractReading extends ReadContract {
  /** Parsed from `json` at the first use, which takes about 10 ms per MB. */
  readonly document: { [key: string]: unknown };
}

interface ReaderLimits extends ThreadLimits {
  threads: number;
  /** Contracts that may wait for a thread; each can hold 20 MiB. */
  waiting: number;
  /** How long threads without work are kept: loading costs each most of a second. */
  idleMs: number;
}

const limitsByDefault: ReaderLimits = {
  threads: 2,
  waiting: 16,
  memoryMb: 384,
  cpuMs: 1000,
  cpuMsPerMb: 1000,
  idleMs: 120_000,
};

const bytesPerMb = 1024 * 1024;
const bytesMax = 20 * bytesPerMb;

const tooLarge = () => new ContractRefused('contract.too_large', 'The document is larger than 20 MiB.');

const jsonOf = (document: object): string => {
  try {
    const json: unknown = JSON.stringify(document);
    if (typeof json === 'string') return json;
  } catch {
    // Nested beyond the stack, or holding itself: neither came from JSON.
    throw new ContractRefused('contract.too_complex', 'The document is nested too deeply, or holds itself.');
  }
  throw new ContractRefused('contract.unsupported', 'The document is not an object of JSON.');
};

const sentOf = (input: ContractInput): { sent: SentContract; length: number } => {
  // Escapes make a request longer than what it sends, so its length says nothing of the limit.
  if ('request' in input)
    return { sent: { kind: 'request', body: input.request, slug: input.slug }, length: 0 };
  if ('text' in input) return { sent: { kind: 'text', text: input.text }, length: input.text.length };
  if ('files' in input) {
    const length = Object.values(input.files).reduce((sum, text) => sum + text.length, 0);
    return { sent: { kind: 'files', files: input.files, entry: input.entry }, length };
  }
  const json = jsonOf(input.document);
  return { sent: { kind: 'json', json }, length: json.length };
};

const buffersOf = (sent: SentContract): ArrayBuffer[] =>
  sent.kind === 'request' && sent.body.buffer instanceof ArrayBuffer ? [sent.body.buffer] : [];

/**
 * Reads contracts on threads of its own, so that the event loop never waits for one. The threads start at the first use,
 * end when nothing is asked for a while, and are replaced when a document was too much for them.
 */
export class ContractReader {
  readonly #limits: ReaderLimits;
  readonly #file: URL | undefined;
  readonly #threads = new Set<JobThread>();
  readonly #waiting: Assignment[] = [];
  #idle: NodeJS.Timeout | undefined;

  /** `file` is the thread, where it was built; the one beside this file unless said. */
  constructor(limits: Partial<ReaderLimits> = {}, file?: URL) {
    this.#file = file;
    this.#limits = { ...limitsByDefault, ...limits };
  }

  /**
   * Parses, bundles, validates and lints. Throws `ContractRefused`: `contract.invalid` with the places that are wrong,
   * `contract.unsupported` for anything but OpenAPI 3.0 to 3.2, `contract.too_large` past 20 MiB, `contract.too_complex`
   * for what is over the limits of depth, size, time and memory, `contract.busy` when too many wait. With the lint `none` it
   * only parses and bundles.
   */
  async readContract(
    input: ContractInput,
    options: { lint?: LintSettings | 'none' } = {},
  ): Promise<ContractReading> {
    const { sent, length } = sentOf(input);
    if (length > bytesMax) throw tooLarge();
    const bytes = sent.kind === 'request' ? sent.body.length : length;
    const read = await this.run('read', { sent, settings: options.lint }, bytes);
    let document: ContractReading['document'] | undefined;
    return Object.defineProperty({ ...read, document: {} }, 'document', {
      enumerable: false,
      get: () => (document ??= JSON.parse(read.json)),
    });
  }

  /**
   * Where these pointers stand in what was sent: file, line and column, or those of the nearest part around them. Throws
   * as {@link readContract} does for what cannot be parsed.
   */
  async placesIn(input: ContractInput, wanted: readonly WantedPlace[]): Promise<ContractPlace[]> {
    const { sent, length } = sentOf(input);
    if (length > bytesMax) throw tooLarge();
    return this.run('place', { sent, wanted }, length);
  }

  /** Runs a job on a thread. `bytes` of what it is given say how much time it may take. */
  async run<Job extends ContractJob>(
    job: Job,
    order: ContractJobs[Job]['order'],
    bytes: number,
  ): Promise<ContractJobs[Job]['answer']> {
    assertOutsideTransaction('a thread that reads contracts');
    if (this.#waiting.length >= this.#limits.waiting)
      throw new ContractRefused('contract.busy', 'Many contracts are being read. Try again in a moment.');
    return new Promise((resolve, reject) => {
      const megabytes = bytes / bytesPerMb;
      const handedOver = 'sent' in order ? buffersOf(order.sent) : [];
      this.#waiting.push({ order: { job, order }, megabytes, handedOver, resolve, reject });
      this.#assign();
    });
  }

  /** Ends the threads; who still waits is refused. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    for (const { reject } of this.#waiting.splice(0))
      reject(new ContractRefused('contract.busy', 'Parley is stopping.'));
    const threads = [...this.#threads];
    this.#threads.clear();
    await Promise.all(threads.map(async (thread) => thread.close()));
  }

  #assign(): void {
    clearTimeout(this.#idle);
    for (let next = this.#nextIndex(); next !== -1; next = this.#nextIndex()) {
      const thread = [...this.#threads].find(({ isBusy }) => !isBusy) ?? this.#start();
      const [assignment] = thread ? this.#waiting.splice(next, 1) : [];
      if (!thread || !assignment) return;
      thread.take(assignment);
    }
    if ([...this.#threads].some(({ isBusy }) => isBusy)) return;
    this.#idle = setTimeout(() => void this.close(), this.#limits.idleMs).unref();
  }

  /** Of those who wait. One heavy job at a time: small ones pass another that waits for it. */
  #nextIndex(): number {
    const hasHeavy = [...this.#threads].some(({ megabytes }) => megabytes > heavyMb);
    return this.#waiting.findIndex(({ megabytes }) => !hasHeavy || megabytes <= heavyMb);
  }

  #start(): JobThread | undefined {
    if (this.#threads.size >= this.#limits.threads) return undefined;
    const onFree = (free: JobThread) => {
      if (free.isOver) this.#threads.delete(free);
      this.#assign();
    };
    const thread = new JobThread(this.#limits, onFree, this.#file);
    this.#threads.add(thread);
    return thread;
  }
}
