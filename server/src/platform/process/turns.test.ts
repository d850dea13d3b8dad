import { expect, test } from 'vitest';
import { Problem } from '../request/problem.ts';
import { Turns } from './turns.ts';

const started = (turns: Turns) => {
  const order: number[] = [];
  const ends: (() => void)[] = [];
  const take = async (number: number) =>
    turns.take(async () => {
      order.push(number);
      await new Promise<void>((end) => ends.push(end));
    });
  return { order, ends, take };
};

test('few work at a time, some wait in their order, and the others are refused at once', async () => {
  const { order, ends, take } = started(
    new Turns({ atOnce: 2, waitingMax: 2 }, () => new Problem('session.busy', { retryAfterSeconds: 1 })),
  );
  const taken = [1, 2, 3, 4].map(take);
  const refused = take(5);

  await expect(refused).rejects.toMatchObject({ code: 'session.busy', status: 503 });
  expect(order).toEqual([1, 2]);
  ends[1]!();
  await expect.poll(() => order).toEqual([1, 2, 3]);
  ends[0]!();
  await expect.poll(() => order).toEqual([1, 2, 3, 4]);
  for (const end of ends) end();
  await Promise.all(taken);
});

test('work that fails gives its turn on', async () => {
  const turns = new Turns({ atOnce: 1, waitingMax: 1 }, () => new Problem('session.busy'));
  const failed = turns.take(async () => {
    throw new Error('no');
  });
  const next = turns.take(async () => 'done');

  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('done');
});
