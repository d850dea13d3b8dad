import { publishBacklog } from './backlog.ts';
import type { Databases } from './databases.ts';
import { rounded } from './figures.ts';
import { startMeasuredParley } from './processes.ts';
import { Receivers } from './receivers.ts';

const deliveries = Number(process.env.BENCH_BACKLOG ?? 60_000);
const receiversCount = 100;
/** Slow enough that a worker waits more than it works: what then limits it is how many attempts it has under way. */
const answerAfterMs = 250;

/** The figures of one drain by so many worker processes. */
export interface WorkersFigures {
  workers: number;
  deliveries: number;
  deliveriesPerSecond: number;
  /** Beside one worker. */
  gain: number;
  repeated: number;
  lost: number;
}

/** Lets one process and then several deliver the same backlog to receivers that answer after a quarter of a second. */
export const measureWorkers = async (databases: Databases, workers: number): Promise<WorkersFigures> => {
  const receivers = await Receivers.start(receiversCount, answerAfterMs);
  const url = await databases.create();
  const { waiting, refused } = await publishBacklog(url, receivers, deliveries);
  const processes = await Promise.all(
    Array.from({ length: workers }, async () => startMeasuredParley(url, 'worker')),
  );
  const drained = await receivers.drain(waiting);
  for (const one of processes) await one.stop();
  receivers.end();
  return {
    workers,
    deliveries: waiting,
    deliveriesPerSecond: rounded((drained.distinct / (drained.lastAt - drained.firstAt)) * 1000),
    gain: 1,
    repeated: drained.received - drained.distinct,
    lost: waiting - drained.distinct + refused,
  };
};
