import type { LineageEntry } from '@parley/shared/webhooks/lineage';
import { expect, test } from 'vitest';
import { groupsOf } from './lineage-groups.ts';

const entry = (id: string, deliveryId: string | null): LineageEntry => ({
  at: '2026-11-22T09:30:00.000Z',
  kind: 'attempt',
  id,
  deliveryId,
  endpointId: null,
  endpointUrl: null,
  isOk: null,
  text: '',
});

test('entries of a delivery stand together in their order, after those of the event', () => {
  const mixed = [entry('1', 'dlv_a'), entry('2', null), entry('3', 'dlv_b'), entry('4', 'dlv_a')];

  expect(groupsOf(mixed).map(({ entries }) => entries.map(({ id }) => id))).toEqual([
    ['2'],
    ['1', '4'],
    ['3'],
  ]);
});
