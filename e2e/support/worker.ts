import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Child, startChild } from './child.ts';

const mainFile = resolve(import.meta.dirname, '../../server/src/main.ts');

/** A Parley process that only delivers. */
export interface WorkerProcess extends AsyncDisposable {
  /** Ends it as a power cut would. */
  kill: () => Promise<void>;
  /** Connections that it has open to this local port. */
  connectionsTo: (port: number) => number;
}

/** Inodes of the established connections from anywhere here to this port, from the kernel's table. */
const socketsTo = (port: number): Set<string> => {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  return new Set(
    rows.filter((row) => row[2]?.endsWith(suffix) && row[3] === '01').map((row) => `socket:[${row[9]}]`),
  );
};

const targetOf = (link: string): string => {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
};

const countConnections = ({ process: { pid } }: Child, port: number): number => {
  const sockets = socketsTo(port);
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).filter((name) => sockets.has(targetOf(`${folder}/${name}`))).length;
};

/** Starts a process with the role `worker` and these variables. */
export const startWorker = async (variables: Record<string, string>): Promise<WorkerProcess> => {
  const child = startChild(mainFile, [], {
    PATH: process.env.PATH,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    PARLEY_ROLES: 'worker',
    PARLEY_OUTBOUND_ALLOW: '127.0.0.0/8',
    PARLEY_LOG_LEVEL: 'warn',
    ...variables,
  });
  await child.waitForOutput(/^Parley works\b/m);
  return {
    kill: async () => child[Symbol.asyncDispose](),
    connectionsTo: (port) => countConnections(child, port),
    [Symbol.asyncDispose]: child[Symbol.asyncDispose],
  };
};
