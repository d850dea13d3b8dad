import type { Socket } from 'node:net';
import { type Answer, AnswerFault, type AnswerLimits, AnswerReader } from './answer.ts';
import { DeadlineFault, StaleConnection, WireFault } from './wire-fault.ts';

/** An answer without a length that is known is not waited for longer than this once its headers are there. */
const unsureWaitMs = 1000;

const isAscii = (text: string): boolean => Buffer.byteLength(text) === text.length;

/** An answer, and when the request was written and the first byte came, in milliseconds of `performance.now()`. */
export type TimedAnswer = Answer & { sentAt: number; firstByteAt: number };

interface Exchange {
  reader: AnswerReader;
  sentAt: number;
  firstByteAt: number | null;
  resolve: (answer: TimedAnswer) => void;
  reject: (error: Error) => void;
  unsureTimer: NodeJS.Timeout | undefined;
}

/** One connection, with one request at a time. Closes itself when something comes that nobody asked for. */
export class Connection {
  readonly #socket: Socket;
  #exchange: Exchange | null = null;
  #hasBeenUsed = false;
  #error: Error | null = null;
  /** Until when it may wait for another request, in milliseconds of `performance.now()`. */
  idleUntil = 0;

  /** `onClose` is called once, when the connection has ended. */
  constructor(socket: Socket, onClose: () => void) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('end', () => this.#end(null));
    socket.on('error', (error: Error) => this.#end(error));
    socket.on('close', () => {
      this.#end(null);
      onClose();
    });
  }

  /** Whether it can still be written to. */
  get isOpen(): boolean {
    return !this.#socket.destroyed && this.#socket.writable;
  }

  /** What the running exchange waits for, in a few words. */
  get awaited(): string {
    return this.#exchange?.reader.awaited ?? 'nothing came';
  }

  /**
   * Sends a request and reads its answer. Rejects with {@link AnswerFault}, `CLOSED`, the error of the system, or
   * {@link StaleConnection} when it was used before and ended without a byte of an answer.
   */
  async exchange(head: string, body: string, limits: AnswerLimits): Promise<TimedAnswer> {
    return new Promise((resolve, reject) => {
      this.#exchange = {
        reader: new AnswerReader(limits),
        sentAt: performance.now(),
        firstByteAt: null,
        resolve,
        reject,
        unsureTimer: undefined,
      };
      if (!this.isOpen) {
        this.#end(this.#error);
        return;
      }
      this.#write(head, body);
    });
  }

  /** Ends it at once; an exchange under way fails. */
  destroy(): void {
    this.#socket.destroy();
    this.#end(null);
  }

  /** Gives up the exchange under way because its time is over. */
  expire(): void {
    const { awaited } = this;
    this.#fail(new DeadlineFault(awaited));
    this.#socket.destroy();
  }

  // One write where one encoding does for both: most bodies are ASCII, and a second write costs as much as all of this.
  #write(head: string, body: string): void {
    if (isAscii(body)) {
      this.#socket.write(head + body, 'latin1');
      return;
    }
    this.#socket.cork();
    this.#socket.write(head, 'latin1');
    this.#socket.write(body, 'utf8');
    this.#socket.uncork();
  }

  #take(chunk: Buffer): void {
    const exchange = this.#exchange;
    if (!exchange) {
      this.#socket.destroy();
      return;
    }
    const { reader } = exchange;
    exchange.firstByteAt ??= performance.now();
    const isFirst = !reader.hasBegun;
    try {
      reader.push(chunk);
    } catch (error) {
      // What begins with something else on a connection that was used before is the end of the answer before.
      const isLate = isFirst && this.#hasBeenUsed && error instanceof AnswerFault;
      this.#fail(isLate ? new StaleConnection() : error instanceof Error ? error : new Error(String(error)));
      this.#socket.destroy();
      return;
    }
    if (reader.isDone) this.#finish();
    else if (reader.endsUnsurely) exchange.unsureTimer ??= setTimeout(() => this.#end(null), unsureWaitMs);
  }

  #finish(): void {
    const exchange = this.#exchange;
    if (!exchange) return;
    this.#exchange = null;
    clearTimeout(exchange.unsureTimer);
    const answer = exchange.reader.take();
    // The answer came before all of the request was taken: the rest would be read as the next one.
    const mayWait = answer.keepAliveMs > 0 && this.isOpen && this.#socket.writableLength === 0;
    this.#hasBeenUsed = true;
    this.idleUntil = mayWait ? performance.now() + answer.keepAliveMs : 0;
    if (!mayWait) this.#socket.destroy();
    const { sentAt, firstByteAt } = exchange;
    exchange.resolve({ ...answer, sentAt, firstByteAt: firstByteAt ?? sentAt });
  }

  #end(error: Error | null): void {
    this.#error ??= error;
    this.#socket.destroy();
    const { reader } = this.#exchange ?? {};
    if (!reader) return;
    if (reader.end()) this.#finish();
    else if (this.#hasBeenUsed && !reader.hasBegun) this.#fail(new StaleConnection());
    else this.#fail(this.#error ?? new WireFault('CLOSED'));
  }

  #fail(error: Error): void {
    const exchange = this.#exchange;
    if (!exchange) return;
    this.#exchange = null;
    clearTimeout(exchange.unsureTimer);
    exchange.reject(error);
  }
}
