import type { Databases } from './databases.ts';
import { type MemoryFigures, MemoryWatch, percentile, rounded } from './figures.ts';
import { subscribe } from './integrator.ts';
import { measureLimit } from './limit.ts';
import { startMeasuredParley } from './processes.ts';
import { Publisher } from './publishing.ts';
import { Receivers } from './receivers.ts';

const seconds = Number(process.env.BENCH_SECONDS ?? 8);
/** As a company has them: many receivers, a few posts to each at a time. */
const endpoints = 100;

/** The figures of one run. Rates are per second, times in milliseconds. */
export interface PublishFigures extends MemoryFigures {
  database: string;
  synchronous: string;
  fanOut: number;
  limitPerSecond: number;
  eventsPerSecond: number;
  deliveriesPerSecond: number;
  ratioToLimit: number;
  /** Publish → received at half of the sustained rate. */
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  /** Publish → answered, at full load. */
  ackP99Ms: number;
  memoryMib: number;
  lost: number;
}

/** One hundred endpoints in groups of `fanOut`; each group asks for an event type of its own. */
export const groupsOf = (origins: readonly string[], fanOut: number) =>
  origins.map((origin, index) => ({ origin, type: `bench.group_${Math.floor(index / fanOut)}` }));

/** One hundred receivers that answer at once. */
export const startReceivers = async (): Promise<Receivers> => Receivers.start(endpoints);

/** Publishes at full load and then at half of what was sustained; each event is for `fanOut` of the endpoints. */
export const measurePublish = async (databases: Databases, fanOut: number): Promise<PublishFigures> => {
  const receivers = await startReceivers();
  const limitBefore = await measureLimit(receivers);
  const parley = await startMeasuredParley(await databases.create());
  const groups = groupsOf(receivers.origins, fanOut);
  const secret = await subscribe(parley, groups);
  const publisher = new Publisher();
  const order = { origin: parley.origin, secret, types: [...new Set(groups.map(({ type }) => type))] };
  const warm = await publisher.publish({ ...order, seconds: 2 });
  await receivers.drain(warm.acked * fanOut);
  await receivers.take();

  const watch = new MemoryWatch(parley.memoryMib);
  const full = await publisher.publish({ ...order, seconds });
  const drained = await receivers.drain(full.acked * fanOut);
  const elapsed = (drained.lastAt - full.startedAt) / 1000;
  const eventsPerSecond = full.acked / elapsed;
  await receivers.take();

  const rate = Math.round(eventsPerSecond / 2);
  const half = await publisher.publish({ ...order, seconds: Math.max(3, seconds / 2), rate });
  await receivers.drain(half.acked * fanOut);
  const { latencies } = await receivers.take();
  const memory = watch.end();
  const memoryMib = parley.memoryMib();
  publisher.end();
  await parley.stop();
  const limit = (limitBefore + (await measureLimit(receivers))) / 2;
  receivers.end();

  return {
    database: databases.name,
    synchronous: databases.synchronous,
    fanOut,
    limitPerSecond: rounded(limit),
    eventsPerSecond: rounded(eventsPerSecond),
    deliveriesPerSecond: rounded(eventsPerSecond * fanOut),
    ratioToLimit: rounded((eventsPerSecond * fanOut) / limit, 3),
    p50Ms: percentile(latencies, 0.5),
    p95Ms: percentile(latencies, 0.95),
    p99Ms: percentile(latencies, 0.99),
    ackP99Ms: percentile(full.ackMs, 0.99),
    memoryMib: rounded(memoryMib),
    ...memory,
    lost: full.acked * fanOut - drained.distinct + full.refused,
  };
};
