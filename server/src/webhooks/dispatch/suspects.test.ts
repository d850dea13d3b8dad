import { expect, test } from 'vitest';
import type { Job } from '../delivery/claim.service.ts';
import { Suspects } from './suspects.ts';

const job = (deliveryId: string, abandonedCount: number): Job => ({
  deliveryId,
  endpointId: 'ep',
  environment: 'live',
  eventId: 'evt',
  eventType: 'invoice.paid',
  schemaVersion: 1,
  body: '{}',
  isOrdered: false,
  attemptCount: 0,
  abandonedCount,
  trigger: 'schedule',
  leaseUntil: 0,
});

test('those that were abandoned least go first, and the last one goes alone', () => {
  const suspects = new Suspects();
  const twice = Array.from({ length: 40 }, (_, index) => job(`twice ${index}`, 2));
  const thrice = Array.from({ length: 6 }, (_, index) => job(`thrice ${index}`, 3));
  const often = [job('often', 4), job('often too', 4)];
  suspects.add([...often, ...thrice, ...twice]);

  const rounds: string[][] = [];
  for (let next = suspects.next(); next.length > 0; next = suspects.next()) {
    expect(suspects.next()).toEqual([]);
    rounds.push(next.map(({ deliveryId }) => deliveryId));
    for (const one of next) suspects.end(one);
  }

  expect(rounds.map((round) => round.length)).toEqual([32, 8, 4, 2, 1, 1]);
  expect(rounds.slice(-2).flat()).toEqual(['often', 'often too']);
});

test('one that ends makes room for one of the same count', () => {
  const suspects = new Suspects();
  suspects.add(Array.from({ length: 5 }, (_, index) => job(`${index}`, 3)));
  const [first] = suspects.next();

  suspects.end(first!);

  expect(suspects.next()).toHaveLength(1);
});
