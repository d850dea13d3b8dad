import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Child, startCommand } from '../support/child.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

const launcher = join(import.meta.dirname, '../../parley');
const password = 'Zoë’s quiet harbour';

const hasScript = spawnSync('script', ['--version']).status === 0;
if (!hasScript) process.stderr.write('Not run: the questions at a terminal need `script` of util-linux.\n');

/** A shell at a terminal of its own, which creates an account and then says how the terminal was left. */
const startAtTerminal = (folder: TemporaryFolder): Child => {
  const command = `'${launcher}' staff create --email ada@clinic.example --role owner; echo "code $?"; stty -a`;
  return startCommand('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    ...process.env,
    PARLEY_DATABASE_URL: `sqlite:${join(folder.path, 'parley.db')}`,
  });
};

const type = (child: Child, keys: string): void => void child.process.stdin?.write(keys);

/** What the terminal does by itself again: shows what is typed, waits for whole lines, and knows Ctrl-C. */
const isAsItWas = (output: string): boolean =>
  /(?<!-)\bicanon\b/.test(output) && /(?<!-)\becho\b/.test(output);

describe.runIf(hasScript)('staff create at a terminal', () => {
  test('asks for the password twice, shows nothing of it, and takes back what was mistyped', async () => {
    using folder = createTemporaryFolder();
    await using child = startAtTerminal(folder);

    await child.waitForOutput(/Password.*: $/);
    type(child, `no\u0015${password}x\u007F\r`);
    await child.waitForOutput(/again: $/);
    type(child, `${password}\r`);
    await child.waitForOutput(/code \d[^]*icanon/);

    expect(child.output()).toContain('ada@clinic.example can sign in as owner');
    expect(child.output()).toContain('code 0');
    expect(child.output()).not.toContain('harbour');
    expect(isAsItWas(child.output())).toBe(true);
  });

  test('a weak one is refused before it is asked for again, and so are two that differ', async () => {
    using folder = createTemporaryFolder();
    await using weak = startAtTerminal(folder);
    await weak.waitForOutput(/Password.*: $/);
    type(weak, 'short\r');
    await weak.waitForOutput(/code \d[^]*icanon/);
    await using other = startAtTerminal(folder);
    await other.waitForOutput(/Password.*: $/);
    // Typed ahead, as a paste of both lines is.
    type(other, `${password}\r${password}!\r`);
    await other.waitForOutput(/code \d[^]*icanon/);

    expect(weak.output()).toContain('The password is refused: At least 12 characters.');
    expect(weak.output()).not.toContain('again');
    expect(weak.output()).toContain('code 1');
    expect(other.output()).toContain('The two are not the same.');
    expect(other.output()).toContain('code 1');
    expect(isAsItWas(weak.output())).toBe(true);
  });

  test('Ctrl-C ends it with 130, and the terminal is as it was', async () => {
    using folder = createTemporaryFolder();
    await using child = startAtTerminal(folder);

    await child.waitForOutput(/Password.*: $/);
    type(child, 'half of it\u0003');
    await child.waitForOutput(/code \d[^]*icanon/);

    expect(child.output()).toContain('code 130');
    expect(child.output()).not.toContain('half');
    expect(isAsItWas(child.output())).toBe(true);
  });
});
