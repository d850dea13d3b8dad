import { connect } from 'node:net';
import type { Attack } from '../attack.ts';
import { describeWatched, watch } from '../watch.ts';

const drip = async (port: number): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.write('POST /v1/events HTTP/1.1\r\nHost: parley\r\nContent-Type: application/json\r\nX-Slow: ');
    const timer = setInterval(() => socket.write('x'), 200);
    socket.on('close', () => clearInterval(timer));
    socket.resume();
  });

/** Clients that never finish their headers. */
export const attack: Attack = {
  name: 'clients that never finish a request are put out, and cost nobody else anything',
  databases: ['sqlite'],
  run: async ({ start, isShort }) => {
    await using parley = await start();
    const count = isShort ? 50 : 500;

    const watched = await watch(parley, async () =>
      Promise.all(Array.from({ length: count }, async () => drip(parley.port))),
    );

    return `${count} put out; ${describeWatched(watched)}`;
  },
};
