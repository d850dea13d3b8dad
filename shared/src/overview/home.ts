import { IssueView } from '../monitoring/issue.ts';
import { DeliveryPiece } from '../webhooks/figures.ts';
import { z } from 'zod';
import { Environment } from '../words/environment.ts';
import { isoTime } from '../words/text.ts';

/** What may wait for somebody. */
export const WaitingKind = z.enum([
  'requirement',
  'contract_draft',
  'sunset',
  'not_told',
  'key_expiring',
  'key_unused',
  'recovery',
]);
export type WaitingKind = z.infer<typeof WaitingKind>;

/** Things of one kind that wait: how many, and the first few. */
export const Waiting = z.object({
  kind: WaitingKind,
  count: z.int().meta({ description: 'How many, 1,000 at most.' }),
  items: z
    .array(
      z.object({
        id: z.string().meta({ description: 'Of the thing itself, as its page takes it.' }),
        /** Of what it belongs to, where its page needs that too: the slug of an API, the id of a consumer. */
        parentId: z.string().nullable(),
        name: z.string(),
        of: z.string().nullable().meta({ description: 'Whose it is, in words.' }),
        at: isoTime('The time that it is about: when it ends, or since when it waits.').nullable(),
      }),
    )
    .meta({ description: 'The most urgent first, three at most.' }),
});
export type Waiting = z.infer<typeof Waiting>;

export const HomeInput = z.strictObject({ environment: Environment });

/** The start page in one answer: the checklist from real rows, and how the last day went. */
export const HomeView = z.object({
  checklist: z.object({
    consumer: z.boolean(),
    apiKey: z.boolean(),
    eventType: z.boolean(),
    endpoint: z.boolean(),
    event: z.boolean(),
    delivered: z.boolean(),
  }),
  lastDay: z.object({
    since: isoTime('Since when events and deliveries are counted: the start of the oldest hour.'),
    events: z.int(),
    delivered: z.int(),
    failing: z.int().meta({ description: 'Deliveries that were refused and wait for their next attempt.' }),
    exhausted: z.int(),
    pending: z.int(),
    attempts: z.int(),
    p95Ms: z.number().nullable().meta({ description: '95th percentile of attempt duration, milliseconds.' }),
  }),
  hours: z
    .array(z.object({ hour: isoTime('Start of the hour.'), delivered: z.int(), failed: z.int() }))
    .meta({ description: 'Attempts of the last 24 hours, oldest first; every hour is present.' }),
  deliveries: z
    .object({
      countedSince: isoTime(
        'From when on all are counted, where there are too many; before it there are none in the hours.',
      ).nullable(),
      hours: z.array(DeliveryPiece),
    })
    .meta({ description: 'Deliveries of the same hours by when they were made, by their status now.' }),
  issues: z.object({
    open: z.array(IssueView).meta({ description: 'Open ones, the latest failure first, 30 at most.' }),
    openCount: z.int().meta({ description: 'How many are open, 1,000 at most.' }),
    acknowledged: z
      .array(IssueView)
      .meta({ description: 'At which somebody is, the latest failure first, 10 at most.' }),
    acknowledgedCount: z.int(),
    mutedCount: z.int(),
    /** When an issue was resolved last. */
    resolvedAt: isoTime('The latest end of an issue that is over; `null` when none is kept.').nullable(),
  }),
  endpoints: z.object({
    active: z.int().meta({ description: 'Endpoints that are sent to, 1,000 at most.' }),
    failing: z.int().meta({ description: 'Those that are `failing` or `paused`; 1,000 at most.' }),
  }),
  waiting: z
    .array(Waiting)
    .meta({ description: 'What waits for somebody who may do it, and the reader may.' }),
});
export type HomeView = z.infer<typeof HomeView>;
