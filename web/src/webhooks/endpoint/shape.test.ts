import { CreateEndpoint } from '@parley/shared/endpoint';
import { expect, test } from 'vitest';
import { fieldErrors, withoutBlanks } from '../../lib/form/form-errors.ts';
import { blankShape, chosenShape, pinsAndSchemes, shapeTexts, type ShapeValues } from './shape.ts';

const form = CreateEndpoint.extend(shapeTexts);
const read = (values: Partial<ShapeValues>) =>
  form.safeParse(
    withoutBlanks({
      url: 'https://a.example',
      eventTypes: ['*'],
      ...chosenShape({ ...blankShape, ...values }),
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
  expect(pinsAndSchemes({ ...blankShape, signatures: 'both' }).signatures).toEqual(['v1', 'v1a']);
});
