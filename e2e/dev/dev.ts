// `pnpm dev`: the server, started again at each change of its sources, and the console by Vite in front of it, until Ctrl-C.
import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { whenWeEnd } from '../support/guard.ts';

const root = resolve(import.meta.dirname, '../..');
// A watcher whose server could not start does not end by itself.
const graceMs = 5000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** A program in a process group of its own: Ctrl-C reaches us alone, and we end both in order. */
const startProgram = (folder: string, args: string[], environment: NodeJS.ProcessEnv): ChildProcess => {
  const program = spawn(process.execPath, args, {
    cwd: join(root, folder),
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  program.once('exit', whenWeEnd('kill -9 -- "-$1"', String(program.pid)));
  return program;
};

const endOf = async (program: ChildProcess): Promise<void> =>
  new Promise((done) => {
    if (program.exitCode !== null || program.signalCode !== null) done();
    else program.once('exit', () => done());
  });

const endGroup = (program: ChildProcess): void => {
  try {
    if (program.pid !== undefined) process.kill(-program.pid, 'SIGKILL');
  } catch {
    // All of the group has ended.
  }
};

const endInOrder = async (programs: readonly ChildProcess[]): Promise<void> => {
  const timer = setTimeout(() => programs.forEach(endGroup), graceMs);
  // To the program itself: a watcher passes the signal on to what it runs.
  for (const program of programs) program.kill('SIGTERM');
  await Promise.all(programs.map(endOf));
  clearTimeout(timer);
};

const { port } = parseArgs({ options: { port: { type: 'string', default: '5173' } } }).values;
const environment = {
  ...process.env,
  // People and their cookies are at Vite's address, so that is where this Parley is served.
  PARLEY_PUBLIC_URL: process.env.PARLEY_PUBLIC_URL || `http://127.0.0.1:${port}`,
};
// By folder, because threads load sources that the process itself does not. Vite ends with what stands in front of it, the server with a signal only: its watcher waits for the next change.
const watched = ['server/src', 'shared/src'].map((folder) => `--watch-path=${folder}`);
const server = startProgram('.', [...watched, 'server/src/main.ts'], environment);
const viteFile = join(root, 'web/node_modules/vite/bin/vite.js');
const vite = startProgram('web', [viteFile, '--port', port, '--strictPort'], environment);
const programs = [server, vite];

let isAsked = false;
const stop = () => {
  // A second signal does not wait.
  if (isAsked) programs.forEach(endGroup);
  isAsked = true;
  void endInOrder(programs);
};
process.on('SIGINT', stop).on('SIGTERM', stop);

await Promise.race(programs.map(endOf));
if (!isAsked) {
  say(`${vite.exitCode === null ? 'The server' : 'Vite'} ended by itself; what it said is above.`);
  process.exitCode = 1;
}
await endInOrder(programs);
