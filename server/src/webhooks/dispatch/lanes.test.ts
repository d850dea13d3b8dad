import { expect, test } from 'vitest';
import { Lanes } from './lanes.ts';

const limits = { activeMax: 8, activePerLane: 2, heldPerLane: 4, heldMax: 8, bytesMax: 1000 };
const job = (endpointId: string, deliveryId = endpointId, body = '{}') => ({
  deliveryId,
  endpointId,
  environment: 'live' as const,
  eventId: 'evt',
  eventType: 'invoice.paid',
  schemaVersion: 1,
  isOrdered: false,
  body,
  attemptCount: 0,
  abandonedCount: 0,
  trigger: 'schedule' as const,
  leaseUntil: 0,
});

const unlimited = { rateOf: () => null, closingsOf: () => 0 };

test('lanes take turns, and none has more under way than its share', () => {
  const lanes = new Lanes(limits, unlimited);
  for (const id of ['a1', 'a2', 'a3']) lanes.add(job('a', id), false);
  lanes.add(job('b', 'b1'), false);

  const started = [lanes.start(0), lanes.start(0), lanes.start(0), lanes.start(0)].map(
    (one) => one?.deliveryId,
  );

  expect(started).toEqual(['a1', 'b1', 'a2', undefined]);
});

test('what ends makes room for the next of its lane', () => {
  const lanes = new Lanes(limits, unlimited);
  const jobs = ['a1', 'a2', 'a3'].map((id) => job('a', id));
  for (const one of jobs) lanes.add(one, false);
  lanes.start(0);
  lanes.start(0);

  lanes.finish(jobs[0]!);

  expect(lanes.start(0)?.deliveryId).toBe('a3');
  expect(lanes.held).toBe(2);
});

test('a full lane takes no fresh deliveries until what waits in the database has been claimed', () => {
  const lanes = new Lanes(limits, unlimited);
  const reserved = [1, 2, 3, 4, 5].map(() => lanes.reserve('a', 0));
  lanes.release('a');

  const stillBehind = lanes.reserve('a', 0);
  const other = lanes.reserve('b', 0);
  lanes.caughtUpExcept(new Set(['a']));
  const listed = lanes.reserve('a', 0);
  lanes.caughtUpExcept(new Set());

  expect(reserved).toEqual([true, true, true, true, false]);
  expect([stillBehind, other, listed, lanes.reserve('a', 0)]).toEqual([false, true, false, true]);
});

test('large bodies use up the room as many small ones do', () => {
  const lanes = new Lanes(limits, unlimited);

  lanes.add(job('a', 'a1', 'x'.repeat(1000)), false);

  expect(lanes.room).toBe(0);
  expect(lanes.reserve('b', 0)).toBe(false);
});

test('what was not begun is handed back, and nothing is held after', () => {
  const lanes = new Lanes(limits, unlimited);
  for (const id of ['a1', 'a2', 'a3']) lanes.add(job('a', id), false);
  const first = lanes.start(0)!;

  const waiting = lanes.drainWaiting();
  lanes.finish(first);

  expect(waiting.map(({ deliveryId }) => deliveryId)).toEqual(['a2', 'a3']);
  expect(lanes.held).toBe(0);
});

test('an endpoint with a rate is called no faster, and others do not wait for it', () => {
  const lanes = new Lanes(
    { ...limits, activePerLane: 10 },
    {
      ...unlimited,
      rateOf: (id) => (id === 'slow' ? 10 : null),
    },
  );
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

const startAll = (lanes: Lanes, now: number) => {
  const jobs = [];
  for (let one = lanes.start(now); one; one = lanes.start(now)) jobs.push(one);
  return jobs;
};

test('ten failures in a row open the circuit: what waits goes back, one probe follows, a success closes it', () => {
  const lanes = new Lanes({ ...limits, activePerLane: 1, heldPerLane: 40, heldMax: 80 }, unlimited);
  const handedBack = [];
  for (let turn = 1; turn <= 10; turn += 1) {
    lanes.add(job('a', `a${turn}`), false);
    if (turn === 10) lanes.add(job('a', 'waiting'), false);
    const [started] = startAll(lanes, 0);
    handedBack.push(...lanes.record(started!, 'failed', 0, 0));
    lanes.finish(started!);
  }
  expect(handedBack.map(({ deliveryId }) => deliveryId)).toEqual(['waiting']);
  expect(lanes.paused(0)).toEqual([{ id: 'a', until: 1000 }]);
  expect(lanes.reserve('a', 500)).toBe(false);

  for (const id of ['p1', 'p2']) lanes.add(job('a', id), false);
  expect(startAll(lanes, 999)).toEqual([]);
  const probes = startAll(lanes, 1000);
  expect(probes.map(({ deliveryId }) => deliveryId)).toEqual(['p1']);
  expect(lanes.record(probes[0]!, 'failed', 1000, 0).map(({ deliveryId }) => deliveryId)).toEqual(['p2']);
  lanes.finish(probes[0]!);
  expect(lanes.paused(1000)).toEqual([{ id: 'a', until: 3000 }]);

  lanes.add(job('a', 'p3'), false);
  const [second] = startAll(lanes, 3000);
  lanes.record(second!, 'ok', 3000, 0);
  lanes.finish(second!);
  expect(lanes.paused(3000)).toEqual([]);
});

test('a receiver that asks for less is left alone for as long as it asks', () => {
  const lanes = new Lanes(limits, unlimited);
  lanes.add(job('a'), false);
  const [started] = startAll(lanes, 0);
  lanes.record(started!, 'throttled', 0, 7000);
  lanes.finish(started!);
  expect(lanes.paused(0)).toEqual([{ id: 'a', until: 7000 }]);
});

test('any number of endpoints that never answered leave half of the room to those that did', () => {
  const lanes = new Lanes(limits, unlimited);
  lanes.add(job('good', 'g0'), false);
  const [proof] = startAll(lanes, 0);
  lanes.record(proof!, 'ok', 0, 0);
  lanes.finish(proof!);
  for (const id of ['h1', 'h2', 'h3', 'h4', 'h5', 'h6']) lanes.add(job(id), false);
  expect(startAll(lanes, 0)).toHaveLength(4);
  lanes.add(job('good', 'g1'), false);
  expect(startAll(lanes, 0).map(({ deliveryId }) => deliveryId)).toEqual(['g1']);
});

const byHand = (endpointId: string, deliveryId: string) => ({
  ...job(endpointId, deliveryId),
  trigger: 'manual' as const,
});

/** Lanes in which the circuit of `a` is open for a minute. */
const pausedLanes = (facts = unlimited): Lanes => {
  const lanes = new Lanes({ ...limits, heldPerLane: 40, heldMax: 80 }, facts);
  lanes.add(job('a', 'first'), false);
  const [started] = startAll(lanes, 0);
  lanes.record(started!, 'throttled', 0, 60_000);
  lanes.finish(started!);
  return lanes;
};

test('what a person sends goes through an open circuit at once, a few at a time, before what waits', () => {
  const lanes = pausedLanes();
  for (const id of ['w1', 'w2']) lanes.add(job('a', id), false);
  expect(startAll(lanes, 10)).toEqual([]);

  for (const id of ['m1', 'm2', 'm3', 'm4', 'm5']) lanes.add(byHand('a', id), false);

  const started = startAll(lanes, 10);
  expect(started.map(({ deliveryId }) => deliveryId)).toEqual(['m1', 'm2', 'm3', 'm4']);
  lanes.record(started[0]!, 'failed', 20, 0);
  lanes.finish(started[0]!);
  expect(startAll(lanes, 20).map(({ deliveryId }) => deliveryId)).toEqual(['m5']);
  expect(lanes.paused(20)).toEqual([{ id: 'a', until: 60_000 }]);
});

test('a success that a person asked for closes the circuit: what waits goes', () => {
  const lanes = pausedLanes();
  lanes.add(byHand('a', 'm1'), false);
  const [started] = startAll(lanes, 10);

  lanes.record(started!, 'ok', 20, 0);
  lanes.finish(started!);

  expect(lanes.paused(20)).toEqual([]);
  lanes.add(job('a', 'w1'), false);
  expect(startAll(lanes, 20).map(({ deliveryId }) => deliveryId)).toEqual(['w1']);
});

test('a circuit that a person closed is forgotten', () => {
  let closings = 0;
  const lanes = pausedLanes({ ...unlimited, closingsOf: () => closings });

  closings = 1;

  expect(lanes.paused(10)).toEqual([]);
  expect(lanes.reserve('b', 10)).toBe(true);
  lanes.add(job('a', 'w1'), false);
  expect(startAll(lanes, 10)).toHaveLength(1);
});

test('a person gets through although endpoints that hang have used up their share', () => {
  const lanes = new Lanes(limits, unlimited);
  for (const id of ['h1', 'h2', 'h3', 'h4', 'h5']) lanes.add(job(id), false);
  expect(startAll(lanes, 0)).toHaveLength(4);

  lanes.add(byHand('other', 'm1'), false);

  expect(startAll(lanes, 0).map(({ deliveryId }) => deliveryId)).toEqual(['m1']);
});
