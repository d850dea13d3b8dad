import { setTimeout as sleep } from 'node:timers/promises';
import { type MeasuredParley, Peer, startMeasuredParley } from './processes.ts';

const seconds = Number(process.env.BENCH_SECONDS ?? 8);
const limitSeconds = Math.max(3, seconds / 2);
const publishers = 256;
/** As a company has them: many receivers, a few posts to each at a time. */
const endpoints = 100;
const senders = 200;

interface Counted {
  received: number;
  lastAt: number;
}
interface Tally {
  acked: number;
  refused: number;
  startedAt: number;
  ackMs: number[];
}

/** The figures of one run. Rates are per second, times in milliseconds. */
export interface PublishFigures {
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

const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0) * 10) / 10;
};

const bodyLike = JSON.stringify({
  type: 'bench.group_0',
  timestamp: new Date().toISOString(),
  data: { sentAt: 1, number: 1, amount: 1200, currency: 'EUR', clinic: 'north', items: ['a', 'b'] },
});

const measureLimit = async (origins: string[], sink: Peer): Promise<number> => {
  const sender = new Peer('sender.ts');
  await sender.ask({ origins, body: bodyLike, connections: senders, seconds: 1 });
  const { sent, ms } = await sender.ask<{ sent: number; ms: number }>({
    origins,
    body: bodyLike,
    connections: senders,
    seconds: limitSeconds,
  });
  sender.end();
  await sink.ask('take');
  return (sent / ms) * 1000;
};

const typeOf = (group: number): string => `bench.group_${group}`;

/** Declares one event type for each group of `fanOut` endpoints; each endpoint asks for the type of its group. */
const prepare = async (parley: MeasuredParley, origins: string[], fanOut: number): Promise<string> => {
  const { secret } = parley.cli(
    'key',
    'create',
    '--consumer',
    'Bench',
    '--env',
    'live',
    '--scopes',
    'events:publish,event-types:write,endpoints:write',
  );
  const call = async (path: string, body: object) => {
    const response = await fetch(parley.origin + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.status !== 201) throw new Error(`${path}: ${await response.text()}`);
  };
  for (let group = 0; group * fanOut < origins.length; group += 1)
    await call('/v1/event-types', {
      name: typeOf(group),
      description: 'An event of the benchmark.',
      schema: {
        type: 'object',
        required: ['sentAt', 'amount'],
        properties: { amount: { type: 'integer' } },
      },
    });
  for (const [index, origin] of origins.entries())
    await call('/v1/endpoints', {
      url: `${origin}/hook`,
      eventTypes: [typeOf(Math.floor(index / fanOut))],
    });
  return secret ?? '';
};

const drain = async (sink: Peer, expected: number): Promise<Counted> => {
  let counted = await sink.ask<Counted>('count');
  for (let tries = 0; counted.received < expected && tries < 1200; tries += 1) {
    await sleep(50);
    counted = await sink.ask<Counted>('count');
  }
  return counted;
};

/** Publishes at full load and then at half of what was sustained; each event is for `fanOut` of the endpoints. */
export const measurePublish = async (fanOut: number, databaseUrl?: string): Promise<PublishFigures> => {
  const sink = new Peer('sink.ts', true);
  const { port } = (await sink.ready) as { port: number };
  const origins = Array.from({ length: endpoints }, (_, index) => `http://127.0.0.${index + 2}:${port}`);
  const limitBefore = await measureLimit(origins, sink);

  const parley = await startMeasuredParley(databaseUrl);
  const secret = await prepare(parley, origins, fanOut);
  const publisher = new Peer('publisher.ts');
  const types = Array.from({ length: endpoints / fanOut }, (_, group) => typeOf(group));
  const order = { origin: parley.origin, secret, types, concurrency: publishers, rate: 0 };
  const warm = await publisher.ask<Tally>({ ...order, seconds: 2 });
  await drain(sink, warm.acked * fanOut);
  await sink.ask('take');

  const full = await publisher.ask<Tally>({ ...order, seconds });
  const drained = await drain(sink, full.acked * fanOut);
  const elapsed = (drained.lastAt - full.startedAt) / 1000;
  const eventsPerSecond = full.acked / elapsed;
  await sink.ask('take');

  const half = await publisher.ask<Tally>({
    ...order,
    seconds: Math.max(3, seconds / 2),
    rate: Math.round(eventsPerSecond / 2),
  });
  await drain(sink, half.acked * fanOut);
  const { latencies } = await sink.ask<{ latencies: number[] }>('take');
  const memoryMib = parley.memoryMib();
  publisher.end();
  await parley.stop();
  const limit = (limitBefore + (await measureLimit(origins, sink))) / 2;
  sink.end();

  return {
    fanOut,
    limitPerSecond: Math.round(limit),
    eventsPerSecond: Math.round(eventsPerSecond),
    deliveriesPerSecond: Math.round(eventsPerSecond * fanOut),
    ratioToLimit: Math.round(((eventsPerSecond * fanOut) / limit) * 1000) / 1000,
    p50Ms: percentile(latencies, 0.5),
    p95Ms: percentile(latencies, 0.95),
    p99Ms: percentile(latencies, 0.99),
    ackP99Ms: percentile(full.ackMs, 0.99),
    memoryMib: Math.round(memoryMib),
    lost: full.acked * fanOut - drained.received + full.refused,
  };
};
