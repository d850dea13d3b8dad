import { type BacklogFigures, measureBacklog } from './backlog.ts';
import { type DatabaseName, type Databases, withDatabases } from './databases.ts';
import type { PhaseFigures } from './fairness-figures.ts';
import { measureFairness } from './fairness.ts';
import { type Column, memoryColumns, rounded, say, sayHeads, sayRow } from './figures.ts';
import { measurePublish, type PublishFigures } from './publish.ts';
import { measureWorkers, type WorkersFigures } from './workers.ts';

const nameOf = ({ name, synchronous }: Databases): string =>
  name === 'sqlite' ? `SQLite, synchronous=${synchronous}` : `PostgreSQL, ${synchronous}`;

const publishColumns: Column<PublishFigures>[] = [
  ['fan-out', (run) => run.fanOut],
  ['limit/s', (run) => run.limitPerSecond],
  ['events/s', (run) => run.eventsPerSecond],
  ['deliveries/s', (run) => run.deliveriesPerSecond],
  ['ratio', (run) => run.ratioToLimit],
  ['p50 ms', (run) => run.p50Ms],
  ['p95 ms', (run) => run.p95Ms],
  ['p99 ms', (run) => run.p99Ms],
  ['ack p99 ms', (run) => run.ackP99Ms],
  ...memoryColumns,
  ['lost', (run) => run.lost],
];

const backlogColumns: Column<BacklogFigures>[] = [
  ['backlog', (run) => run.deliveries],
  ['limit/s', (run) => run.limitPerSecond],
  ['deliveries/s', (run) => run.deliveriesPerSecond],
  ['ratio', (run) => run.ratioToLimit],
  ...memoryColumns,
  ['repeated', (run) => run.repeated],
  ['lost', (run) => run.lost],
];

const phaseColumns: Column<PhaseFigures>[] = [
  ['phase', (one) => one.phase],
  ['events/s', (one) => one.eventsPerSecond],
  ['p50 ms', (one) => one.p50Ms],
  ['p95 ms', (one) => one.p95Ms],
  ['p99 ms', (one) => one.p99Ms],
  ['missing', (one) => one.missing],
  ['hanging', (one) => one.hangingAttempts],
  ['slow', (one) => one.slowAttempts],
  ...memoryColumns,
];

const workersColumns: Column<WorkersFigures>[] = [
  ['workers', (run) => run.workers],
  ['backlog', (run) => run.deliveries],
  ['deliveries/s', (run) => run.deliveriesPerSecond],
  ['gain', (run) => run.gain],
  ['repeated', (run) => run.repeated],
  ['lost', (run) => run.lost],
];

/** Measures and prints what further worker processes add on one PostgreSQL. */
export const reportWorkers = async (): Promise<object> => {
  const runs: WorkersFigures[] = [];
  say(
    'A backlog for 100 endpoints that answer after 250 ms, delivered by one worker process and by several.',
  );
  await withDatabases('postgresql', async (databases) => {
    sayHeads(workersColumns);
    for (const workers of [1, 2, 3]) {
      const run = await measureWorkers(databases, workers);
      run.gain = rounded(run.deliveriesPerSecond / (runs[0] ?? run).deliveriesPerSecond, 2);
      runs.push(run);
      sayRow(workersColumns, run);
    }
  });
  return { bench: 'workers', runs };
};

/** Measures and prints publishing, at fan-out 1 and 5, and the drain of a backlog. */
export const reportPublish = async (names: readonly DatabaseName[]): Promise<object> => {
  const runs: PublishFigures[] = [];
  const backlogs: BacklogFigures[] = [];
  say('REST publish → durable → signed POST → attempt recorded.');
  say('Limit: signed undici POSTs from memory to the same 100 receivers, 200 at a time, in the same run.');
  for (const name of names)
    await withDatabases(name, async (databases) => {
      say(`\n${nameOf(databases)}`);
      sayHeads(publishColumns);
      for (const fanOut of [1, 5]) {
        const run = await measurePublish(databases, fanOut);
        runs.push(run);
        sayRow(publishColumns, run);
      }
      const backlog = await measureBacklog(databases);
      backlogs.push(backlog);
      sayHeads(backlogColumns);
      sayRow(backlogColumns, backlog);
    });
  say('');
  say('p50, p95, p99: publish → received at half of the sustained rate. ack p99: publish → answered at');
  say(
    'full load. Backlog: published while no worker ran, from the first delivery to the last. MiB: resident',
  );
  say('memory of the process; early and late are the means of the second and the last quarter.');
  return { bench: 'publish', runs, backlogs };
};

/** Measures and prints how much healthy endpoints feel of endpoints that hang and of one with a backlog. */
export const reportFairness = async (names: readonly DatabaseName[]): Promise<object> => {
  const runs: object[] = [];
  say('Publish → received at 100 healthy endpoints, at a third of what they sustain: alone, and beside');
  say('50 endpoints that never answer (50 events/s) and one that answers after 100 ms and has a backlog.');
  for (const name of names)
    await withDatabases(name, async (databases) => {
      say(`\n${nameOf(databases)}`);
      sayHeads(phaseColumns);
      const run = await measureFairness(databases, (phase) => sayRow(phaseColumns, phase));
      runs.push(run);
      const ratio = `ratio ${run.ratio} (target below 1.5)`;
      say(`p95 alone ${run.p95AloneMs} ms, beside ${run.p95BesideMs} ms: ${ratio}`);
    });
  say('hanging, slow: attempts that these endpoints saw.');
  return { bench: 'fairness', runs };
};
