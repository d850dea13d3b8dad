import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { spawn } from 'node:child_process';
import { findFreePort } from './free-port.ts';
import { whenWeEnd } from './guard.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

const names = ['valkey-server', 'redis-server'];

const isProgram = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The Valkey or Redis of this machine, as Debian installs it; `null` where there is none. */
export const findRedis = (): string | null => {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram) ?? null;
};

/** A Redis of our own on a free port, with nothing in it. */
export interface Redis extends AsyncDisposable {
  url: string;
}

/** Starts it; it goes with its scope, and with this process. */
export const startRedis = async (program: string): Promise<Redis> => {
  const folder = createTemporaryFolder();
  const port = await findFreePort();
  const started = spawn(
    program,
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder.path],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const callOff = whenWeEnd('kill -9 "$1"', String(started.pid));
  const ended = new Promise<void>((resolve) => {
    started.once('exit', () => {
      callOff();
      resolve();
    });
  });
  await new Promise<void>((resolve, reject) => {
    started.once('error', reject);
    started.once('exit', () => reject(new Error('Redis ended before it was ready.')));
    started.stdout.on('data', (text: Buffer) => {
      if (text.includes('Ready to accept connections')) resolve();
    });
  });
  return {
    url: `redis://127.0.0.1:${port}/0`,
    [Symbol.asyncDispose]: async () => {
      started.kill();
      await ended;
      folder[Symbol.dispose]();
    },
  };
};
