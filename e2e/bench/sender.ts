// The limit of a benchmark: signed POSTs from memory by undici, with nothing stored and nothing looked up.
import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { Agent } from 'undici';

interface Order {
  origins: string[];
  body: string;
  connections: number;
  seconds: number;
}

const key = createSecretKey(randomBytes(24));
const agent = new Agent({ connections: 64, pipelining: 1 });

const post = async (origin: string, id: string, body: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const timestamp = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    agent.dispatch(
      {
        origin,
        path: '/hook',
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Parley-Webhooks/1',
          'webhook-id': id,
          'webhook-timestamp': String(timestamp),
          'webhook-signature': `v1,${signature}`,
        },
        body,
      },
      {
        onRequestStart() {},
        onResponseStart() {},
        onResponseData() {},
        onResponseEnd: () => resolve(),
        onResponseError: (_controller, error) => reject(error),
      },
    );
  });

const run = async (order: Order): Promise<{ sent: number; ms: number }> => {
  const startedAt = performance.now();
  const until = startedAt + order.seconds * 1000;
  let sent = 0;
  const lane = async (index: number) => {
    for (let turn = index; performance.now() < until; turn += 1) {
      const origin = order.origins[turn % order.origins.length] ?? '';
      await post(origin, `evt_limit_${index}_${sent}`, order.body);
      sent += 1;
    }
  };
  await Promise.all(Array.from({ length: order.connections }, (_, index) => lane(index)));
  return { sent, ms: performance.now() - startedAt };
};

process.on('message', (order: Order) => void run(order).then((result) => process.send?.(result)));
process.on('disconnect', () => process.exit(0));
