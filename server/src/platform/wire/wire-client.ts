import type { Answer, AnswerLimits } from './answer.ts';
import { Connection } from './connection.ts';
import { type Dialling, type DialTarget, dial, Tls } from './dial.ts';
import { DeadlineFault, StaleConnection, WireFault } from './wire-fault.ts';

/** Where a call goes. */
export interface WireTarget extends DialTarget {
  /** Scheme, host and port: calls to one origin share connections. */
  origin: string;
  /** The `Host` header. */
  authority: string;
  path: string;
}

/** One request. */
export interface WireRequest {
  method: 'GET' | 'POST';
  target: WireTarget;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Finds the addresses to dial; asked for a new connection only. What it throws, the call throws. */
  addresses: () => Promise<readonly string[]>;
}

export interface WireOptions extends AnswerLimits {
  /** Whole milliseconds for the call. Finding addresses is not counted. */
  deadlineMs: number;
}

const connectTimeoutMs = 10_000;
const connectionsPerOrigin = 64;
/** Connections that wait for another request, to all origins. */
const idleMax = 1024;
const sweepMs = 1000;

const headerName = /^[!#$%&'*+.^_`|~\w-]+$/;
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

const headOf = ({ method, target, headers, body }: WireRequest): string => {
  let head = `${method} ${target.path} HTTP/1.1\r\nhost: ${target.authority}\r\nconnection: keep-alive\r\n`;
  for (const [name, value] of Object.entries(headers)) {
    if (!headerName.test(name) || !headerValue.test(value)) throw new WireFault('HEADER_INVALID');
    head += `${name}: ${value}\r\n`;
  }
  return method === 'GET' ? `${head}\r\n` : `${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n`;
};

interface Pool {
  idle: Connection[];
  /** Connections that are open or being made. */
  open: number;
  /** Calls that wait for a connection that becomes free, or for a slot (`null`) for a new one. */
  waiting: ((connection: Connection | null) => void)[];
}

/** A call under way: what its deadline ends. */
class Call {
  readonly #deadlineMs: number;
  #timer: NodeJS.Timeout | undefined;
  #expire: (() => void) | null = null;
  #isOver = false;

  constructor(deadlineMs: number) {
    this.#deadlineMs = deadlineMs;
  }

  /** Lets time run; only the first of these counts. */
  start(): void {
    this.#timer ??= setTimeout(() => {
      this.#isOver = true;
      this.#expire?.();
    }, this.#deadlineMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Names what ends the current step when time is over: at once when it is over already. */
  during(expire: () => void): void {
    this.#expire = expire;
    if (this.#isOver) expire();
  }
}

/**
 * A small HTTP/1.1 client for POSTs, so that every byte that a peer sends is under our own bounds and what it answers is
 * read as leniently as is safe. Connections are kept for each origin, and one request is on each at a time. When a
 * connection that was used before ends without a byte of an answer, the call is made once more on a new one.
 */
export class WireClient {
  readonly #options: WireOptions;
  readonly #pools = new Map<string, Pool>();
  readonly #idle = new Set<Connection>();
  readonly #tls = new Tls();
  #underWay = 0;
  #onDone: (() => void) | undefined;
  #sweep: NodeJS.Timeout | undefined;

  constructor(options: WireOptions) {
    this.#options = options;
  }

  /**
   * Makes a call. Rejects with `AnswerFault`, `WireFault`, {@link DeadlineFault}, an error of the system or of TLS, or
   * what {@link WireRequest.addresses} threw.
   */
  async send(request: WireRequest): Promise<Answer> {
    const call = new Call(this.#options.deadlineMs);
    this.#underWay += 1;
    try {
      return await this.#post(request, call);
    } finally {
      call.stop();
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#onDone?.();
    }
  }

  /** Waits for calls under way and ends all connections. */
  async close(): Promise<void> {
    if (this.#underWay > 0)
      await new Promise<void>((resolve) => {
        this.#onDone = resolve;
      });
    clearInterval(this.#sweep);
    for (const connection of this.#idle) connection.destroy();
  }

  async #post(request: WireRequest, call: Call): Promise<Answer> {
    const head = headOf(request);
    const pool = this.#poolOf(request.target.origin);
    const kept = this.#takeIdle(pool) ?? (await this.#takeSlot(pool, call));
    if (kept) {
      try {
        return await this.#exchange(pool, kept, request, head, call);
      } catch (error) {
        if (!(error instanceof StaleConnection)) throw error;
        // Whatever else is idle there may have been closed as well: a new one it is, beside the limit for a moment.
        pool.open += 1;
      }
    }
    return this.#exchange(pool, await this.#connect(pool, request, call), request, head, call);
  }

  async #exchange(
    pool: Pool,
    connection: Connection,
    { body }: WireRequest,
    head: string,
    call: Call,
  ): Promise<Answer> {
    call.start();
    const answering = connection.exchange(head, body, this.#options);
    call.during(() => connection.expire());
    const answer = await answering;
    if (connection.idleUntil > 0) this.#keep(pool, connection);
    return answer;
  }

  /** Makes a connection for the slot that the caller has. */
  async #connect(pool: Pool, { target, addresses }: WireRequest, call: Call): Promise<Connection> {
    try {
      const found = await addresses();
      call.start();
      const startedAt = performance.now();
      const plain = await this.#step(call, dial(found, target.port, connectTimeoutMs));
      const leftMs = Math.max(1, connectTimeoutMs - (performance.now() - startedAt));
      const socket = target.isSecure
        ? await this.#step(call, this.#tls.secure(plain, target, leftMs))
        : plain;
      const connection: Connection = new Connection(socket, () => {
        this.#forget(pool, connection);
        this.#freeSlot(target.origin, pool);
      });
      return connection;
    } catch (error) {
      this.#freeSlot(target.origin, pool);
      throw error;
    }
  }

  async #step<Made>(call: Call, { done, cancel }: Dialling<Made>): Promise<Made> {
    return new Promise((resolve, reject) => {
      call.during(() => {
        cancel();
        reject(new DeadlineFault('the connection was not made'));
      });
      done.then(resolve, reject);
    });
  }

  #poolOf(origin: string): Pool {
    let pool = this.#pools.get(origin);
    if (!pool) {
      pool = { idle: [], open: 0, waiting: [] };
      this.#pools.set(origin, pool);
    }
    return pool;
  }

  /** A slot for a new connection, or a connection that became free while the call waited for one. */
  async #takeSlot(pool: Pool, call: Call): Promise<Connection | null> {
    if (pool.open < connectionsPerOrigin) {
      pool.open += 1;
      return null;
    }
    call.start();
    return new Promise((resolve, reject) => {
      pool.waiting.push(resolve);
      call.during(() => {
        const at = pool.waiting.indexOf(resolve);
        if (at >= 0) pool.waiting.splice(at, 1);
        reject(new WireFault('NO_FREE_CONNECTION'));
      });
    });
  }

  // A slot goes from hand to hand while somebody waits for one.
  #freeSlot(origin: string, pool: Pool): void {
    const next = pool.open <= connectionsPerOrigin ? pool.waiting.shift() : undefined;
    if (next) {
      next(null);
      return;
    }
    pool.open -= 1;
    if (pool.open === 0) this.#pools.delete(origin);
  }

  #takeIdle(pool: Pool): Connection | undefined {
    const now = performance.now();
    for (let connection = pool.idle.pop(); connection; connection = pool.idle.pop()) {
      this.#idle.delete(connection);
      if (connection.isOpen && connection.idleUntil > now) return connection;
      connection.destroy();
    }
    return undefined;
  }

  #keep(pool: Pool, connection: Connection): void {
    const next = pool.waiting.shift();
    if (next) {
      next(connection);
      return;
    }
    pool.idle.push(connection);
    this.#idle.add(connection);
    const [oldest] = this.#idle;
    if (this.#idle.size > idleMax) oldest?.destroy();
    this.#sweep ??= setInterval(() => this.#endIdle(), sweepMs).unref();
  }

  #endIdle(): void {
    const now = performance.now();
    for (const connection of this.#idle) if (connection.idleUntil <= now) connection.destroy();
  }

  #forget(pool: Pool, connection: Connection): void {
    if (!this.#idle.delete(connection)) return;
    const at = pool.idle.indexOf(connection);
    if (at >= 0) pool.idle.splice(at, 1);
  }
}
