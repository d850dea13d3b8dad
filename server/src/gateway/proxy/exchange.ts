import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Duplex, Readable } from 'node:stream';
import type { RoutePolicy } from '@parley/shared/gateway/route';
import type { Dispatcher } from 'undici';
import type { ChosenUpstream } from '../upstream/upstreams.service.ts';
import { BodyGauge } from './body-gauge.ts';

/** That something of a call took longer than its route allows. */
export class TooLate extends Error {}

/** That the caller left. */
export class CallerGone extends Error {}

/** What an exchange is answered into. */
export interface Answering {
  /** Writes the head. Nothing is written before it; after it nothing can be refused. */
  begin: (status: number, headers: IncomingHttpHeaders) => void;
  /** Writes a part of the body; `false` when the caller is to be waited for. */
  write: (chunk: Buffer) => boolean;
  onDrain: (goOn: () => void) => void;
  end: () => void;
  /** Cuts the answer off: what came is not all. */
  cut: () => void;
  /** Joins the connection of a caller who asked for another protocol to that of the upstream. */
  join: (status: number, headers: IncomingHttpHeaders, socket: Duplex) => void;
}

/** One call as the upstream gets it. */
export interface PassedRequest {
  method: string;
  path: string;
  headers: Record<string, string | string[]>;
  /** `null` without a body. */
  body: IncomingMessage | null;
  /** The protocol that was asked for, such as `websocket`. */
  upgrade: string | null;
  policy: RoutePolicy;
}

/** What came of it: `status` of the upstream, or why there is none that the caller saw. */
export type ExchangeEnd =
  | { kind: 'answered'; status: number; isWhole: boolean }
  | { kind: 'failed'; error: Error };

/**
 * Passes one call to an upstream and its answer back, both as they come: whoever is slow slows the other down, and whoever
 * leaves takes the other along. Never rejects.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: PassedRequest;
  readonly #answer: Answering;
  readonly #done: (end: ExchangeEnd) => void;
  readonly #timers = new Set<NodeJS.Timeout>();
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #aborted: Error | null = null;
  #isOver = false;

  private constructor(request: PassedRequest, answer: Answering, done: (end: ExchangeEnd) => void) {
    this.#request = request;
    this.#answer = answer;
    this.#done = done;
  }

  /** Runs it. `onAbort` is handed the function that ends it early. */
  static async run(
    upstream: ChosenUpstream,
    request: PassedRequest,
    answer: Answering,
    onAbort: (abort: (reason: Error) => void) => void,
  ): Promise<ExchangeEnd> {
    return new Promise((resolve) => {
      const exchange = new Exchange(request, answer, resolve);
      onAbort((reason) => exchange.#abort(reason));
      exchange.#dispatch(upstream);
    });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#aborted) controller.abort(this.#aborted);
  }

  onRequestUpgrade(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
    socket: Duplex,
  ): void {
    this.#status = status;
    this.#clear();
    this.#answer.join(status, headers, socket);
    this.#end({ kind: 'answered', status, isWhole: true });
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    // Interim answers are between the two of one connection.
    if (status < 200) return;
    this.#status = status;
    this.#clear();
    this.#startWhole();
    try {
      this.#answer.begin(status, headers);
    } catch (error) {
      controller.abort(error instanceof Error ? error : new Error(String(error)));
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#answer.write(chunk)) return;
    controller.pause();
    this.#answer.onDrain(() => controller.resume());
  }

  onResponseEnd(): void {
    this.#answer.end();
    this.#end({ kind: 'answered', status: this.#status, isWhole: true });
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, failure: Error): void {
    const error = this.#aborted ?? failure;
    if (this.#status === 0) return this.#end({ kind: 'failed', error });
    this.#answer.cut();
    return this.#end({ kind: 'answered', status: this.#status, isWhole: false });
  }

  #dispatch({ pool }: ChosenUpstream): void {
    const { method, path, headers, upgrade, policy } = this.#request;
    const { firstByteMs, connectMs } = policy.times;
    const body = this.#bodyOf();
    const startFirst = () => this.#after(firstByteMs + connectMs, 'the first byte did not come');
    if (body) body.once('end', startFirst);
    else startFirst();
    this.#startWhole();
    try {
      pool.dispatch({ method, path, headers, body, upgrade }, this);
    } catch (error) {
      this.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)));
    }
  }

  #bodyOf(): Readable | null {
    const { body, policy } = this.#request;
    if (!body) return null;
    const gauge = new BodyGauge(policy.bodyBytesMax);
    gauge.once('error', (error) => {
      body.unpipe(gauge);
      this.#abort(error);
    });
    body.once('aborted', () => this.#abort(new CallerGone()));
    return body.pipe(gauge);
  }

  #startedAt = performance.now();

  #startWhole(): void {
    const { wholeMs } = this.#request.policy.times;
    if (wholeMs !== null)
      this.#after(Math.max(1, wholeMs - (performance.now() - this.#startedAt)), 'it took too long');
  }

  #after(ms: number, what: string): void {
    if (!this.#isOver) this.#timers.add(setTimeout(() => this.#abort(new TooLate(what)), ms));
  }

  #clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #abort(reason: Error): void {
    if (this.#isOver || this.#aborted) return;
    this.#aborted = reason;
    this.#controller?.abort(reason);
    // It may still wait for a connection, and would be told of nothing until there is one.
    if (!this.#controller) this.onResponseError(undefined, reason);
  }

  #end(end: ExchangeEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#clear();
    this.#done(end);
  }
}
