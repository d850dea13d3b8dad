import type { ConsumerFigures } from '@parley/shared/overview/consumer-figures';
import { expect, test } from 'vitest';
import { concernsOf } from './consumer-concerns.ts';

const well: ConsumerFigures = {
  environment: 'live',
  countedSince: null,
  days: [],
  hours: [],
  calls: 0,
  errors: 0,
  callsLastDay: 0,
  errorsLastDay: 0,
  keys: { active: 2, unused: 0, endingSoon: 0, lastUsedAt: null, isMore: false },
  endpoints: [{ health: 'healthy', count: 1 }],
  deliveries: [{ status: 'delivered', count: 7, isMore: false }],
  versions: [],
  operations: [],
  operationCount: 0,
  notices: [],
};
const texts = (figures: Partial<ConsumerFigures>) =>
  concernsOf({ ...well, ...figures }, 'con_1').map(({ text }) => text);

test('of a consumer that does well, and of what nobody may read, there is nothing to say', () => {
  expect(texts({})).toEqual([]);
  expect(texts({ keys: null, endpoints: null, deliveries: null, versions: null, notices: null })).toEqual([]);
});

test('the worst stands first, with numbers that agree with their words', () => {
  expect(
    texts({
      keys: { active: 2, unused: 1, endingSoon: 2, lastUsedAt: null, isMore: false },
      endpoints: [
        { health: 'failing', count: 1 },
        { health: 'disabled', count: 1 },
        { health: 'unsteady', count: 3 },
      ],
      deliveries: [{ status: 'exhausted', count: 10_000, isMore: true }],
      callsLastDay: 10,
      errorsLastDay: 1,
    }),
  ).toEqual([
    '10,000 deliveries and more of 7 days used up all attempts and did not arrive.',
    '1 endpoint fails.',
    '1 endpoint is disabled.',
    '3 endpoints fail now and then.',
    '10 % of its calls within 24 hours were refused or failed.',
    '2 API keys will end within 30 days.',
    '1 active API key of it was not used for 30 days. What nobody uses is better revoked.',
  ]);
});
