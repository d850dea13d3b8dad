import { createServer, type ServerResponse } from 'node:http';
import { StartRefusal } from '../platform/installation/start-refusal.ts';

/** Where to listen. */
export interface Address {
  host: string;
  port: number;
}

/** Does what listens; a port that is taken becomes the one line for the operator. */
export const listening = async (address: Address, listen: () => Promise<unknown>): Promise<void> => {
  try {
    await listen();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const { host, port } = address;
    if (code === 'EADDRINUSE')
      throw new StartRefusal(`PARLEY_PORT is ${port}, but something else listens on ${host}:${port}.`);
    if (code === 'EACCES')
      throw new StartRefusal(`PARLEY_PORT is ${port}, but this user may not listen on ${host}:${port}.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new StartRefusal(`PARLEY_HOST is ${host}, but this machine has no such address.`);
    throw error;
  }
};

const answer = (path: string, response: ServerResponse): void => {
  const isHealth = path === '/healthz';
  response
    .writeHead(isHealth ? 200 : 503, {
      'content-type': 'application/json',
      'retry-after': '1',
      connection: 'close',
    })
    .end(JSON.stringify({ status: isHealth ? 'ok' : 'starting' }));
};

/**
 * Takes the port before anything else of the start is done, so that a second start touches nothing: `/healthz` is answered,
 * everything else with 503. Answers the function that frees it for the doors.
 */
export const reservePort = async (address: Address): Promise<() => Promise<void>> => {
  const server = createServer((request, response) => answer(request.url ?? '', response));
  await listening(
    address,
    async () =>
      new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(address.port, address.host, resolve);
      }),
  );
  return async () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
};
