import { findFreePort } from '../support/free-port.ts';
import type { Reply, Receiver } from '../support/receiver.ts';

/** How a receiver behaves. `dead` does not even listen. */
export type Temper = 'healthy' | 'flaky' | 'slow' | 'gone' | 'dead';

const ok = (delayMs: number): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{"received":true}',
  delayMs,
});

const between = (min: number, max: number): number => min + Math.floor(Math.random() * (max - min));

const flakyReply = (): Reply => {
  const luck = Math.random();
  if (luck < 0.7) return ok(between(20, 120));
  if (luck < 0.85)
    return { status: 500, headers: { 'content-type': 'text/plain' }, body: 'upstream connect error' };
  if (luck < 0.93) return { status: 503, headers: { 'retry-after': '3' }, body: 'try again later' };
  return 'reset';
};

const replies: Record<Temper, () => Reply> = {
  healthy: () => ok(between(5, 60)),
  flaky: flakyReply,
  slow: () => ok(between(1200, 3500)),
  gone: () => ({ status: 410, body: 'This version of the app is retired.' }),
  dead: () => 'reset',
};

/** Makes the receiver play the partner behind an endpoint from now on; answers the endpoint's URL. */
export const playPartner = async (
  receiver: Receiver,
  { path, temper }: { path: string; temper: Temper },
): Promise<string> => {
  receiver.script(path, () => {
    // A demo may run for days: nothing is kept of what arrived.
    receiver.received.length = 0;
    return replies[temper]();
  });
  // Nobody listens there.
  return temper === 'dead' ? `http://127.0.0.1:${await findFreePort()}${path}` : receiver.url(path);
};
