// The publishing side of a benchmark: an integrator that posts events over REST, as fast as it is answered or at a rate.
import { Agent } from 'undici';

interface Order {
  origin: string;
  secret: string;
  /** Event types, taken in turns. */
  types: string[];
  concurrency: number;
  seconds: number;
  /** Events a second; `0` publishes as fast as it is answered. */
  rate: number;
}

const agent = new Agent({ connections: 256, pipelining: 1 });

const publish = async (order: Order, number: number): Promise<number> =>
  new Promise((resolve, reject) => {
    let status = 0;
    const data = {
      sentAt: Date.now(),
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

interface Tally {
  acked: number;
  refused: number;
  startedAt: number;
  ackMs: number[];
}

const one = async (order: Order, tally: Tally, number: number): Promise<void> => {
  const from = performance.now();
  const status = await publish(order, number).catch(() => 0);
  if (status === 201) tally.acked += 1;
  else tally.refused += 1;
  tally.ackMs.push(performance.now() - from);
};

const atRate = async (order: Order, tally: Tally): Promise<void> => {
  const startedAt = performance.now();
  const total = order.rate * order.seconds;
  const pending: Promise<void>[] = [];
  while (pending.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * order.rate));
    while (pending.length < due) pending.push(one(order, tally, pending.length));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(pending);
};

const closedLoop = async (order: Order, tally: Tally): Promise<void> => {
  const until = performance.now() + order.seconds * 1000;
  let number = 0;
  const lane = async () => {
    while (performance.now() < until) await one(order, tally, (number += 1));
  };
  await Promise.all(Array.from({ length: order.concurrency }, lane));
};

const run = async (order: Order): Promise<Tally> => {
  const tally: Tally = { acked: 0, refused: 0, startedAt: Date.now(), ackMs: [] };
  await (order.rate > 0 ? atRate(order, tally) : closedLoop(order, tally));
  return tally;
};

process.on('message', (order: Order) => void run(order).then((tally) => process.send?.(tally)));
process.on('disconnect', () => process.exit(0));
