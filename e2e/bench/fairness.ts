import { setTimeout as sleep } from 'node:timers/promises';
import type { Databases } from './databases.ts';
import {
  type FairnessFigures,
  type MeasuredPhase,
  type PhaseFigures,
  summarise,
} from './fairness-figures.ts';
import { MemoryWatch, percentile } from './figures.ts';
import { subscribe } from './integrator.ts';
import { type MeasuredParley, startMeasuredParley } from './processes.ts';
import { type Order, Publisher } from './publishing.ts';
import { Receivers } from './receivers.ts';

const seconds = Number(process.env.BENCH_SECONDS ?? 15);
const backlog = Number(process.env.BENCH_BACKLOG ?? 100_000);
const healthyCount = 100;
const hangingCount = 50;
const hangingPerSecond = 50;
const slowMs = 100;
const aloneWarmSeconds = 8;
/** Longer than an attempt may take, so that attempts which hang begin and end all the time. */
const besideWarmSeconds = 25;

interface Company {
  databaseUrl: string;
  secret: string;
}

interface Scene {
  healthy: Receivers;
  hanging: Receivers;
  slow: Receivers;
  publisher: Publisher;
  neighbours: Publisher;
}

const healthyTypes = Array.from({ length: healthyCount }, (_, index) => `bench.healthy_${index}`);
const hangingTypes = Array.from({ length: hangingCount }, (_, index) => `bench.hanging_${index}`);
const slowType = 'bench.slow';

const found = async (scene: Scene, databases: Databases): Promise<Company> => {
  const databaseUrl = await databases.create();
  const parley = await startMeasuredParley(databaseUrl, 'api');
  const each = ({ origins }: Receivers, types: string[]) =>
    types.map((type, index) => ({ type, origin: origins[index] ?? '' }));
  const secret = await subscribe(parley, [
    ...each(scene.healthy, healthyTypes),
    ...each(scene.hanging, hangingTypes),
    ...each(scene.slow, [slowType]),
  ]);
  await parley.stop();
  return { databaseUrl, secret };
};

/** Published while no worker runs. */
const pileUp = async (scene: Scene, { databaseUrl, secret }: Company): Promise<void> => {
  const { origin, stop } = await startMeasuredParley(databaseUrl, 'api');
  const tally = await scene.publisher.publish({ origin, secret, types: [slowType], events: backlog });
  if (tally.refused > 0) throw new Error(`${tally.refused} of the events of the backlog were refused.`);
  await stop();
};

/** A third of what the healthy endpoints sustain. */
const calibrate = async (scene: Scene, { databaseUrl, secret }: Company): Promise<number> => {
  const { origin, stop } = await startMeasuredParley(databaseUrl);
  const order = { origin, secret, types: healthyTypes };
  const warm = await scene.publisher.publish({ ...order, seconds: 3 });
  await scene.healthy.drain(warm.acked);
  await scene.healthy.take();
  const full = await scene.publisher.publish({ ...order, seconds: 4 });
  const { lastAt } = await scene.healthy.drain(full.acked);
  await scene.healthy.take();
  await stop();
  return Math.round(((full.acked / (lastAt - full.startedAt)) * 1000) / 3);
};

/** Attempts that hang are broken off, so that the process does not wait for their deadline. */
const stopWithin = async (scene: Scene, parley: MeasuredParley): Promise<void> => {
  const state = { isStopping: true };
  const stopped = parley.stop().finally(() => {
    state.isStopping = false;
  });
  while (state.isStopping) {
    await Promise.race([stopped, sleep(300)]);
    await scene.hanging.drop();
  }
  await stopped;
};

const measurePhase = async (
  scene: Scene,
  company: Company,
  phase: PhaseFigures['phase'],
  rate: number,
): Promise<MeasuredPhase> => {
  const parley = await startMeasuredParley(company.databaseUrl);
  const warmSeconds = phase === 'alone' ? aloneWarmSeconds : besideWarmSeconds;
  const order: Order = { origin: parley.origin, secret: company.secret, types: healthyTypes, rate };
  const beside: Order = { ...order, types: hangingTypes, rate: hangingPerSecond };
  const startedAt = Date.now();
  const since = startedAt + warmSeconds * 1000;
  const watch = new MemoryWatch(parley.memoryMib);
  const [tally] = await Promise.all([
    scene.publisher.publish({ ...order, seconds: warmSeconds + seconds }),
    phase === 'beside' && scene.neighbours.publish({ ...beside, seconds: warmSeconds + seconds }),
  ]);
  await scene.healthy.drain(tally.acked);
  const memory = watch.end();
  const taken = await scene.healthy.take();
  const latencies = taken.latencies.filter((_, index) => (taken.sentAts[index] ?? 0) >= since);
  const arrived = taken.sentAts.filter((sentAt) => sentAt >= startedAt).length;
  await stopWithin(scene, parley);
  const figures = {
    phase,
    eventsPerSecond: rate,
    p50Ms: percentile(latencies, 0.5),
    p95Ms: percentile(latencies, 0.95),
    p99Ms: percentile(latencies, 0.99),
    missing: tally.acked - arrived + tally.refused,
    hangingAttempts: (await scene.hanging.take()).received,
    slowAttempts: (await scene.slow.take()).received,
    ...memory,
  };
  return { figures, latencies };
};

const measureScene = async (
  scene: Scene,
  databases: Databases,
  onPhase: (figures: PhaseFigures) => void,
): Promise<FairnessFigures> => {
  const quiet = await found(scene, databases);
  const busy = await found(scene, databases);
  const rate = await calibrate(scene, quiet);
  await pileUp(scene, busy);
  const measured: MeasuredPhase[] = [];
  for (const phase of ['alone', 'beside', 'alone', 'beside'] as const) {
    const one = await measurePhase(scene, phase === 'alone' ? quiet : busy, phase, rate);
    onPhase(one.figures);
    measured.push(one);
  }
  return summarise(databases.name, rate, backlog, measured);
};

/** Publish → received at healthy endpoints, alone and beside endpoints that hang and one with a backlog. */
export const measureFairness = async (
  databases: Databases,
  onPhase: (figures: PhaseFigures) => void,
): Promise<FairnessFigures> => {
  const scene: Scene = {
    healthy: await Receivers.start(healthyCount),
    hanging: await Receivers.start(hangingCount, 'never'),
    slow: await Receivers.start(1, slowMs),
    publisher: new Publisher(),
    neighbours: new Publisher(),
  };
  try {
    return await measureScene(scene, databases, onPhase);
  } finally {
    for (const one of Object.values(scene)) one.end();
  }
};
