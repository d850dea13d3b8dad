import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createIntegrator } from '../../support/integrator.ts';
import type { Parley } from '../../support/parley.ts';
import { startReceiver } from '../../support/receiver.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import type { Attack } from '../attack.ts';
import { describeWatched, watch } from '../watch.ts';

const commandsOf = (folder: string, index: number): string[][] => [
  ['backup', join(folder, `${index}.db`)],
  ['audit', 'verify'],
  ['consumer', 'create', '--name', `Beside ${index}`, '--kind', 'partner'],
];

const runAll = async (parley: Parley, folder: string, times: number): Promise<number> => {
  let count = 0;
  for (let index = 0; index < times; index += 1)
    for (const command of commandsOf(folder, index)) {
      const { code, stdout, stderr } = await parley.runCli(command);
      if (code !== 0) throw new Error(`parley ${command.join(' ')} ended with ${code}: ${stdout}${stderr}`);
      count += 1;
    }
  for (let index = 0; index < times; index += 1) {
    const { mode } = statSync(join(folder, `${index}.db`));
    if ((mode & 0o077) !== 0) throw new Error(`A backup is readable by others: ${mode.toString(8)}.`);
  }
  return count;
};

/** The nightly backup, and somebody at a prompt, while a backlog goes out and more comes in. */
export const attack: Attack = {
  name: 'every command works beside a server that drains a backlog, and stops nothing there',
  databases: ['sqlite'],
  run: async (arena) => {
    using folder = createTemporaryFolder();
    await using receiver = await startReceiver();
    await using parley = await arena.start({ environment: { PARLEY_LOG_LEVEL: 'silent' } });
    const integrator = await createIntegrator(parley);
    await integrator.createEndpoint(receiver.url('/'));
    const over = new AbortController();
    let published = 0;
    const publish = async () => {
      for (; !over.signal.aborted; published += 1) await integrator.publish({ amount: published });
    };
    let commands = 0;

    const watched = await watch(parley, async () => {
      const load = Promise.all(Array.from({ length: arena.isShort ? 8 : 32 }, publish));
      commands = await runAll(parley, folder.path, arena.isShort ? 1 : 3).finally(() => over.abort());
      await load;
    });

    return `${commands} commands beside ${published} publishes; ${describeWatched(watched)}`;
  },
};
