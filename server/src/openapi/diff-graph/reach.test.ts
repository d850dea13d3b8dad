import { expect, test } from 'vitest';
import { Frame, type OperationRef } from './frame.ts';
import { Reach } from './reach.ts';

/** Numbers without a pattern, the same in every run. */
const createChance = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state % below;
  };
};

const graphOf = (seed: number): Frame[] => {
  const chance = createChance(seed);
  // Beyond 32 operations sets have another form.
  const count = 2 + chance(seed % 10 === 0 ? 200 : 40);
  const frames = Array.from({ length: count }, (_, order) => {
    const label = { self: `${order}`, owner: `${order}` };
    const operation = chance(3) === 0 ? { method: 'GET', path: `/${order}` } : undefined;
    return new Frame(order, `${order}`, label, operation);
  });
  // Circles, twins and frames that lead to themselves are among them.
  const [root] = frames;
  for (let edge = chance(count * 3); edge > 0; edge -= 1)
    if (root) frames[chance(count)]?.lead(frames[chance(count)] ?? root, '');
  return frames;
};

const reachingByHand = (frame: Frame): OperationRef[] => {
  const seen = new Set([frame]);
  for (const one of seen) for (const { parent } of one.parents) seen.add(parent);
  return [...seen]
    .toSorted((left, right) => left.order - right.order)
    .flatMap(({ operation }) => operation ?? []);
};

test('the operations that reach a part are those from which one comes to it, in whatever circles', () => {
  for (let seed = 1; seed <= 150; seed += 1) {
    const frames = graphOf(seed);
    const reach = new Reach(frames);
    for (const frame of frames) {
      const set = reach.operationsReaching([frame]);
      expect(set.operations).toEqual(reachingByHand(frame));
      expect(set.size).toBe(set.operations.length);
    }
  }
});

test('equal sets are one object, and a chain of 20,000 parts costs no stack', () => {
  const label = { self: '', owner: '' };
  const frames = Array.from({ length: 20_000 }, (_, order) => new Frame(order, '', label));
  const root = new Frame(frames.length, '', label, { method: 'GET', path: '/' });
  for (const [order, frame] of frames.entries()) (frames[order - 1] ?? root).lead(frame, '');
  const reach = new Reach([...frames, root]);

  const [first, last] = [frames[0], frames.at(-1)].map((frame) =>
    reach.operationsReaching(frame ? [frame] : []),
  );

  expect(first?.operations).toEqual([{ method: 'GET', path: '/' }]);
  expect(last).toBe(first);
});
