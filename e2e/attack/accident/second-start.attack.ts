import { setTimeout as pause } from 'node:timers/promises';
import { findFreePort } from '../../support/free-port.ts';
import { createIntegrator } from '../../support/integrator.ts';
import { runParley } from '../../support/parley.ts';
import { startReceiver } from '../../support/receiver.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import type { Arena, Attack } from '../attack.ts';

const slowMs = 4000;

const expectRefusal = (name: string, { code, stderr }: Awaited<ReturnType<typeof runParley>>): void => {
  if (code !== 1 || !/^[^\n]+\n$/.test(stderr)) throw new Error(`${name}: ended with ${code}: ${stderr}`);
};

/** Not an end that never comes: one that started after all. */
const startedMs = 30_000;

const runToItsEnd = async (name: string, variables: Record<string, string>): Promise<void> => {
  const started = pause(startedMs, null, { ref: false });
  const ended = await Promise.race([runParley(variables), started]);
  if (!ended) throw new Error(`${name}: it runs, beside the other.`);
  expectRefusal(name, ended);
};

/** On the same port, and on SQLite, which serves one process, on another one and as a worker. */
const startAgain = async (arena: Arena, variables: Record<string, string>): Promise<void> => {
  await runToItsEnd('same port', variables);
  const other = { ...variables, PARLEY_PORT: String(await findFreePort()) };
  if (arena.database !== 'sqlite') return;
  await runToItsEnd('other port', other);
  await runToItsEnd('as a worker', { ...other, PARLEY_ROLES: 'worker' });
};

/** `npm start` typed twice; a supervisor that overlaps. */
export const attack: Attack = {
  name: 'a second start by accident is refused and makes nothing arrive twice',
  databases: ['sqlite', 'postgresql'],
  run: async (arena) => {
    using folder = createTemporaryFolder();
    await using receiver = await startReceiver();
    receiver.script('/', { status: 204, delayMs: slowMs });
    const environment = {
      PARLEY_DATABASE_URL: await arena.createDatabase(),
      PARLEY_MASTER_KEY: Buffer.alloc(32, 3).toString('base64'),
      PARLEY_LOG_LEVEL: 'silent',
    };
    await using parley = await arena.start({ environment, folder: folder.path });
    const integrator = await createIntegrator(parley);
    await integrator.createEndpoint(receiver.url('/'));
    const count = arena.isShort ? 30 : 300;

    await Promise.all(Array.from({ length: count }, async (_, amount) => integrator.publish({ amount })));
    await startAgain(arena, { ...environment, PARLEY_PORT: String(parley.port) });
    await receiver.waitForCount('/', count, 90_000);
    await parley.stop();

    const ids = new Set(receiver.received.map(({ headers }) => headers['webhook-id']));
    if (receiver.received.length !== ids.size)
      throw new Error(`${receiver.received.length} requests for ${ids.size} webhooks.`);
    return `${ids.size} webhooks, each once`;
  },
};
