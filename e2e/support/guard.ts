import { spawn } from 'node:child_process';

/**
 * Runs a shell command, with `args` as `$1`, `$2`…, when this process ends, be it killed; answers how to call that off.
 * A listener to `exit` would not do: a test runner kills workers that take too long.
 */
export const whenWeEnd = (command: string, ...args: string[]): (() => void) => {
  // The pipe closes with us. A session of its own keeps Ctrl-C from ending the guard first.
  const guard = spawn('/bin/sh', ['-c', `read -r nothing; ${command}`, 'guard', ...args], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  guard.stdin.on('error', () => undefined);
  if ('unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref();
  return () => {
    guard.kill('SIGKILL');
    guard.stdin.destroy();
  };
};
