import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { whenWeEnd } from '../support/guard.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { findFreePort } from '../support/free-port.ts';

const root = join(import.meta.dirname, '../..');

/** A Parley process for measuring. */
export interface MeasuredParley {
  origin: string;
  /** Resident memory in MiB. */
  memoryMib: () => number;
  /** Runs `parley …  --json`; answers the object that it printed. */
  cli: (...args: string[]) => Record<string, string>;
  /** The same with something on its standard input. */
  cliWith: (input: string, ...args: string[]) => Record<string, string>;
  /** Ends it in order; its database stays. */
  stop: () => Promise<void>;
}

const untilItAnswers = async (origin: string, child: ChildProcess): Promise<void> => {
  for (let tries = 0; ; tries += 1) {
    const isUp = await fetch(`${origin}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    if (tries > 2400 || child.exitCode !== null) throw new Error('Parley did not start.');
    await sleep(25);
  }
};

/** Starts Parley as `pnpm start` does, on a free port. It does everything unless `roles` says what. */
export const startMeasuredParley = async (databaseUrl: string, roles?: string): Promise<MeasuredParley> => {
  const folder = createTemporaryFolder();
  const port = await findFreePort();
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    PARLEY_PORT: String(port),
    PARLEY_DATABASE_URL: databaseUrl,
    ...(roles && { PARLEY_ROLES: roles }),
    PARLEY_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    PARLEY_OUTBOUND_ALLOW: '127.0.0.0/8',
    PARLEY_LOG_LEVEL: 'warn',
  };
  const flags = process.env.BENCH_PROFILE
    ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`]
    : [];
  const child = spawn(process.execPath, [...flags, join(root, 'server/src/main.ts')], {
    cwd: folder.path,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const callOff = whenWeEnd('kill -9 "$1"', String(child.pid));
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const origin = `http://127.0.0.1:${port}`;
  // A process that only works has no door to knock at.
  if (roles !== 'worker') await untilItAnswers(origin, child);
  const cliWith: MeasuredParley['cliWith'] = (input, ...args) => {
    const file = join(root, 'server/src/cli/parley.ts');
    const options = { cwd: folder.path, env, input, encoding: 'utf8' } as const;
    const result = spawnSync(process.execPath, [file, ...args, '--json'], options);
    if (result.status !== 0) throw new Error(`parley ${args.join(' ')}: ${result.stderr}`);
    return JSON.parse(result.stdout);
  };
  return {
    origin,
    memoryMib: () =>
      Number(spawnSync('ps', ['-o', 'rss=', '-p', String(child.pid)]).stdout.toString()) / 1024,
    cli: (...args) => cliWith('', ...args),
    cliWith,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      callOff();
      folder[Symbol.dispose]();
    },
  };
};
