import { expect, test } from 'vitest';
import { BodyBudget, bodyLimits } from './body-budget.ts';

const limits = {
  ...bodyLimits,
  smallBytesMax: 100,
  smallBytesOfOne: 60,
  smallBytesOfAnyone: 30,
  largeBytesMax: 100,
  largeBytesOfOne: 60,
  largeMax: 3,
  waitingMax: 3,
  waitingOfOne: 2,
  waitMs: 20,
};
const owner = (id: string) => ({ id, isAnyone: false });
const busy = { code: 'request.busy', headers: { 'retry-after': '2' } };

test('one caller never holds more than its share, and gets it back', () => {
  const budget = new BodyBudget(limits);
  const first = budget.open(owner('a'));
  first.hold(50);

  expect(() => budget.open(owner('a')).hold(20)).toThrow(expect.objectContaining(busy));
  budget.open(owner('b')).hold(50);
  expect(() => budget.open(owner('c')).hold(1)).toThrow(expect.objectContaining(busy));
  first.close();
  first.close();
  budget.open(owner('c')).hold(50);
});

test('callers without a credential share a part of it, and leave the rest to others', () => {
  const budget = new BodyBudget(limits);
  budget.open({ id: 'peer 1', isAnyone: true }).hold(30);

  expect(() => budget.open({ id: 'peer 2', isAnyone: true }).hold(1)).toThrow(expect.objectContaining(busy));
  expect(() => budget.open(owner('a')).hold(60)).not.toThrow();
});

test('a large body waits for its turn, and whoever has used up its own share is passed over', async () => {
  const budget = new BodyBudget({ ...limits, waitMs: 5000 });
  const [first, second, third] = [owner('a'), owner('a'), owner('b')].map((one) => budget.open(one));
  const order: string[] = [];
  await first?.wait(60);
  const waiting = second?.wait(60).then(() => order.push('second'));
  await third?.wait(40).then(() => order.push('third'));

  first?.close();
  await waiting;
  expect(order).toEqual(['third', 'second']);
});

test('who waits too long, or as one too many, is told to come later, and leaves nothing behind', async () => {
  const budget = new BodyBudget(limits);
  const holder = budget.open(owner('a'));
  await holder.wait(60);
  const waits = [budget.open(owner('a')).wait(60), budget.open(owner('a')).wait(60)];
  const settled = Promise.allSettled(waits);

  await expect(budget.open(owner('a')).wait(60)).rejects.toMatchObject(busy);
  expect(await settled).toMatchObject([{ reason: busy }, { reason: busy }]);
  holder.close();
  await expect(budget.open(owner('a')).wait(60)).resolves.toBeUndefined();
});

test('a body that goes away while it waits gives its place up', async () => {
  const budget = new BodyBudget({ ...limits, waitMs: 5000 });
  const holder = budget.open(owner('a'));
  await holder.wait(60);
  const gone = budget.open(owner('a'));
  const waiting = gone.wait(60);
  gone.close();

  await expect(waiting).rejects.toMatchObject(busy);
});
