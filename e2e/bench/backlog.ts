import type { Databases } from './databases.ts';
import { type MemoryFigures, MemoryWatch, rounded } from './figures.ts';
import { subscribe } from './integrator.ts';
import { measureLimit } from './limit.ts';
import { startMeasuredParley } from './processes.ts';
import { groupsOf, startReceivers } from './publish.ts';
import { Publisher } from './publishing.ts';
import type { Receivers } from './receivers.ts';

const deliveries = Number(process.env.BENCH_BACKLOG ?? 100_000);
const fanOut = 5;

/** The figures of one drain. */
export interface BacklogFigures extends MemoryFigures {
  database: string;
  deliveries: number;
  limitPerSecond: number;
  deliveriesPerSecond: number;
  ratioToLimit: number;
  /** Deliveries that arrived more than once. */
  repeated: number;
  lost: number;
}

/** Publishes for these receivers while no worker runs; answers how many deliveries wait and how many were refused. */
export const publishBacklog = async (
  url: string,
  receivers: Receivers,
  count: number,
): Promise<{ waiting: number; refused: number }> => {
  const idle = await startMeasuredParley(url, 'api');
  const groups = groupsOf(receivers.origins, fanOut);
  const secret = await subscribe(idle, groups);
  const publisher = new Publisher();
  const types = [...new Set(groups.map(({ type }) => type))];
  const events = Math.ceil(count / fanOut);
  const { acked, refused } = await publisher.publish({ origin: idle.origin, secret, types, events });
  publisher.end();
  await idle.stop();
  return { waiting: acked * fanOut, refused };
};

/** Publishes while no worker runs, then starts one and times how the deliveries arrive, from the first to the last. */
export const measureBacklog = async (databases: Databases): Promise<BacklogFigures> => {
  const receivers = await startReceivers();
  const url = await databases.create();
  const { waiting, refused } = await publishBacklog(url, receivers, deliveries);
  const limitBefore = await measureLimit(receivers);
  const parley = await startMeasuredParley(url);
  const watch = new MemoryWatch(parley.memoryMib);
  const drained = await receivers.drain(waiting);
  const memory = watch.end();
  await parley.stop();
  await receivers.take();
  const limit = (limitBefore + (await measureLimit(receivers))) / 2;
  receivers.end();
  const perSecond = (drained.distinct / (drained.lastAt - drained.firstAt)) * 1000;

  return {
    database: databases.name,
    deliveries: waiting,
    limitPerSecond: rounded(limit),
    deliveriesPerSecond: rounded(perSecond),
    ratioToLimit: rounded(perSecond / limit, 3),
    ...memory,
    repeated: drained.received - drained.distinct,
    lost: waiting - drained.distinct + refused,
  };
};
