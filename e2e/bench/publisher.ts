// The publishing side of a benchmark: an integrator that posts events over REST, as fast as it is answered or at a rate.
import { Agent } from 'undici';
import type { Order, Tally } from './publishing.ts';

const concurrency = 256;
const agent = new Agent({ connections: concurrency, pipelining: 1 });
/** Of the next event; no two events of this process have the same. */
let number = 0;

const publish = async (order: Order): Promise<number> =>
  new Promise((resolve, reject) => {
    let status = 0;
    number += 1;
    const data = {
      sentAt: performance.timeOrigin + performance.now(),
      number,
      amount: 1200,
      currency: 'EUR',
      clinic: 'north',
      items: ['a', 'b'],
    };
    agent.dispatch(
      {
        origin: order.origin,
        path: '/v1/events',
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${order.secret}` },
        body: JSON.stringify({ type: order.types[number % order.types.length], data }),
      },
      {
        onRequestStart() {},
        onResponseStart: (_controller, code) => {
          status = code;
        },
        onResponseData() {},
        onResponseEnd: () => resolve(status),
        onResponseError: (_controller, error) => reject(error),
      },
    );
  });

const one = async (order: Order, tally: Tally): Promise<void> => {
  const from = performance.now();
  const status = await publish(order).catch(() => 0);
  if (status === 201) tally.acked += 1;
  else tally.refused += 1;
  tally.ackMs.push(performance.now() - from);
};

const atRate = async (order: Order, tally: Tally, rate: number): Promise<void> => {
  const startedAt = performance.now();
  const total = order.events ?? rate * (order.seconds ?? 0);
  const pending: Promise<void>[] = [];
  while (pending.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * rate));
    while (pending.length < due) pending.push(one(order, tally));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(pending);
};

const closedLoop = async (order: Order, tally: Tally): Promise<void> => {
  const until = performance.now() + (order.seconds ?? Infinity) * 1000;
  let left = order.events ?? Infinity;
  const lane = async () => {
    while (left > 0 && performance.now() < until) {
      left -= 1;
      await one(order, tally);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
};

const run = async (order: Order): Promise<Tally> => {
  const tally: Tally = { acked: 0, refused: 0, startedAt: Date.now(), ackMs: [] };
  await (order.rate === undefined ? closedLoop(order, tally) : atRate(order, tally, order.rate));
  return tally;
};

process.on('message', (order: Order) => void run(order).then((tally) => process.send?.(tally)));
process.on('disconnect', () => process.exit(0));
