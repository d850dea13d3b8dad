import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { whenWeEnd } from './guard.ts';

/** What a process printed and how it ended. */
export interface Ended {
  /** `null` when a signal ended it. */
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A process of ours, with everything that it prints. Killed with its scope, and with this process, whatever happens. */
export interface Child extends AsyncDisposable {
  process: ChildProcess;
  /** All output so far, both streams in the order of arrival. */
  output: () => string;
  /** Resolves with the first match in the output, past or future; rejects when the process ends without it. */
  waitForOutput: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** Resolves when the process has ended. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

const endOf = async (child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    // `close` and not `exit`: by then all output has arrived.
    child.once('close', (code, signal) => resolve({ code, signal }));
  });

const killWithUs = (child: ChildProcess): void => {
  const callOff = whenWeEnd('kill -9 "$1"', String(child.pid));
  child.once('exit', callOff);
};

/** Where a process starts, and as whom; here and as ourselves unless said. */
interface Place {
  cwd?: string;
  uid?: number;
  gid?: number;
}

/** A process with its streams: standard input only where somebody writes to it. */
type Spawned = ChildProcess & { stdout: Readable; stderr: Readable };

const watchOutput = (child: Spawned): Child => {
  killWithUs(child);
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      for (const listener of listeners) listener();
    });
  }
  const ended = endOf(child);
  const waitForOutput = async (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(output);
        if (match) resolve(match);
        if (match) listeners.delete(look);
      };
      listeners.add(look);
      look();
      void ended.then(({ code }) => reject(new Error(`${output}(ended with ${code})`)));
    });
  return {
    process: child,
    output: () => output,
    waitForOutput,
    ended,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
};

/** Starts a Node program with exactly this environment. */
export const startChild = (
  file: string,
  args: string[],
  environment: NodeJS.ProcessEnv,
  place: Place = {},
): Child =>
  watchOutput(
    spawn(process.execPath, [file, ...args], {
      ...place,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );

/** Starts any program with exactly this environment; what it asks is answered on its standard input. */
export const startCommand = (
  command: string,
  args: string[],
  environment: NodeJS.ProcessEnv,
  place: Place = {},
): Child => watchOutput(spawn(command, args, { ...place, env: environment, stdio: 'pipe' }));

const toItsEnd = async (child: ChildProcessWithoutNullStreams, input: string): Promise<Ended> => {
  killWithUs(child);
  child.stdin.end(input);
  const [stdout, stderr, end] = await Promise.all([text(child.stdout), text(child.stderr), endOf(child)]);
  return { ...end, stdout, stderr };
};

/** Runs a Node program to its end with this standard input, here unless another folder is named. */
export const runChild = async (
  file: string,
  args: string[],
  environment: NodeJS.ProcessEnv,
  input = '',
  cwd?: string,
): Promise<Ended> =>
  toItsEnd(spawn(process.execPath, [file, ...args], { env: environment, stdio: 'pipe', cwd }), input);

/** Runs any program to its end, here unless another folder is named. */
export const runCommand = async (
  command: string,
  args: string[],
  environment: NodeJS.ProcessEnv,
  cwd?: string,
): Promise<Ended> => toItsEnd(spawn(command, args, { env: environment, stdio: 'pipe', cwd }), '');
