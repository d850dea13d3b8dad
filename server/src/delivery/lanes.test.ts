import { expect, test } from 'vitest';
import { Lanes } from './lanes.ts';

const limits = { activeMax: 4, activePerLane: 2, heldPerLane: 4, heldMax: 8, bytesMax: 1000 };
const job = (endpointId: string, deliveryId = endpointId, body = '{}') => ({
  deliveryId,
  endpointId,
  environment: 'live' as const,
  eventId: 'evt',
  body,
  attemptCount: 0,
  trigger: 'schedule' as const,
  leaseUntil: 0,
});

test('lanes take turns, and none has more under way than its share', () => {
  const lanes = new Lanes(limits, () => null);
  for (const id of ['a1', 'a2', 'a3']) lanes.add(job('a', id), false);
  lanes.add(job('b', 'b1'), false);

  const started = [lanes.start(0), lanes.start(0), lanes.start(0), lanes.start(0)].map(
    (one) => one?.deliveryId,
  );

  expect(started).toEqual(['a1', 'b1', 'a2', undefined]);
});

test('what ends makes room for the next of its lane', () => {
  const lanes = new Lanes(limits, () => null);
  const jobs = ['a1', 'a2', 'a3'].map((id) => job('a', id));
  for (const one of jobs) lanes.add(one, false);
  lanes.start(0);
  lanes.start(0);

  lanes.finish(jobs[0]!);

  expect(lanes.start(0)?.deliveryId).toBe('a3');
  expect(lanes.held).toBe(2);
});

test('a full lane takes no fresh deliveries until what waits in the database has been claimed', () => {
  const lanes = new Lanes(limits, () => null);
  const reserved = [1, 2, 3, 4, 5].map(() => lanes.reserve('a'));
  lanes.release('a');

  const stillBehind = lanes.reserve('a');
  const other = lanes.reserve('b');
  lanes.caughtUpExcept(new Set(['a']));
  const listed = lanes.reserve('a');
  lanes.caughtUpExcept(new Set());

  expect(reserved).toEqual([true, true, true, true, false]);
  expect([stillBehind, other, listed, lanes.reserve('a')]).toEqual([false, true, false, true]);
});

test('large bodies use up the room as many small ones do', () => {
  const lanes = new Lanes(limits, () => null);

  lanes.add(job('a', 'a1', 'x'.repeat(1000)), false);

  expect(lanes.room).toBe(0);
  expect(lanes.reserve('b')).toBe(false);
});

test('what was not begun is handed back, and nothing is held after', () => {
  const lanes = new Lanes(limits, () => null);
  for (const id of ['a1', 'a2', 'a3']) lanes.add(job('a', id), false);
  const first = lanes.start(0)!;

  const waiting = lanes.drainWaiting();
  lanes.finish(first);

  expect(waiting.map(({ deliveryId }) => deliveryId)).toEqual(['a2', 'a3']);
  expect(lanes.held).toBe(0);
});

test('an endpoint with a rate is called no faster, and others do not wait for it', () => {
  const lanes = new Lanes({ ...limits, activePerLane: 10 }, (id) => (id === 'slow' ? 10 : null));
  for (const id of ['s1', 's2', 's3']) lanes.add(job('slow', id), false);
  lanes.add(job('fast', 'f1'), false);
  const startedAt = (now: number) => {
    const ids = [];
    for (let one = lanes.start(now); one; one = lanes.start(now)) ids.push(one.deliveryId);
    return ids;
  };

  expect(startedAt(1000)).toEqual(['s1', 'f1']);
  expect(lanes.nextStartAt()).toBe(1100);
  expect([startedAt(1099), startedAt(1100), startedAt(1150)]).toEqual([[], ['s2'], []]);
});
