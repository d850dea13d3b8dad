import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { vi } from 'vitest';

/** A webhook as it arrived. */
export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

type Answer = (response: ServerResponse, received: Received) => void;

const ok: Answer = (response) => void response.writeHead(200).end('ok');

/** A real HTTP receiver on 127.0.0.1. It answers 200 unless told otherwise. */
export class Receiver implements AsyncDisposable {
  readonly received: Received[] = [];
  readonly #server: Server;
  readonly #scripted: Answer[] = [];
  #otherwise: Answer = ok;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const one = {
          path: request.url ?? '',
          headers: request.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        };
        receiver.received.push(one);
        (receiver.#scripted.shift() ?? receiver.#otherwise)(response, one);
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return receiver;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  /** The next requests are answered so, one after the other. */
  script(...answers: Answer[]): void {
    this.#scripted.push(...answers);
  }

  /** Every request without a script is answered so. */
  otherwise(answer: Answer): void {
    this.#otherwise = answer;
  }

  /** Resolves once so many webhooks have arrived, in all. */
  async count(wanted: number): Promise<Received[]> {
    const look = () => {
      if (this.received.length < wanted)
        throw new Error(`${this.received.length} of ${wanted} have arrived.`);
      return this.received;
    };
    return vi.waitFor(look, { timeout: 60_000, interval: 15 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }
}

/** Answers with this status. */
export const answering =
  (status: number, headers: Record<string, string> = {}, body = ''): Answer =>
  (response) =>
    void response.writeHead(status, headers).end(body);
