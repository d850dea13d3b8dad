import { expect, test } from 'vitest';
import { objectAt } from './object-place.ts';

test('the page of an object, and each part of it, is the object', () => {
  expect(objectAt('/consumers/con_1')).toEqual({
    path: '/consumers/con_1',
    kind: 'Consumer',
    trail: [{ label: 'Consumers', path: '/consumers' }],
  });
  expect(objectAt('/apis/billing/rules')?.path).toBe('/apis/billing');
  expect(objectAt('/apis/billing/versions/ctr_1/changes')).toEqual({
    path: '/apis/billing/versions/ctr_1',
    kind: 'Contract version',
    trail: [
      { label: 'APIs', path: '/apis' },
      { label: 'billing', path: '/apis/billing' },
    ],
  });
});

test.each(['/', '/consumers', '/consumers/', '/signature-check', '/account', '/inspect/evt_1'])(
  '%s is no object',
  (path) => {
    expect(objectAt(path)).toBeNull();
  },
);
