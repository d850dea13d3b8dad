import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A way to a PostgreSQL that can lose the answer to a commit. */
export interface CuttingProxy extends AsyncDisposable {
  /** The URL of the database by way of the proxy. */
  url: string;
  /** Lets the next commit of several new events happen, and cuts the connection in place of its answer. */
  cutNextGroup: () => void;
  /** Commits whose answer was lost. */
  cuts: () => number;
}

const answerDelayMs = 15;

const countNewEvents = (message: string): number =>
  /insert into event\b/i.test(message) ? [...message.matchAll(/"id":"evt_/g)].length : 0;

/** Starts a proxy in front of this database. Its answers take a moment, so that publishes gather in groups. */
export const startCuttingProxy = async (databaseUrl: string): Promise<CuttingProxy> => {
  const { hostname, port } = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let isArmed = false;
  let cuts = 0;
  const server = createServer((client) => {
    const database = connect(Number(port), hostname);
    let newEvents = 0;
    let isLosing = false;
    client.on('data', (chunk: Buffer) => {
      const message = chunk.toString('latin1');
      newEvents = Math.max(newEvents, countNewEvents(message));
      if (/\bcommit\b/i.test(message)) {
        isLosing = isArmed && newEvents > 1;
        if (isLosing) isArmed = false;
        newEvents = 0;
      }
      database.write(chunk);
    });
    database.on('data', (chunk: Buffer) => {
      if (!isLosing) {
        setTimeout(() => client.write(chunk), answerDelayMs);
        return;
      }
      cuts += 1;
      client.resetAndDestroy();
      database.destroy();
    });
    for (const [one, other] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => one.destroy());
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cutNextGroup: () => {
      isArmed = true;
    },
    cuts: () => cuts,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
};
