import { RequirementView } from '@parley/shared/access/requirement';
import { expect, test } from 'vitest';
import { changesIn, valuesIn } from './requirement-values.ts';

const written = RequirementView.pick({
  purpose: true,
  kind: true,
  contactName: true,
  contactEmail: true,
  technicalName: true,
  technicalEmail: true,
  operations: true,
  eventTypes: true,
  callsPerDay: true,
  callsPerSecond: true,
  dataClass: true,
  credentialType: true,
  networks: true,
  goLiveOn: true,
}).parse({
  purpose: 'Books invoices.',
  kind: 'partner',
  contactName: null,
  contactEmail: 'ada@clinic.example',
  technicalName: null,
  technicalEmail: null,
  operations: [
    { api: 'parley', operation: 'GET /v1/deliveries' },
    { api: 'billing', operation: 'listInvoices' },
  ],
  eventTypes: ['invoice.*'],
  callsPerDay: 20_000,
  callsPerSecond: null,
  dataClass: 'personal',
  credentialType: null,
  networks: ['192.0.2.0/24'],
  goLiveOn: null,
});

test('what is written is the same after it stood in fields', () => {
  expect(changesIn(valuesIn(written))).toEqual(written);
});

test('an operation without an API is one of Parley’s own, and empty lines are none', () => {
  const { operations } = changesIn({
    ...valuesIn(written),
    operations: 'get /v1/events\n\nlistDeliveries\n billing  GET /invoices ',
  });

  expect(operations).toEqual([
    { api: 'parley', operation: 'get /v1/events' },
    { api: 'parley', operation: 'listDeliveries' },
    { api: 'billing', operation: 'GET /invoices' },
  ]);
});
