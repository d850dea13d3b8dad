import { randomBytes, randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { DeliveryPage, type DeliveryStatus } from '@parley/shared/webhooks/delivery';
import { createIntegrator } from '../support/integrator.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { startPostgres } from '../support/postgres.ts';
import { read, type Rest } from '../support/rest.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';
import { Clients } from './clients.ts';
import { compare, Ledger } from './ledger.ts';
import { accepts, refusesSome, startTally, type Tally } from './tally.ts';

export type DatabaseName = 'sqlite' | 'postgresql';

/** What one run found. */
export interface CrashRun {
  database: DatabaseName;
  kills: number;
  acked: number;
  received: number;
  lost: number;
  duplicates: number;
  /** Events that arrived although their publisher got no answer. */
  receivedUnacked: number;
  /** Publications without an answer and without an Idempotency-Key. */
  unknown: number;
  /** Idempotency-Keys that were sent again because the answer was lost. */
  retriedKeys: number;
  /** Of those, keys whose event had been stored. */
  replayedKeys: number;
  /** Deliveries that were refused once and tried again. */
  retriedDeliveries: number;
  /** Refusals of publications by what they said; there is no reason for any. */
  refusals: Record<string, number>;
  /** Deliveries that the database does not count as delivered in the end. */
  unfinished: number;
  inconsistencies: string[];
  drainSeconds: number;
  seconds: number;
}

/** Whether everything that was promised was kept. */
export const isSound = (run: CrashRun): boolean =>
  run.lost === 0 && run.unfinished === 0 && run.inconsistencies.length === 0;

const clientCount = 8;
/** Before each kill at least so many are acknowledged, however slow the machine is. */
export const ackedMin = 20;
const killAfterMs = { min: 200, max: 900 };
/** A claim of a dead worker on PostgreSQL has to run out first. */
const drainMaxMs = 150_000;

/** Publishes to a running process from all clients and kills it in the middle. */
const killUnderLoad = async (parley: Parley, secret: string, clients: Clients, ledger: Ledger) => {
  const before = ledger.acknowledged.size;
  let isOver = false;
  const load = clients.publishUntil(() => isOver, parley.rest(secret));
  await until(
    async () => ledger.acknowledged.size,
    (size) => size > before + ackedMin,
    60_000,
  );
  await pause(randomInt(killAfterMs.min, killAfterMs.max));
  const killed = parley.kill();
  isOver = true;
  await Promise.all([killed, load]);
};

const unfinishedStatuses: DeliveryStatus[] = ['pending', 'failed', 'exhausted', 'cancelled'];

const countUnfinished = async (rest: Rest): Promise<number> => {
  const pages = await Promise.all(
    unfinishedStatuses.map(async (status) => rest.get(`/v1/deliveries?status=${status}`)),
  );
  return pages.reduce((sum, page) => sum + read(DeliveryPage, page).items.length, 0);
};

/** Waits until the database knows of no delivery that is still to be made; answers how many are left after a while. */
export const drain = async (rest: Rest, timeoutMs = drainMaxMs): Promise<number> => {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const unfinished = await countUnfinished(rest);
    if (unfinished === 0 || performance.now() > deadline) return unfinished;
    await pause(250);
  }
};

const countRetried = ({ events }: Tally): number =>
  [...events.values()]
    .flatMap(({ byPath }) => [...byPath.values()])
    .filter(({ posts, accepted }) => accepted > 0 && posts > accepted).length;

/** Kills a real process under load again and again, lets the last one finish, and compares promises with arrivals. */
export const runCrashes = async (
  database: DatabaseName,
  kills: number,
  onKill: (count: number) => void = () => undefined,
): Promise<CrashRun> => {
  const startedAt = performance.now();
  using folder = createTemporaryFolder();
  await using postgres = database === 'postgresql' ? await startPostgres() : null;
  await using tally = await startTally({ '/steady': accepts, '/flaky': refusesSome }, 5);
  const environment = {
    PARLEY_MASTER_KEY: randomBytes(32).toString('base64'),
    ...(postgres ? { PARLEY_DATABASE_URL: postgres.url } : {}),
  };
  const start = async () => startParley({ folder: folder.path, retrySchedule: [0, 1, 1, 2, 2], environment });
  const ledger = new Ledger();
  const clients = new Clients(ledger, clientCount);
  let secret = '';

  for (let kill = 0; kill < kills; kill += 1) {
    await using parley = await start();
    if (kill === 0) {
      const integrator = await createIntegrator(parley);
      for (const path of tally.paths) await integrator.createEndpoint(tally.url(path));
      secret = integrator.secret;
    }
    await killUnderLoad(parley, secret, clients, ledger);
    onKill(kill + 1);
  }

  await using last = await start();
  const drainFrom = performance.now();
  const rest = last.rest(secret);
  await clients.finish(rest);
  const unfinished = await drain(rest);
  const found = compare(ledger, tally);
  return {
    database,
    kills,
    acked: found.acknowledged,
    received: found.received,
    lost: found.lost,
    duplicates: found.duplicates,
    receivedUnacked: found.unacknowledged,
    unknown: ledger.unknown,
    retriedKeys: ledger.retriedKeys.size,
    replayedKeys: ledger.replayedKeys,
    retriedDeliveries: countRetried(tally),
    refusals: Object.fromEntries(ledger.reasons),
    unfinished,
    inconsistencies: found.inconsistencies,
    drainSeconds: Math.round((performance.now() - drainFrom) / 100) / 10,
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
  };
};
