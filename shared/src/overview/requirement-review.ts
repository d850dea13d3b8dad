import { z } from 'zod';
import { PlanBody, PlanProposal } from '../access/plan-proposal.ts';
import { RequirementKey, RequirementView } from '../access/requirement.ts';
import { Environment } from '../words/environment.ts';
import { isoTime } from '../words/text.ts';
import { NarrowedKey } from './plan-preview.ts';

export const GetRequirementReview = RequirementKey;
export type GetRequirementReview = z.infer<typeof GetRequirementReview>;

const ReviewedOperation = z
  .object({
    api: z.string().meta({ description: 'Name of the API in addresses.', example: 'billing' }),
    operation: z
      .string()
      .meta({ description: 'Method and path, or as it was declared.', example: 'GET /v1/pets' }),
    isDeclared: z.boolean().meta({ description: 'Whether the requirement names it.' }),
    isKnown: z
      .boolean()
      .nullable()
      .meta({ description: 'Whether a contract has it; `null` where the reader may not know.' }),
    calls: z.int().meta({ description: 'Calls over REST within 30 days, in `live` and `test`.' }),
    lastAt: isoTime('The latest call.').nullable(),
  })
  .meta({ id: 'ReviewedOperation', description: 'An operation that is declared, or called, or both.' });

const ReviewedSubscription = z
  .object({
    eventType: z.string().meta({ description: 'An event type, or a pattern.', example: 'invoice.*' }),
    isDeclared: z.boolean().meta({ description: 'Whether the requirement names it.' }),
    isSubscribed: z.boolean().meta({ description: 'Whether one of its endpoints asks for it.' }),
    types: z
      .int()
      .nullable()
      .meta({ description: 'How many event types there are of it; `null` where the reader may not know.' }),
  })
  .meta({ id: 'ReviewedSubscription', description: 'What is wanted, or asked for, or both.' });

const ObservedTraffic = z
  .object({
    environment: Environment,
    calls: z.int().meta({ description: 'Calls within 30 days.' }),
    callsOfBusiestDay: z.int().meta({ description: 'Calls of the busiest day, in UTC.' }),
    callsOfBusiestHour: z.int().meta({ description: 'Calls of the busiest hour.' }),
  })
  .meta({ id: 'ObservedTraffic', description: 'How often a consumer called in one environment.' });

export const RequirementReview = z
  .object({
    requirement: RequirementView,
    consumerName: z.string().meta({ description: 'The application that this is about.' }),
    current: PlanBody.nullable().meta({ description: 'The plan that there is; `null` without one.' }),
    proposal: PlanProposal,
    traffic: z.array(ObservedTraffic).meta({ description: 'What was observed, in `live` and `test`.' }),
    operations: z.array(ReviewedOperation).meta({
      description: 'What is declared beside what is called: all that are declared, and up to 100 others.',
    }),
    subscriptions: z
      .array(ReviewedSubscription)
      .meta({ description: 'What is wanted beside what its endpoints ask for.' }),
    keys: z
      .array(NarrowedKey)
      .meta({ description: 'Active keys that hold more than is proposed, of the latest 200.' }),
  })
  .meta({
    id: 'RequirementReview',
    description: 'A requirement beside what is observed, and the plan that follows from it.',
  });
export type RequirementReview = z.infer<typeof RequirementReview>;
