import { EndpointHealth, RecentAttempts } from '../webhooks/endpoint.ts';
import { z } from 'zod';
import { Environment } from '../words/environment.ts';
import { isoTime } from '../words/text.ts';

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
  sickEndpoints: z
    .array(
      z.object({
        id: z.string(),
        url: z.string(),
        consumerName: z.string(),
        health: EndpointHealth,
        recentAttempts: RecentAttempts,
        failureStreak: z.int(),
        lastFailureAt: isoTime('The latest failed attempt.').nullable(),
      }),
    )
    .meta({
      description: 'Endpoints of which some attempts fail, or that are disabled, worst first, ten at most.',
    }),
});
export type HomeView = z.infer<typeof HomeView>;
