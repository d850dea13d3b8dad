import { z } from 'zod';
import { Environment, EnvironmentChoice } from '../words/environment.ts';
import { anyOf, pageInput, pageOf, wordsFilter } from '../words/page.ts';
import { idOf } from '../words/id.ts';
import { isoTime } from '../words/text.ts';
import { EndpointHealth, EndpointStatus } from './endpoint.ts';
import { LeftOut } from './recovery.ts';

/** What a bulk change does with each of its endpoints. */
export const BulkAction = z.enum(['disable', 'enable']).meta({
  id: 'BulkAction',
  description: 'What is done with each endpoint.',
  example: 'disable',
});
export type BulkAction = z.infer<typeof BulkAction>;

export const BulkStatus = z.enum(['planned', 'running', 'done', 'cancelled']).meta({
  id: 'BulkStatus',
  description: '`planned` waits for a yes; `running` is at work; `done` and `cancelled` are over.',
  example: 'running',
});
export type BulkStatus = z.infer<typeof BulkStatus>;

const BulkSample = z
  .object({
    endpointId: idOf('ep', 'endpoint'),
    url: z.string().meta({ description: 'Where its webhooks go.' }),
    consumerName: z.string().meta({ description: 'Whose it is.' }),
  })
  .meta({ id: 'BulkSample', description: 'One of the endpoints that a bulk change is about.' });

const BulkFailure = z
  .object({
    endpointId: idOf('ep', 'endpoint'),
    reason: z.string().meta({ description: 'Why it was not changed, in words.' }),
  })
  .meta({ id: 'BulkFailure', description: 'An endpoint that could not be changed.' });

export const BulkChangeView = z
  .object({
    id: idOf('blk', 'bulk change'),
    environment: Environment,
    action: BulkAction,
    status: BulkStatus,
    plannedCount: z.int().meta({ description: 'Endpoints that it found when it was planned.' }),
    doneCount: z.int().meta({ description: 'Endpoints that it has gone through.' }),
    changedCount: z.int().meta({ description: 'Endpoints that it changed.' }),
    leftOut: z.array(LeftOut).meta({ description: 'What it found and does not change, and why.' }),
    failures: z.array(BulkFailure).meta({ description: 'The first hundred that could not be changed.' }),
    sample: z.array(BulkSample).meta({ description: 'The first ten.' }),
    actorName: z.string().meta({ description: 'Who planned it.' }),
    createdAt: isoTime('When it was planned.'),
    finishedAt: isoTime('When it was over.').nullable(),
    endReason: z
      .string()
      .nullable()
      .meta({ description: 'Why Parley ended it by itself, in words; `null` unless it did.' }),
  })
  .meta({ id: 'BulkChange', description: 'A job that disables or enables many endpoints.' });
export type BulkChangeView = z.infer<typeof BulkChangeView>;

export const BulkChangePage = pageOf(BulkChangeView);

/** Endpoints that one bulk change takes. */
export const bulkMax = 5000;

export const PlanBulkChange = z.strictObject({
  action: BulkAction,
  environment: EnvironmentChoice,
  endpointIds: z
    .array(idOf('ep', 'endpoint'))
    .min(1)
    .max(bulkMax)
    .meta({ description: 'These endpoints; without it, all that fit the filters.' })
    .optional(),
  consumerId: idOf('con', 'consumer').optional(),
  status: EndpointStatus.optional(),
  health: anyOf(EndpointHealth).optional(),
  q: wordsFilter('the URL, the description and the consumer').optional(),
});
export type PlanBulkChange = z.infer<typeof PlanBulkChange>;

export const BulkChangeId = z.strictObject({ id: idOf('blk', 'bulk change') });
export const ListBulkChanges = z.strictObject({ ...pageInput, environment: Environment.optional() });
export type ListBulkChanges = z.infer<typeof ListBulkChanges>;
