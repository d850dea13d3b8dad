import { setTimeout as pause } from 'node:timers/promises';
import { createIntegrator, type Integrator } from '../../support/integrator.ts';
import { openOtherWriter, type OtherWriter } from '../../support/other-writer.ts';
import type { Parley } from '../../support/parley.ts';
import type { Arena, Attack } from '../attack.ts';

const honest = new Set([200, 201, 503]);
const everySession = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`;

/** Publishes, registers and reads without a pause until told; answers what came back, by status. */
const useUntil = async (
  { rest, publish }: Integrator,
  endpointPath: string,
  over: Promise<unknown>,
): Promise<string> => {
  const seen = new Map<number, number>();
  const ending = new AbortController();
  void over.catch(() => undefined).then(() => ending.abort());
  const again = async (call: () => Promise<{ status: number }>) => {
    while (!ending.signal.aborted) {
      const { status } = await call();
      seen.set(status, (seen.get(status) ?? 0) + 1);
      await pause(20);
    }
  };
  const event = { type: 'payment.captured', data: { amount: 1 } };
  await Promise.all([
    over,
    again(async () => rest.patch(endpointPath, { description: `at ${performance.now()}` })),
    again(async () => rest.post('/v1/events', event)),
    again(async () => rest.get('/v1/endpoints')),
  ]);
  const wrong = [...seen.keys()].filter((status) => !honest.has(status));
  if (wrong.length > 0) throw new Error(`Answered ${wrong.join(', ')}.`);
  await publish({ amount: 2 });
  return [...seen].map(([status, count]) => `${count} × ${status}`).join(', ');
};

const expectHealthy = async (parley: Parley, { rest }: Integrator, endpointPath: string): Promise<void> => {
  const [ready, read, write] = [
    await parley.rest(null).get('/readyz'),
    await rest.get('/v1/endpoints'),
    await rest.patch(endpointPath, { description: 'afterwards' }),
  ];
  if (ready.status !== 200 || read.status !== 200 || write.status !== 200)
    throw new Error(`Afterwards: /readyz ${ready.status}, read ${read.status}, write ${write.status}.`);
  const ended = await parley.stop();
  if (ended !== 0) throw new Error(`SIGTERM ended it with ${ended}.`);
};

const holdTheLock = async (other: OtherWriter, holdMs: number): Promise<void> => {
  await other.run('begin immediate');
  await pause(holdMs);
  await other.run('commit');
};

// Five seconds are waited for: what takes longer is refused, and works again afterwards.
const harm = async (other: OtherWriter, { database, isShort }: Arena): Promise<void> => {
  if (database === 'sqlite') {
    for (const holdMs of isShort ? [700] : [4000, 8000]) await holdTheLock(other, holdMs);
    return;
  }
  await other.run('begin; lock table endpoint, event, delivery in access exclusive mode');
  await pause(isShort ? 500 : 4000);
  await other.run('commit');
  for (let times = 0; times < (isShort ? 10 : 60); times += 1) {
    await other.run(everySession);
    await pause(50);
  }
};

/** A tool of the operator that writes for a while, and sessions that the database ends. */
export const attack: Attack = {
  name: 'somebody else who holds the database for seconds costs a few 503 and nothing afterwards',
  databases: ['sqlite', 'postgresql'],
  run: async (arena) => {
    const databaseUrl = await arena.createDatabase();
    await using parley = await arena.start({
      environment: { PARLEY_DATABASE_URL: databaseUrl, PARLEY_LOG_LEVEL: 'silent' },
    });
    const integrator = await createIntegrator(parley);
    const endpointPath = `/v1/endpoints/${(await integrator.createEndpoint('http://127.0.0.1:8099/')).id}`;
    await using other = await openOtherWriter(databaseUrl);

    const said = await useUntil(integrator, endpointPath, harm(other, arena));
    await expectHealthy(parley, integrator, endpointPath);

    return said;
  },
};
