import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Clients } from '../crash/clients.ts';
import { drain } from '../crash/crashes.ts';
import { compare, Ledger } from '../crash/ledger.ts';
import { accepts, refusesSome, startTally, type Tally } from '../crash/tally.ts';
import { integratorScopes, prepareIntegrator } from '../support/integrator.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { startWorker, type WorkerProcess } from '../support/worker.ts';

const loadMs = 4000;
const clientCount = 6;
const acknowledgedMin = 100;
/** So many that each worker has a share of them. */
const manyPaths = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`/${index}`, accepts]));

let postgres: Postgres;
let apis: Parley[] = [];
let workers: WorkerProcess[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
  const environment = {
    PARLEY_DATABASE_URL: postgres.url,
    PARLEY_MASTER_KEY: randomBytes(32).toString('base64'),
    PARLEY_RETRY_SCHEDULE: '0,1,1,2,2',
  };
  const startApi = async () => startParley({ environment: { ...environment, PARLEY_ROLES: 'api' } });
  // All at once on an empty database: they also agree on who migrates.
  [apis, workers] = await Promise.all([
    Promise.all([startApi(), startApi()]),
    Promise.all([startWorker(environment), startWorker(environment)]),
  ]);
});

afterAll(async () => {
  for (const one of [...apis, ...workers, postgres]) await one[Symbol.asyncDispose]();
});

/** A consumer of its own with an endpoint for each path. */
const prepare = async (name: string, tally: Tally) => {
  const key = await apis[0]!.createKey(name, integratorScopes.join(','));
  const integrator = await prepareIntegrator(apis[0]!, key);
  await Promise.all(tally.paths.map(async (path) => integrator.createEndpoint(tally.url(path))));
  return { ...integrator, both: apis.map((api) => api.rest(integrator.secret)) };
};

type Prepared = Awaited<ReturnType<typeof prepare>>;

/** Publishes through both APIs for a while, on a busy machine for as long as it takes to publish enough. */
const publishFor = async ({ both }: Prepared, ledger: Ledger): Promise<void> => {
  const over = performance.now() + loadMs;
  const isOver = () => performance.now() > over && ledger.acknowledged.size > acknowledgedMin;
  await new Clients(ledger, clientCount).publishUntil(isOver, ...both);
};

test('two workers share what two APIs take, and each webhook arrives exactly once', async () => {
  await using tally = await startTally(manyPaths, 10);
  const integrator = await prepare('Shared', tally);
  const ledger = new Ledger();
  const took = workers.map(() => 0);

  const load = publishFor(integrator, ledger);
  for (let times = 0; times < 20; times += 1) {
    await pause(loadMs / 20);
    for (const [index, worker] of workers.entries())
      took[index] = Math.max(took[index]!, worker.connectionsTo(tally.port));
  }
  await load;
  const unfinished = await drain(integrator.rest);

  const found = compare(ledger, tally);
  expect(found).toMatchObject({ lost: 0, duplicates: 0, unacknowledged: 0, inconsistencies: [] });
  expect(unfinished).toBe(0);
  expect(found.acknowledged).toBeGreaterThan(acknowledgedMin);
  expect(Math.min(...took)).toBeGreaterThan(0);
  expect([...ledger.reasons]).toEqual([]);
});

test('kill -9 of one of two workers under load loses nothing', async () => {
  await using tally = await startTally({ ...manyPaths, '/flaky': refusesSome }, 10);
  const integrator = await prepare('Orphaned', tally);
  const ledger = new Ledger();

  const load = publishFor(integrator, ledger);
  await expect.poll(() => workers[0]!.connectionsTo(tally.port)).toBeGreaterThan(0);
  await workers[0]!.kill();
  await load;
  const unfinished = await drain(integrator.rest);

  const found = compare(ledger, tally);
  expect(found).toMatchObject({ lost: 0, unacknowledged: 0, inconsistencies: [] });
  expect(unfinished).toBe(0);
  expect(found.acknowledged).toBeGreaterThan(acknowledgedMin);
  expect([...ledger.reasons]).toEqual([]);
});
