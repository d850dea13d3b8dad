import { Peer } from './peer.ts';
import type { Receivers } from './receivers.ts';

const senders = 200;
const seconds = 4;

const body = JSON.stringify({
  type: 'bench.group_0',
  timestamp: new Date().toISOString(),
  data: { sentAt: 1, number: 1, amount: 1200, currency: 'EUR', clinic: 'north', items: ['a', 'b'] },
});

/** Signed POSTs from memory to these receivers, 200 at a time: how many a second. */
export const measureLimit = async (receivers: Receivers): Promise<number> => {
  const sender = new Peer('sender.ts');
  const order = { origins: receivers.origins, body, connections: senders };
  await sender.ask({ ...order, seconds: 1 });
  const { sent, ms } = await sender.ask<{ sent: number; ms: number }>({ ...order, seconds });
  sender.end();
  await receivers.take();
  return (sent / ms) * 1000;
};
