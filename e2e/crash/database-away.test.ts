import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { EventPublished } from '@parley/shared/webhooks/event';
import { expect, test } from 'vitest';
import { createIntegrator } from '../support/integrator.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { startPostgres } from '../support/postgres.ts';
import { read } from '../support/rest.ts';
import { Clients } from './clients.ts';
import { drain } from './crashes.ts';
import { compare, Ledger } from './ledger.ts';
import { accepts, refusesSome, startTally, type Tally } from './tally.ts';

const answerMaxMs = 20_000;
const awayMs = 2500;
/** Not stored, or the database did not say: never a 500, and never a wrong promise. */
const honest = new Set(['503 storage.unavailable', '503 storage.outcome_unknown']);

const startOn = async (databaseUrl: string): Promise<Parley> =>
  startParley({
    retrySchedule: [0, 1, 1, 2, 2],
    environment: {
      PARLEY_DATABASE_URL: databaseUrl,
      PARLEY_MASTER_KEY: randomBytes(32).toString('base64'),
      PARLEY_LOG_LEVEL: 'silent',
    },
  });

/** Publishes without a pause while `harm` is done to the database, and a second longer. */
const publishDuring = async (parley: Parley, tally: Tally, harm: () => Promise<void>) => {
  const integrator = await createIntegrator(parley);
  for (const path of tally.paths) await integrator.createEndpoint(tally.url(path));
  const ledger = new Ledger();
  const clients = new Clients(ledger, 8);
  let isOver = false;
  const load = clients.publishUntil(() => isOver, integrator.rest);
  await pause(500);
  await harm();
  const whenBack = ledger.acknowledged.size;
  await pause(1000);
  isOver = true;
  await load;
  await clients.finish(integrator.rest);
  const unfinished = await drain(integrator.rest);
  return {
    ledger,
    unfinished,
    afterwards: ledger.acknowledged.size - whenBack,
    found: compare(ledger, tally),
    integrator,
  };
};

const expectNothingLost = ({
  ledger,
  unfinished,
  afterwards,
  found,
}: Awaited<ReturnType<typeof publishDuring>>) => {
  expect(found).toMatchObject({ lost: 0, inconsistencies: [] });
  expect(unfinished).toBe(0);
  expect(found.acknowledged).toBeGreaterThan(0);
  expect(afterwards).toBeGreaterThan(0);
  expect([...ledger.reasons.keys()].filter((reason) => !honest.has(reason))).toEqual([]);
  // Every request got an answer.
  expect(ledger.unknown).toBe(0);
  expect(ledger.slowestMs).toBeLessThan(answerMaxMs);
};

test('sessions that PostgreSQL ends under load cost a few 503 and nothing that was acknowledged', async () => {
  await using postgres = await startPostgres();
  await using tally = await startTally({ '/steady': accepts, '/flaky': refusesSome });
  await using parley = await startOn(postgres.url);
  const ended: number[] = [];

  const result = await publishDuring(parley, tally, async () => {
    for (let times = 0; times < 4; times += 1) {
      ended.push(postgres.terminateSessions());
      await pause(250);
    }
  });

  expect(Math.max(...ended)).toBeGreaterThan(0);
  expectNothingLost(result);
});

test('a PostgreSQL that crashes under load and comes back is answered for with 503, and nothing acknowledged is lost', async () => {
  await using postgres = await startPostgres();
  await using tally = await startTally({ '/steady': accepts, '/flaky': refusesSome });
  await using parley = await startOn(postgres.url);
  let health = 0;

  const result = await publishDuring(parley, tally, async () => {
    await postgres.stop('immediate');
    await pause(awayMs);
    health = (await parley.rest(null).get('/readyz')).status;
    await postgres.start();
  });

  expect(health).toBe(503);
  expect([...result.ledger.reasons.keys()].some((reason) => honest.has(reason))).toBe(true);
  expectNothingLost(result);
});

// Known to fail: nothing limits how long a statement may take.
test('a PostgreSQL that neither answers nor refuses keeps nobody waiting for more than 20 seconds', async () => {
  await using postgres = await startPostgres();
  await using parley = await startOn(postgres.url);
  const { rest } = await createIntegrator(parley);
  const event = { type: 'payment.captured', data: { amount: 1 } };
  read(EventPublished, await rest.post('/v1/events', event), 201);

  postgres.signalAll('SIGSTOP');
  const answered = rest.post('/v1/events', event).then(({ status }) => status);
  const status = await Promise.race([answered, pause(answerMaxMs, 'still waiting', { ref: false })]);
  postgres.signalAll('SIGCONT');

  expect(status).toBe(503);
});
