import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { BodyBudget, BodyShare } from './body-budget.ts';
import { declaredLengthOf } from './header-rules.ts';
import { inflate, inflaterBytes, isPacked, packingProblemOf } from './inflate.ts';
import { Problem } from './problem.ts';

/** How a large body has to come along: whoever is slower gives its place up. */
const lookEveryMs = 2000;
const bytesPerLook = 128 * 1024;
const countedFrom = 16 * 1024;

interface BodyOrder {
  share: BodyShare;
  bytesMax: number;
  largeFrom: number;
  /** Asks the sender to go on, where it waits to be asked. */
  goOn: () => void;
}

interface Settle {
  resolve: (body: Buffer) => void;
  reject: (error: unknown) => void;
}

/** The body of a request, in one piece. It waits for its place when it turns out to be large. */
class Body {
  readonly #source: Readable;
  readonly #order: BodyOrder;
  readonly #declared: number | null;
  #chunks: Buffer[] = [];
  /** Set once a large body has its place. */
  #whole: Buffer | undefined;
  #length = 0;
  #isLarge = false;
  #watch: NodeJS.Timeout | undefined;
  #settle: Settle | undefined;

  /** `declared` is the length that it is said to have; `null` for one that nobody knows. */
  constructor(source: Readable, declared: number | null, order: BodyOrder) {
    this.#source = source;
    this.#order = order;
    this.#declared = declared;
  }

  async read(): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#source.on('data', this.#take).on('end', this.#end).on('close', this.#cut).on('error', this.#cut);
      this.#order.goOn();
    });
  }

  readonly #take = (chunk: Buffer): void => {
    const { share, bytesMax, largeFrom } = this.#order;
    this.#length += chunk.length;
    if (this.#length > bytesMax || (this.#declared !== null && this.#length > this.#declared))
      return this.#fail(new Problem('request.too_large', { detail: tooLarge(bytesMax) }));
    if (this.#whole) this.#whole.set(chunk, this.#length - chunk.length);
    else this.#chunks.push(chunk);
    // Most bodies come in one small piece and are read at once.
    if (this.#length === this.#declared && this.#length <= countedFrom) return;
    try {
      if (!this.#isLarge) share.hold(chunk.length);
    } catch (error) {
      return this.#fail(error);
    }
    if (!this.#isLarge && this.#length > largeFrom) void this.#waitForPlace();
  };

  async #waitForPlace(): Promise<void> {
    this.#isLarge = true;
    this.#source.pause();
    try {
      await this.#order.share.wait(this.#declared ?? this.#order.bytesMax);
    } catch (error) {
      return this.#fail(error);
    }
    if (!this.#settle) return;
    // Memory that nothing was written to yet costs nothing, and one piece can be handed to a thread as it is.
    this.#whole = Buffer.allocUnsafeSlow(this.#declared ?? this.#order.bytesMax);
    Buffer.concat(this.#chunks).copy(this.#whole);
    this.#chunks = [];
    this.#startWatch();
    this.#source.resume();
  }

  #startWatch(): void {
    let before = this.#length;
    this.#watch = setInterval(() => {
      if (this.#length - before < bytesPerLook) this.#fail(new Problem('request.timeout'));
      before = this.#length;
    }, lookEveryMs);
  }

  readonly #end = (): void => {
    if (this.#declared !== null && this.#length !== this.#declared)
      return this.#fail(
        new Problem('request.malformed', { detail: 'The body is not as long as Content-Length says.' }),
      );
    const { resolve } = this.#leave() ?? {};
    const [first] = this.#chunks;
    const pieces = first && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
    const body = this.#whole?.subarray(0, this.#length) ?? pieces;
    resolve?.(body);
  };

  readonly #cut = (error?: unknown): void =>
    this.#fail(
      packingProblemOf(error) ??
        new Problem('request.malformed', { detail: 'The body ended before it was complete.' }),
    );

  #fail(error: unknown): void {
    const { reject } = this.#leave() ?? {};
    this.#chunks = [];
    this.#whole = undefined;
    reject?.(error);
  }

  #leave(): Settle | undefined {
    const settle = this.#settle;
    this.#settle = undefined;
    clearInterval(this.#watch);
    this.#source
      .off('data', this.#take)
      .off('end', this.#end)
      .off('close', this.#cut)
      .off('error', this.#cut);
    return settle;
  }
}

const tooLarge = (bytesMax: number): string => {
  const size = bytesMax < 1024 * 1024 ? `${bytesMax / 1024} KiB` : `${bytesMax / 1024 / 1024} MiB`;
  return `This takes a body of at most ${size}.`;
};

/** Refuses as `request.too_large` what says itself that it is longer than `bytesMax`, before a byte of it is read. */
export const assertLength = (source: IncomingMessage, bytesMax: number): void => {
  if ((declaredLengthOf(source) ?? 0) > bytesMax)
    throw new Problem('request.too_large', { detail: tooLarge(bytesMax) });
};

/** Bytes that a body may take before it is read apart from the others. */
export const isLarge = (body: Uint8Array, budget: BodyBudget): boolean =>
  body.length > budget.limits.largeFrom;

/**
 * Reads a body within its share of the budget, which the caller closes when the request has been answered. Rejects with
 * `request.too_large`, `request.malformed` when it ends early, `request.busy` when there is no room, and
 * `request.timeout` when a large one does not come along. One that comes packed is unpacked on the way: every bound is of what
 * is in it. What is left unread then is left to the caller.
 */
export const readBody = async (source: IncomingMessage, order: BodyOrder): Promise<Buffer> => {
  if (!isPacked(source)) return new Body(source, declaredLengthOf(source), order).read();
  order.share.hold(inflaterBytes);
  const { bytesMax } = order;
  const tooLong = () => new Problem('request.too_large', { detail: tooLarge(bytesMax) });
  const inflated = inflate(source, bytesMax, tooLong);
  try {
    return await new Body(inflated, null, order).read();
  } finally {
    inflated.on('error', () => undefined).destroy();
  }
};
