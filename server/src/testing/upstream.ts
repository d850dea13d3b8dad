import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RouteMatch } from '@parley/shared/gateway/route';
import type { TestHub } from './test-hub.ts';

/** One request as an upstream of the gateway got it. */
export interface SeenRequest {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  rawHeaders: string[];
  body: string;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** An API behind the gateway: a real HTTP server on this machine that notes what reaches it. */
export class Upstream implements AsyncDisposable {
  readonly server: Server;
  readonly seen: SeenRequest[] = [];
  /** How often a connection was made. */
  connections = 0;
  #answer: Answer = (_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true }));
  };

  private constructor() {
    this.server = createServer((request, response) => {
      const entry: SeenRequest = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        rawHeaders: request.rawHeaders,
        body: '',
      };
      this.seen.push(entry);
      request.on('data', (chunk: Buffer) => {
        entry.body += chunk.length < 65_536 ? chunk.toString('latin1') : '';
      });
      this.#answer(request, response);
    });
    this.server.on('connection', () => {
      this.connections += 1;
    });
  }

  static async start(answer?: Answer): Promise<Upstream> {
    const upstream = new Upstream();
    if (answer) upstream.#answer = answer;
    await new Promise<void>((resolve) => {
      upstream.server.listen(0, '127.0.0.1', resolve);
    });
    return upstream;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Has all that follow answered like this. */
  answerWith(answer: Answer): void {
    this.#answer = answer;
  }

  /** The request that came last. */
  get last(): SeenRequest {
    return this.seen.at(-1)!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }
}

/** Serves the API `orders` by these upstreams, and answers the id of its route. */
export const serveOrders = async (
  hub: TestHub,
  upstreams: readonly (Upstream | string)[],
  policy: object = {},
  match: RouteMatch = { by: 'any' },
): Promise<string> => {
  await hub.admin.api.create({ slug: 'orders', name: 'Orders' }).catch(() => undefined);
  const { id } = await hub.admin.route.create({
    api: 'orders',
    match,
    upstreams: upstreams.map((one) => ({ url: typeof one === 'string' ? one : one.url, weight: 1 })),
    policy,
  });
  return id;
};
