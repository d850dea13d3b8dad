import { setTimeout as pause } from 'node:timers/promises';

const intervalMs = 50;

/**
 * Asks again and again until the answer fits, for what nothing announces. Throws after `timeoutMs`. For what also runs
 * without Vitest; a test uses `expect.poll`.
 */
export const until = async <Value>(
  ask: () => Promise<Value>,
  fits: (value: Value) => boolean,
  timeoutMs = 60_000,
): Promise<Value> => {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await ask();
    if (fits(value)) return value;
    if (performance.now() > deadline)
      throw new Error(`Still ${JSON.stringify(value)} after ${timeoutMs} ms.`);
    await pause(intervalMs);
  }
};
