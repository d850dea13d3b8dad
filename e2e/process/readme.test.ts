import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCommand } from '../support/child.ts';
import { findFreePort } from '../support/free-port.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const root = resolve(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** The commands below a heading, as they are written. */
const commandsBelow = (heading: string): string =>
  new RegExp(`^## ${heading}\n[^]*?^\`\`\`sh\n([^]*?)^\`\`\``, 'm').exec(readme)?.[1] ?? '';

const hasCurl = spawnSync('curl', ['--version']).status === 0;
if (!hasCurl) process.stderr.write('Not run: the commands of the README need curl.\n');

const folder = createTemporaryFolder();
let parley: Parley;

beforeAll(async () => {
  // As the README starts it, and as it comes: no other schedule, no other rule.
  const rule = /(PARLEY_OUTBOUND_ALLOW)=(\S+) npx -y pnpm@12 start/.exec(commandsBelow('Start')) ?? [];
  parley = await startParley({ folder: folder.path, environment: { [rule[1] ?? '']: rule[2] ?? '' } });
});

afterAll(async () => {
  await parley[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

test.runIf(hasCurl)(
  'the five commands of the README end with a webhook that arrived and is verified',
  async () => {
    const receiverPort = await findFreePort();
    const written = commandsBelow('The main job in five commands');
    const commands = written
      .replaceAll('127.0.0.1:4100', `127.0.0.1:${parley.port}`)
      .replaceAll(/127\.0\.0\.1:4200|--port 4200/g, (found) => found.replace('4200', String(receiverPort)));

    await using shell = startCommand(
      'sh',
      ['-e', '-c', commands],
      {
        ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PARLEY_'))),
        PARLEY_DATABASE_URL: `sqlite:${join(folder.path, 'parley.db')}`,
      },
      { cwd: root },
    );
    const { code } = await shell.ended;

    expect(written.match(/^# \d\./gm)).toHaveLength(5);
    expect(shell.output()).toContain('verified: The signature is right');
    expect(shell.output()).toMatch(/invoice\.generated {2}evt_\w+/);
    expect(shell.output()).toContain('"amount": 1200');
    expect(code).toBe(0);
  },
);
