import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pass } from 'node:timers/promises';

/** What arrived on one path for one event. */
interface Arrival {
  posts: number;
  /** Posts that were answered with 2xx. */
  accepted: number;
}

/** What arrived for one event. */
export interface Arrivals {
  /** The body of the first post. */
  body: string;
  /** Whether every later post had that same body. */
  isSameBody: boolean;
  byPath: Map<string, Arrival>;
}

/** Decides the status of an answer from how many posts of that event the path has had, this one included, and its id. */
export type Answering = (posts: number, id: string) => number;

/** Accepts every post. */
export const accepts: Answering = () => 204;

/** Refuses the first post of about one event in five: few enough that nobody takes the endpoint for a broken one. */
export const refusesSome: Answering = (posts, id) =>
  posts === 1 && id.charCodeAt(id.length - 1) % 5 === 0 ? 500 : 204;

/** A real HTTP receiver that keeps what it got by event, small enough for hundreds of thousands of posts. */
export interface Tally extends AsyncDisposable {
  paths: string[];
  /** By `webhook-id`. */
  events: Map<string, Arrivals>;
  port: number;
  url: (path: string) => string;
}

const noteArrival = (events: Map<string, Arrivals>, path: string, id: string, body: string): Arrival => {
  const known = events.get(id) ?? { body, isSameBody: true, byPath: new Map<string, Arrival>() };
  events.set(id, known);
  known.isSameBody &&= known.body === body;
  const arrival = known.byPath.get(path) ?? { posts: 0, accepted: 0 };
  known.byPath.set(path, arrival);
  arrival.posts += 1;
  return arrival;
};

/** Starts a receiver with these paths; each answer takes `delayMs`. */
export const startTally = async (answers: Record<string, Answering>, delayMs = 0): Promise<Tally> => {
  const events = new Map<string, Arrivals>();
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { url: path = '', headers } = request;
    const id = String(headers['webhook-id']);
    const arrival = noteArrival(events, path, id, await text(request));
    const status = (answers[path] ?? accepts)(arrival.posts, id);
    if (status < 300) arrival.accepted += 1;
    if (delayMs > 0) await pass(delayMs);
    response.writeHead(status).end();
  };
  const server = createServer((request, response) => {
    // A sender that is killed in the middle of its body has sent nothing.
    take(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    paths: Object.keys(answers),
    events,
    port,
    url: (path) => `http://127.0.0.1:${port}${path}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
};
