import { expect, test } from 'vitest';
import { PlanRecoveryForm, planOf, type PlanValues } from './plan-recovery-form.ts';

const blank: PlanValues = {
  scope: 'undelivered',
  consumerId: '',
  endpointId: '',
  eventTypes: [],
  since: '',
  until: '',
  ratePerSecond: '',
};

test('blank fields ask for all endpoints and all that is kept', () => {
  expect(planOf(blank, 'test')).toEqual({ environment: 'test', scope: 'undelivered' });
});

test('an endpoint counts more than the consumer, and local times become instants', () => {
  const values = { ...blank, consumerId: 'con_1', endpointId: 'ep_1', since: '2026-11-20T09:30' };

  expect(PlanRecoveryForm.parse(planOf(values, 'live'))).toEqual({
    environment: 'live',
    scope: 'undelivered',
    start: false,
    endpointIds: ['ep_1'],
    since: new Date('2026-11-20T09:30').toISOString(),
  });
});
