import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A tool, its runtime or the registry that it comes from is not there: a test says so aloud and is skipped. */
export class Missing extends Error {}

const cacheFolder = resolve(import.meta.dirname, '../../node_modules/.cache/clients');

/** What a tool printed. */
export interface Printed {
  code: number;
  output: string;
}

/** How a tool is run. */
export interface RunOptions {
  cwd?: string;
  environment?: Record<string, string>;
  /** Milliseconds after which it is ended; five minutes unless said. */
  limitMs?: number;
}

/** Runs a tool to its end and answers all that it printed. Its group has no window, no input, and a bound of time. */
export const run = async (
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Printed> =>
  new Promise((done) => {
    const settings = {
      cwd: options.cwd,
      env: { ...process.env, CI: 'true', ...options.environment },
      timeout: options.limitMs ?? 300_000,
      maxBuffer: 64 * 1024 * 1024,
      encoding: 'utf8' as const,
    };
    const child = execFile(file, args, settings, (error, stdout, stderr) =>
      done({ code: error ? Number(error.code ?? 1) || 1 : 0, output: stdout + stderr }),
    );
    child.stdin?.end();
  });

/** Runs a tool that has to succeed; answers what it printed. */
export const must = async (
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> => {
  const { code, output } = await run(file, args, options);
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}:\n${output.slice(-6000)}`);
  return output;
};

/** Refuses when a program is not on the path. */
export const need = (program: string, ...args: string[]): string => {
  if (spawnSync(program, args.length > 0 ? args : ['--version'], { stdio: 'ignore' }).status !== 0)
    throw new Missing(`${program} is not on the path`);
  return program;
};

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/**
 * A folder of the cache with these contents, made once: in a folder beside it, which gets the name when it is complete.
 * Throws `Missing` when it cannot be made here.
 */
const cached = async (
  name: string,
  key: string,
  make: (folder: string) => Promise<void>,
): Promise<string> => {
  const folder = join(cacheFolder, `${name}-${hashOf(key)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cacheFolder, { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  try {
    await make(fresh);
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    // Somebody else may have been faster.
    if (!existsSync(folder)) throw error;
  }
  return folder;
};

const installOrMiss = async (what: string, file: string, args: string[], cwd: string): Promise<void> => {
  const { code, output } = await run(file, args, { cwd, limitMs: 600_000 });
  if (code !== 0) throw new Missing(`${what} could not be installed: ${output.trim().slice(-300)}`);
};

/** Packages of npm in exact versions; answers the folder that holds their `node_modules`. */
export const npmPackages = async (name: string, packages: Record<string, string>): Promise<string> => {
  const manifest = JSON.stringify({ private: true, dependencies: packages });
  return cached(name, manifest, async (folder) => {
    need('npm');
    writeFileSync(join(folder, 'package.json'), manifest);
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await installOrMiss(Object.keys(packages).join(', '), 'npm', args, folder);
  });
};

/** Packages of PyPI in exact versions; answers the folder of their programs. */
export const pythonPackages = async (name: string, packages: readonly string[]): Promise<string> => {
  const python = need('python3', '-c', 'import sys, venv; assert sys.version_info >= (3, 10)');
  // A virtual environment holds its own address, so it is not made elsewhere and moved.
  const folder = join(cacheFolder, `${name}-${hashOf(packages.join(' '))}`);
  const done = join(folder, 'complete');
  if (existsSync(done)) return join(folder, 'bin');
  await installOrMiss('a virtual environment', python, ['-m', 'venv', '--clear', folder], process.cwd());
  const args = ['install', '--quiet', '--disable-pip-version-check', ...packages];
  await installOrMiss(packages.join(', '), join(folder, 'bin/pip'), args, folder);
  writeFileSync(done, '');
  return join(folder, 'bin');
};

/** A folder of the cache that tools may fill and find again, such as what a build made before. */
export const keptFolder = (name: string): string => {
  const folder = join(cacheFolder, name);
  mkdirSync(folder, { recursive: true });
  return folder;
};
