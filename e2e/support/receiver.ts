import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pass } from 'node:timers/promises';

/** One request as it arrived. */
export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** The exact bytes. */
  body: Buffer;
  /** Milliseconds on the monotonic clock. */
  at: number;
}

/** What the receiver does with a request: answers, never answers, or cuts the connection. */
export type Reply =
  | { status: number; headers?: Record<string, string>; body?: string; delayMs?: number }
  | 'hang'
  | 'reset';

/** A reply, or what decides it, for instance when a test says so. */
type Script = Reply | ((received: Received) => Reply | Promise<Reply>);

/** A real HTTP server on 127.0.0.1 that keeps what it gets and answers as told. */
export interface Receiver extends AsyncDisposable {
  /** Everything so far, oldest first. */
  received: Received[];
  /** Address of one of its paths. */
  url: (path?: string) => string;
  /** Sets the answers of a path, one after another; the last one stays. Unscripted paths answer 204. */
  script: (path: string, ...replies: [Script, ...Script[]]) => void;
  /** The next request that no `next` has given out yet; waits for it. */
  next: () => Promise<Received>;
  /** The first request, past or future, that fits; rejects after a minute unless told otherwise. */
  waitFor: (fits: (received: Received) => boolean, timeoutMs?: number) => Promise<Received>;
  /** The first `count` requests of a path; waits for them. */
  waitForCount: (path: string, count: number, timeoutMs?: number) => Promise<Received[]>;
}

const defaultTimeoutMs = 60_000;

const play = async (
  script: Script,
  received: Received,
  request: IncomingMessage,
  response: ServerResponse,
) => {
  const reply = typeof script === 'function' ? await script(received) : script;
  if (reply === 'hang') return;
  if (reply === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  if (reply.delayMs) await pass(reply.delayMs, undefined, { ref: false });
  response.writeHead(reply.status, reply.headers).end(reply.body);
};

/** Keeps what arrived and tells those who wait. */
class Inbox {
  readonly received: Received[] = [];
  readonly #listeners = new Set<() => void>();
  #given = 0;

  add(received: Received): void {
    this.received.push(received);
    for (const listener of this.#listeners) listener();
  }

  /** Resolves as soon as `find` finds something in what has arrived. */
  async until<Found>(find: () => Found | undefined, timeoutMs = defaultTimeoutMs): Promise<Found> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#listeners.delete(look);
        const seen = this.received.map(({ method, path }) => `${method} ${path}`).join(', ') || 'nothing';
        reject(new Error(`Not received within ${timeoutMs} ms. Received: ${seen.slice(0, 2000)}`));
      };
      const timer = setTimeout(giveUp, timeoutMs);
      const look = () => {
        const found = find();
        if (found === undefined) return;
        clearTimeout(timer);
        this.#listeners.delete(look);
        resolve(found);
      };
      this.#listeners.add(look);
      look();
    });
  }

  async next(): Promise<Received> {
    const index = this.#given;
    this.#given += 1;
    return this.until(() => this.received[index]);
  }
}

/** Starts a receiver on a free port. `await using` ends it and every open connection. */
export const startReceiver = async (): Promise<Receiver> => {
  const inbox = new Inbox();
  const scripts = new Map<string, Script[]>();
  const nextScript = (path: string): Script => {
    const left = scripts.get(path) ?? [];
    return (left.length > 1 ? left.shift() : left[0]) ?? { status: 204 };
  };
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url: path = '', headers } = request;
    const received = { method, path, headers, body: await buffer(request), at: performance.now() };
    const script = nextScript(path);
    inbox.add(received);
    await play(script, received, request, response);
  };
  const server = createServer((request, response) => {
    // A sender that dies in the middle of its body is what some tests are about.
    take(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    received: inbox.received,
    url: (path = '/') => `http://127.0.0.1:${port}${path}`,
    script: (path, ...replies) => void scripts.set(path, replies),
    next: async () => inbox.next(),
    waitFor: async (fits, timeoutMs) => inbox.until(() => inbox.received.find(fits), timeoutMs),
    waitForCount: async (path, count, timeoutMs) =>
      inbox.until(() => {
        const hits = inbox.received.filter((one) => one.path === path);
        return hits.length >= count ? hits.slice(0, count) : undefined;
      }, timeoutMs),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
};
