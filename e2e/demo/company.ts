import type { ConsumerKind } from '@parley/shared/access/consumer';
import type { Environment } from '@parley/shared/words/environment';
import type { Scope } from '@parley/shared/scope';
import type { Temper } from './partners.ts';

interface DemoKey {
  name: string;
  environment: Environment;
  scopes: Scope[];
  isRevoked?: boolean;
  /** When it stops by itself; never without it. */
  endsInDays?: number;
}

/** Where a consumer wants events, and what its receiver is like. */
export interface DemoEndpoint {
  environment: Environment;
  description: string;
  /** Path on the local receiver. */
  path: string;
  temper: Temper;
  eventTypes: string[];
  rateLimitPerSecond?: number;
}

/** A consumer of the company, with what it holds. */
export interface DemoConsumer {
  name: string;
  kind: ConsumerKind;
  description: string;
  contactEmail: string;
  keys: DemoKey[];
  endpoints: DemoEndpoint[];
  isSuspended?: boolean;
}

/** Names that the traffic uses. */
export const names = {
  scheduling: 'Scheduling service',
  payments: 'Payments service',
  app: 'Meadowlark patient app',
  billing: 'Northwind Billing',
} as const;

const readOwn: Scope[] = ['events:read', 'event-types:read', 'endpoints:read', 'deliveries:read'];

const ownServices: DemoConsumer[] = [
  {
    name: names.scheduling,
    kind: 'internal_service',
    description: 'Owns the calendars of 40 clinics and publishes what happens in them.',
    contactEmail: 'scheduling@meadowlark.example',
    keys: [
      {
        name: 'scheduling, production',
        environment: 'live',
        scopes: ['events:publish.any', 'events:read', 'event-types:write'],
      },
      { name: 'scheduling, staging', environment: 'test', scopes: ['events:publish.any', 'events:read'] },
    ],
    endpoints: [],
  },
  {
    name: names.payments,
    kind: 'internal_service',
    description: 'Takes card payments and writes invoices.',
    contactEmail: 'payments@meadowlark.example',
    keys: [
      { name: 'payments, production', environment: 'live', scopes: ['events:publish.any', 'events:read'] },
      { name: 'payments, staging', environment: 'test', scopes: ['events:publish.any', 'events:read'] },
      {
        name: 'payments, before the move',
        environment: 'live',
        scopes: ['events:publish.any'],
        isRevoked: true,
      },
    ],
    endpoints: [],
  },
  {
    name: 'Reporting warehouse',
    kind: 'internal_service',
    description:
      'Counts visits and revenue for the monthly report. Switched off for the move to the new data centre.',
    contactEmail: 'data@meadowlark.example',
    keys: [{ name: 'nightly load', environment: 'live', scopes: readOwn }],
    endpoints: [
      {
        environment: 'live',
        description: 'Ingest, old data centre',
        path: '/warehouse',
        temper: 'dead',
        eventTypes: ['invoice.paid'],
      },
    ],
  },
];

const apps: DemoConsumer[] = [
  {
    name: names.app,
    kind: 'mobile_app',
    description: 'What patients have on their phones: booking, reminders, invoices.',
    contactEmail: 'app@meadowlark.example',
    keys: [
      { name: 'app backend', environment: 'live', scopes: readOwn },
      {
        name: 'app backend, beta',
        environment: 'test',
        scopes: [...readOwn, 'events:publish', 'endpoints:write'],
      },
    ],
    endpoints: [
      {
        environment: 'live',
        description: 'Reminders and push',
        path: '/app/push',
        temper: 'healthy',
        eventTypes: ['appointment.*'],
      },
      {
        environment: 'live',
        description: 'Push of version 1, retired',
        path: '/app/push-v1',
        temper: 'gone',
        eventTypes: ['appointment.cancelled'],
      },
    ],
  },
  {
    name: 'Clinic desk',
    kind: 'web_app',
    description: 'The screen at the reception.',
    contactEmail: 'desk@meadowlark.example',
    keys: [{ name: 'desk backend', environment: 'live', scopes: readOwn }],
    endpoints: [
      {
        environment: 'live',
        description: 'Live calendar',
        path: '/desk/calendar',
        temper: 'healthy',
        eventTypes: ['appointment.*', 'invoice.paid'],
      },
    ],
  },
];

const partners: DemoConsumer[] = [
  {
    name: names.billing,
    kind: 'partner',
    description: 'Books invoices and payments for the accountants of 40 clinics.',
    contactEmail: 'api@northwind.example',
    keys: [
      {
        name: 'ledger sync',
        environment: 'live',
        scopes: [...readOwn, 'endpoints:write', 'deliveries:write'],
      },
      {
        name: 'sandbox',
        environment: 'test',
        scopes: [...readOwn, 'endpoints:write', 'deliveries:write', 'events:publish'],
      },
      {
        name: 'read replica, not used yet',
        environment: 'live',
        scopes: readOwn,
      },
    ],
    endpoints: [
      {
        environment: 'live',
        description: 'Ledger, production',
        path: '/northwind/ledger',
        temper: 'healthy',
        eventTypes: ['invoice.*', 'payment.*'],
      },
      {
        environment: 'test',
        description: 'Ledger, sandbox',
        path: '/northwind/sandbox',
        temper: 'healthy',
        eventTypes: ['*'],
      },
    ],
  },
  {
    name: 'Aster Insurance Clearing',
    kind: 'partner',
    description: 'Splits invoices between patient and insurer. Checks each one while we wait.',
    contactEmail: 'integration@aster.example',
    keys: [{ name: 'clearing', environment: 'live', scopes: readOwn, endsInDays: 5 }],
    endpoints: [
      {
        environment: 'live',
        description: 'Claims intake',
        path: '/aster/claims',
        temper: 'slow',
        eventTypes: ['invoice.generated', 'payment.refunded'],
        rateLimitPerSecond: 5,
      },
    ],
  },
  {
    name: 'CareLoop Reminders',
    kind: 'third_party',
    description: 'Sends text messages before appointments.',
    contactEmail: 'dev@careloop.example',
    keys: [{ name: 'reminders', environment: 'live', scopes: readOwn }],
    endpoints: [
      {
        environment: 'live',
        description: 'Reminder intake',
        path: '/careloop/hooks',
        temper: 'flaky',
        eventTypes: ['appointment.booked', 'appointment.cancelled'],
      },
    ],
  },
  {
    name: 'Brightside Analytics',
    kind: 'third_party',
    description: 'Trial of a dashboard. Suspended until the contract is signed.',
    contactEmail: 'hello@brightside.example',
    keys: [{ name: 'trial', environment: 'live', scopes: ['events:read'] }],
    endpoints: [],
    isSuspended: true,
  },
];

/** Everybody who calls or receives. */
export const consumers: readonly DemoConsumer[] = [...ownServices, ...apps, ...partners];

/** People besides the one who signs in. */
export const invitations = [
  { email: 'imani.okafor@meadowlark.example', role: 'engineer' },
  { email: 'support@meadowlark.example', role: 'support' },
];
