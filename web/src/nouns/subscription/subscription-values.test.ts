import { CreateEndpoint } from '@parley/shared/webhooks/endpoint';
import { expect, test } from 'vitest';
import { fieldErrors, withoutBlanks } from '../../lib/form/form-errors.ts';
import {
  blankSubscription,
  chosenSubscription,
  pinsAndSchemes,
  subscriptionTexts,
  type SubscriptionValues,
} from './subscription-values.ts';

const form = CreateEndpoint.extend(subscriptionTexts);
const read = (values: Partial<SubscriptionValues>) =>
  form.safeParse(
    withoutBlanks({
      url: 'https://a.example',
      eventTypes: ['*'],
      ...chosenSubscription({ ...blankSubscription, ...values }),
    }),
  );

test('what was left as it is says nothing', () => {
  expect(read({}).data).toEqual({ url: 'https://a.example', eventTypes: ['*'] });
});

test('a schedule is seconds joined by commas', () => {
  expect(read({ retrySchedule: '0, 5,300' }).data?.retrySchedule).toEqual([0, 5, 300]);
  expect(fieldErrors(read({ retrySchedule: '5 min' }).error?.issues ?? [])).toEqual({
    retrySchedule: 'Seconds joined by commas, such as 0, 5, 300, 1800.',
  });
});

test('a row without a version asks for one, and an empty row says nothing', () => {
  const rows = [
    { key: 'a', name: 'invoice.generated', version: '' },
    { key: 'b', name: ' ', version: '' },
  ] as const;

  expect(fieldErrors(read({ schemaVersions: [...rows] }).error?.issues ?? [])).toEqual({
    'schemaVersions.invoice.generated': 'Fill this in.',
  });
});

test('both signatures are v1 and v1a', () => {
  expect(pinsAndSchemes({ ...blankSubscription, signatures: 'both' }).signatures).toEqual(['v1', 'v1a']);
});
