import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isObject } from '../../platform/request/json.ts';
import { Unusable } from '../check/unusable.ts';
import { bodyLines, forTerminal } from './indented-json.ts';
import type { ReceiveOrder } from './receive-order.ts';
import { assertSecrets, judge, type Verdict } from './verdict.ts';

/** More than any webhook of Parley has. */
const bodyBytesMax = 1024 * 1024;
const connectionsMax = 64;
/** Ids that are remembered, to say that a webhook came again. */
const idsMax = 1000;

/** One request as it came, and what it was answered. */
interface Received {
  request: IncomingMessage;
  body: Buffer;
  at: Date;
  verdict: Verdict;
  /** How often this id came, with this time; `null` without an id. */
  times: number | null;
  status: number;
}

/** The body; `null` when it is too large, or its sender went away. */
const readBody = async (request: IncomingMessage): Promise<Buffer | null> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      bytes += chunk.length;
      if (bytes > bodyBytesMax) return null;
      chunks.push(chunk);
    }
  } catch {
    return null;
  }
  return Buffer.concat(chunks);
};

const typeOf = (body: Buffer): string | null => {
  try {
    const parsed: unknown = JSON.parse(body.toString());
    return isObject(parsed) && typeof parsed.type === 'string' ? parsed.type : null;
  } catch {
    return null;
  }
};

const idOf = ({ headers }: IncomingMessage): string | null =>
  typeof headers['webhook-id'] === 'string' ? headers['webhook-id'] : null;

const textOf = ({ request, body, at, verdict, times, status }: Received): string => {
  const title = [at.toISOString(), typeOf(body) ?? 'without a type', idOf(request) ?? 'without a webhook-id'];
  const { isVerified, reasons } = verdict;
  const word = isVerified === null ? 'not looked at' : isVerified ? 'verified' : 'NOT VERIFIED';
  const again = times !== null && times > 1 ? `, the ${times}. time that it came` : '';
  const [first = '', ...others] = reasons.map((reason) =>
    reason
      .split('\n')
      .map((line) => forTerminal(line, 400))
      .join('\n  '),
  );
  return [
    title.map((part) => forTerminal(part)).join('  '),
    `  ${word}: ${first}`,
    ...others.map((other) => `  ${other}`),
    ...bodyLines(body).map((line) => `    ${line}`),
    `  answered ${status}${again}`,
    '',
  ].join('\n');
};

const objectOf = ({ request, body, at, verdict, times, status }: Received) => ({
  receivedAt: at.toISOString(),
  id: idOf(request),
  type: typeOf(body),
  verified: verdict.isVerified,
  reasons: verdict.reasons,
  times,
  status,
  // As text: a number may have more digits than this language keeps.
  body: body.toString(),
});

class WebhookReceiver {
  readonly #order: ReceiveOrder;
  readonly #times = new Map<string, number>();
  readonly #server: Server;
  readonly #ended = Promise.withResolvers<number>();
  #failuresLeft: number;

  constructor(order: ReceiveOrder) {
    this.#order = order;
    this.#failuresLeft = order.failures;
    this.#server = createServer(
      { requestTimeout: 15_000, headersTimeout: 10_000, keepAliveTimeout: 5000, maxHeaderSize: 16 * 1024 },
      (request, response) => void this.#take(request, response),
    );
    this.#server.maxConnections = connectionsMax;
  }

  /** Listens until it is over; answers how the process ends. */
  async run(): Promise<number> {
    this.#server.listen(this.#order.port, '127.0.0.1');
    // Rejects with the error when there is one first.
    await once(this.#server, 'listening').catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Unusable(
        `It cannot listen on port ${this.#order.port}: ${reason}. Name another with --port.`,
      );
    });
    const stop = () => this.#ended.resolve(0);
    process.once('SIGINT', stop).once('SIGTERM', stop);
    // Whoever read what is printed has gone.
    process.stdout.once('error', stop);
    this.#sayWhere();
    const code = await this.#ended.promise;
    this.#server.close();
    this.#server.closeAllConnections();
    return code;
  }

  #sayWhere(): void {
    const address = this.#server.address();
    const port = typeof address === 'object' && address ? address.port : this.#order.port;
    process.stderr.write(
      `Receiving on http://127.0.0.1:${port} until ${this.#order.isOnce ? 'a webhook has come' : 'Ctrl-C'}.\n`,
    );
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = new Date();
    if (request.method !== 'POST') {
      response.writeHead(405, { allow: 'POST' }).end('A webhook is a POST.\n');
      return;
    }
    const body = await readBody(request);
    if (body === null) {
      process.stderr.write(
        `A request of more than ${bodyBytesMax} bytes, or one that was cut off, is not shown.\n`,
      );
      response
        .once('finish', () => request.destroy())
        .writeHead(413, { connection: 'close' })
        .end();
      return;
    }
    const verdict = judge(this.#order.secrets, request.headers, body, at);
    const isLast = this.#order.isOnce && (this.#failuresLeft === 0 || this.#failuresLeft === Infinity);
    const received = {
      request,
      body,
      at,
      verdict,
      times: this.#count(idOf(request)),
      status: this.#nextStatus(),
    };
    response.writeHead(received.status, { 'content-type': 'text/plain' });
    response.once('close', () => isLast && this.#ended.resolve(verdict.isVerified === false ? 1 : 0));
    this.#print(received);
    response.end();
  }

  #print(received: Received): void {
    const text = this.#order.isJson ? JSON.stringify(objectOf(received)) : textOf(received);
    process.stdout.write(`${text}\n`);
  }

  #nextStatus(): number {
    if (this.#failuresLeft === 0) return this.#order.failures > 0 ? 200 : (this.#order.status ?? 200);
    this.#failuresLeft -= 1;
    return this.#order.status ?? 500;
  }

  #count(id: string | null): number | null {
    if (id === null) return null;
    const times = (this.#times.get(id) ?? 0) + 1;
    this.#times.delete(id);
    this.#times.set(id, times);
    const [oldest] = this.#times.keys();
    if (this.#times.size > idsMax && oldest !== undefined) this.#times.delete(oldest);
    return times;
  }
}

/**
 * `parley receive`: listens on 127.0.0.1, prints each webhook with whether its signature holds, and answers as it was told.
 * Bodies of up to 1 MiB, 64 connections. Answers how the process ends: 0, or with `--once` 1 for a webhook that is not
 * what it says. Throws {@link Unusable} when the port is taken or a secret is none.
 */
export const receive = async (order: ReceiveOrder): Promise<number> => {
  assertSecrets(order.secrets);
  return new WebhookReceiver(order).run();
};
