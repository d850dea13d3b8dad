import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(import.meta.dirname, '../..');

/** A child of the benchmark that answers each message with one message. */
export class Peer {
  readonly #child: ChildProcess;
  /** The first message that the child sent by itself. */
  readonly ready: Promise<unknown>;

  constructor(file: string, isReadyFirst = false) {
    this.#child = fork(join(import.meta.dirname, file), { stdio: 'inherit' });
    this.ready = isReadyFirst ? this.#next() : Promise.resolve();
  }

  async ask<Answer>(message: object | string): Promise<Answer> {
    const answer = this.#next();
    this.#child.send(message);
    return answer as Promise<Answer>;
  }

  end(): void {
    this.#child.disconnect();
  }

  async #next(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const fail = (code: number | null) => reject(new Error(`A helper process ended with ${code}.`));
      this.#child.once('exit', fail);
      this.#child.once('message', (message) => {
        this.#child.off('exit', fail);
        resolve(message);
      });
    });
  }
}

const freePort = async (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** A Parley process with its own database, for measuring. */
export interface MeasuredParley {
  origin: string;
  /** Resident memory in MiB. */
  memoryMib: () => number;
  /** Runs `parley …  --json`; answers the object that it printed. */
  cli: (...args: string[]) => Record<string, string>;
  stop: () => Promise<void>;
}

/** Starts Parley as `pnpm start` does, on a free port. `databaseUrl` is SQLite in a temporary folder unless given. */
export const startMeasuredParley = async (databaseUrl?: string): Promise<MeasuredParley> => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const port = await freePort();
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    PARLEY_PORT: String(port),
    PARLEY_DATABASE_URL: databaseUrl ?? `sqlite:${join(folder, 'parley.db')}`,
    PARLEY_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    PARLEY_OUTBOUND_ALLOW: '127.0.0.0/8',
    PARLEY_LOG_LEVEL: 'warn',
  };
  const flags = process.env.BENCH_PROFILE
    ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`]
    : [];
  const child = spawn(process.execPath, [...flags, join(root, 'server/src/main.ts')], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const origin = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries += 1) {
    const isUp = await fetch(`${origin}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) break;
    if (tries > 200) throw new Error('Parley did not start.');
    await sleep(50);
  }
  return {
    origin,
    memoryMib: () =>
      Number(spawnSync('ps', ['-o', 'rss=', '-p', String(child.pid)]).stdout.toString()) / 1024,
    cli: (...args) => {
      const result = spawnSync(process.execPath, [join(root, 'server/src/cli.ts'), ...args, '--json'], {
        cwd: folder,
        env,
        encoding: 'utf8',
      });
      if (result.status !== 0) throw new Error(`parley ${args.join(' ')}: ${result.stderr}`);
      return JSON.parse(result.stdout);
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
