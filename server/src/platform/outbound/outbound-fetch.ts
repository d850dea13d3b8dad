import { lookup as resolveName } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { networkInterfaces } from 'node:os';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { type Cidr, mayCall } from './address.ts';
import { describeFailure } from './outbound-failure.ts';

/** What came of one outbound call. `durationMs` runs to the end of the answer, or to the failure. */
export type Outcome =
  | {
      kind: 'answered';
      status: number;
      headers: Record<string, string>;
      /** The first {@link OutboundOptions.bodyBytesMax} bytes of the answer. */
      body: Buffer;
      durationMs: number;
    }
  | { kind: 'unreachable'; reason: string; durationMs: number }
  | { kind: 'blocked'; reason: string; durationMs: number };

interface Address {
  address: string;
  family: number;
}

export interface OutboundOptions {
  /** Ranges that may be called besides the public internet. */
  allow: readonly Cidr[];
  /** Our own listening port: never called on an address of this machine. */
  ownPort: number;
  /** Whole milliseconds from the start of the call to the last byte of the answer. */
  deadlineMs: number;
  /** The answer is read to here; the rest is not waited for. */
  bodyBytesMax: number;
  /** Resolves a name to all of its addresses. The system resolver unless a test says otherwise. */
  resolve?: (hostname: string) => Promise<Address[]>;
}

/** A call that may not be made. The message says why, for the owner of the URL. */
class Blocked extends Error {}

// What a browser refuses too, and the data stores whose protocols can be confused by an HTTP request.
const refusedPorts = new Set([
  2375, 2376, 2379, 3306, 5432, 6000, 6379, 6667, 9042, 9200, 10250, 11211, 27017,
]);
const isRefusedPort = (port: number): boolean =>
  (port < 1024 && port !== 80 && port !== 443) || refusedPorts.has(port);

const inwardName = /(?:^|\.)(?:localhost|local|internal|intranet|lan|localdomain|svc|home|corp|home\.arpa)$/i;

const pointsBack = 'The URL points back to Parley itself.';

const portOf = (port: string, protocol: string): number =>
  port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);

const bareHost = (hostname: string): string => hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');

const isOwnAddress = (address: string): boolean =>
  address.startsWith('127.') ||
  address === '::1' ||
  Object.values(networkInterfaces()).some((list) => list?.some((one) => one.address === address));

/**
 * The only way out: webhooks, probes and upstreams all call through one of these. A name is resolved once, every
 * address is checked by {@link mayCall}, and the checked addresses are the ones dialled, so a name that changes its
 * mind between check and call gains nothing. Redirects are never followed.
 */
export class Outbound {
  readonly #options: OutboundOptions;
  readonly #agent: Agent;
  readonly #targets = new Map<string, { origin: string; path: string; refusal: string | null }>();

  constructor(options: OutboundOptions) {
    this.#options = options;
    const connectorFor = (isOwnPort: boolean) => {
      const lookup: LookupFunction = (hostname, _lookupOptions, done) => {
        void this.#answerLookup(hostname, isOwnPort, done);
      };
      return buildConnector({ allowH2: false, lookup, timeout: 10_000 });
    };
    const connect = connectorFor(false);
    const connectOwnPort = connectorFor(true);
    this.#agent = new Agent({
      connect: (target, done) => {
        const refusal = this.#refusalOfDial(bareHost(target.hostname), target.port, target.protocol);
        if (refusal) done(new Blocked(refusal), null);
        else if (portOf(target.port, target.protocol) === options.ownPort) connectOwnPort(target, done);
        else connect(target, done);
      },
      connections: 64,
      pipelining: 1,
      keepAliveTimeout: 15_000,
      maxHeaderSize: 32 * 1024,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /**
   * Why this URL may not be called, or `null`. Looks at the text and, when the name resolves, at its addresses; a name
   * that does not resolve yet passes unless it points inward by its ending.
   */
  async refusalOf(url: string): Promise<string | null> {
    const { refusal } = this.#targetOf(url);
    if (refusal) return refusal;
    const { port, protocol, hostname: bracketed } = new URL(url);
    const hostname = bareHost(bracketed);
    if (isIP(hostname)) return null;
    try {
      await this.#resolveChecked(hostname, portOf(port, protocol) === this.#options.ownPort);
      return null;
    } catch (error) {
      if (error instanceof Blocked) return error.message;
      return inwardName.test(hostname) || !hostname.includes('.')
        ? `${hostname} is a name of an internal network.`
        : null;
    }
  }

  /** Sends one POST and never throws: every way it can end is an {@link Outcome}. */
  async post(request: { url: string; headers: Record<string, string>; body: string }): Promise<Outcome> {
    const { origin, path, refusal } = this.#targetOf(request.url);
    if (refusal) return { kind: 'blocked', reason: refusal, durationMs: 0 };
    return new Promise((resolve) => {
      const handler = new ResponseReader(this.#options, resolve);
      this.#agent.dispatch(
        { origin, path, method: 'POST', headers: request.headers, body: request.body },
        handler,
      );
    });
  }

  /** Ends idle connections and waits for calls under way. */
  async close(): Promise<void> {
    await this.#agent.close();
  }

  #targetOf(url: string): { origin: string; path: string; refusal: string | null } {
    const known = this.#targets.get(url);
    if (known) return known;
    const target = this.#parse(url);
    if (this.#targets.size >= 10_000) this.#targets.clear();
    this.#targets.set(url, target);
    return target;
  }

  #parse(text: string): { origin: string; path: string; refusal: string | null } {
    if (/[\\\s\p{Cc}]/u.test(text))
      return refuse('The URL holds a backslash, white space or a control character.');
    if (!URL.canParse(text)) return refuse('The URL is not valid.');
    const url = new URL(text);
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
      return refuse('Only http and https URLs are called.');
    if (url.username || url.password) return refuse('The URL holds a user name or password.');
    const refusal = this.#refusalOfDial(bareHost(url.hostname), url.port, url.protocol);
    return { origin: url.origin, path: url.pathname + url.search, refusal };
  }

  #refusalOfDial(host: string, portText: string, protocol: string): string | null {
    const port = portOf(portText, protocol);
    if (isRefusedPort(port)) return `Port ${port} is not one for webhooks.`;
    if (!isIP(host)) return null;
    if (!mayCall(host, this.#options.allow)) return `${host} is not a public address.`;
    if (port === this.#options.ownPort && isOwnAddress(host)) return pointsBack;
    return null;
  }

  async #answerLookup(
    hostname: string,
    isOwnPort: boolean,
    done: (error: Error | null, addresses: Address[]) => void,
  ): Promise<void> {
    let addresses: Address[];
    try {
      addresses = await this.#resolveChecked(hostname, isOwnPort);
    } catch (error) {
      done(error instanceof Error ? error : new Error('The look-up failed.'), []);
      return;
    }
    done(null, addresses);
  }

  async #resolveChecked(hostname: string, isOwnPort: boolean): Promise<Address[]> {
    const resolve = this.#options.resolve ?? ((name: string) => resolveName(name, { all: true }));
    const addresses = await resolve(hostname);
    for (const { address } of addresses) {
      if (!mayCall(address, this.#options.allow))
        throw new Blocked(`${hostname} resolves to ${address}, which is not a public address.`);
      if (isOwnPort && isOwnAddress(address)) throw new Blocked(pointsBack);
    }
    if (addresses.length === 0) throw new Error(`${hostname} has no address.`);
    return addresses;
  }
}

const refuse = (refusal: string) => ({ origin: '', path: '', refusal });

/** Reads one answer under the deadline and the size cap. */
class ResponseReader implements Dispatcher.DispatchHandler {
  readonly #options: OutboundOptions;
  readonly #resolve: (outcome: Outcome) => void;
  readonly #startedAt = performance.now();
  readonly #deadline: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #length = 0;
  #status = 0;
  #headers: Record<string, string> = {};
  #controller: Dispatcher.DispatchController | undefined;
  #isSettled = false;

  constructor(options: OutboundOptions, resolve: (outcome: Outcome) => void) {
    this.#options = options;
    this.#resolve = resolve;
    this.#deadline = setTimeout(() => {
      this.#settle({
        kind: 'unreachable',
        reason: `No complete answer within ${options.deadlineMs / 1000} s.`,
        durationMs: this.#elapsed(),
      });
      this.#controller?.abort(new Error('deadline'));
    }, options.deadlineMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isSettled) controller.abort(new Error('deadline'));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#status = status;
    for (const [name, value] of Object.entries(headers))
      if (value !== undefined) this.#headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const room = this.#options.bodyBytesMax - this.#length;
    this.#chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
    this.#length += Math.min(chunk.length, room);
    if (chunk.length <= room) return;
    this.#settle(this.#answer());
    controller.abort(new Error('body cap'));
  }

  onResponseEnd(): void {
    this.#settle(this.#answer());
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#settle(
      error instanceof Blocked
        ? { kind: 'blocked', reason: error.message, durationMs: this.#elapsed() }
        : { kind: 'unreachable', reason: describeFailure(error), durationMs: this.#elapsed() },
    );
  }

  #answer(): Outcome {
    return {
      kind: 'answered',
      status: this.#status,
      headers: this.#headers,
      body: Buffer.concat(this.#chunks),
      durationMs: this.#elapsed(),
    };
  }

  #elapsed(): number {
    return Math.round((performance.now() - this.#startedAt) * 10) / 10;
  }

  #settle(outcome: Outcome): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    clearTimeout(this.#deadline);
    this.#resolve(outcome);
  }
}
