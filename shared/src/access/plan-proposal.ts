import { z } from 'zod';
import { Scope } from '../scope.ts';
import { Environment } from '../words/environment.ts';
import { PutPlan } from './plan.ts';

export const PlanBody = PutPlan.omit({ id: true }).meta({
  id: 'PlanBody',
  description: 'What a consumer may do at most, by environment.',
});
export type PlanBody = z.infer<typeof PlanBody>;

const PlanPart = z
  .enum(['environment', 'scopes', 'limits', 'networks', 'event_types', 'time_zone', 'when_store_is_away'])
  .meta({
    id: 'PlanPart',
    description: 'Of what in a plan something is said.',
    example: 'limits',
  });
export type PlanPart = z.infer<typeof PlanPart>;

export const PlanDifference = z
  .object({
    environment: Environment.nullable().meta({ description: 'Where; `null` for what is one for both.' }),
    part: PlanPart,
    before: z.string().nullable().meta({ description: 'What goes or changes; `null` where it is new.' }),
    after: z
      .string()
      .nullable()
      .meta({ description: 'What comes or what it becomes; `null` where it goes.' }),
  })
  .meta({ id: 'PlanDifference', description: 'One difference between two plans.' });
export type PlanDifference = z.infer<typeof PlanDifference>;

const ProposalReason = z
  .object({
    part: PlanPart,
    text: z
      .string()
      .meta({ description: 'Why this is proposed, with the figures that it was worked out from.' }),
  })
  .meta({ id: 'ProposalReason', description: 'Why a part of a plan is proposed.' });
export type ProposalReason = z.infer<typeof ProposalReason>;

const UncoveredOperation = z
  .object({
    api: z.string().meta({ description: 'The API, as it was written.', example: 'billing' }),
    operation: z.string().meta({ description: 'The operation, as it was written.', example: 'listInvoices' }),
    why: z.enum(['other_api', 'unknown', 'people_only', 'needs_no_scope']).meta({
      id: 'UncoveredReason',
      description:
        '`other_api`: it is no operation of Parley’s own, and takes none of its scopes. `unknown`: Parley has no such operation. `people_only`: no credential of a consumer may do it. `needs_no_scope`: it is open without one.',
      example: 'other_api',
    }),
  })
  .meta({ id: 'UncoveredOperation', description: 'A declared operation that gave no scope.' });
export type UncoveredOperation = z.infer<typeof UncoveredOperation>;

export const PlanProposal = z
  .object({
    plan: PlanBody.meta({ description: 'What `PUT /v1/consumers/{id}/plan` takes.' }),
    subscriptions: z.array(z.string()).meta({
      description: 'Event types that were declared, in order. The plan holds its endpoints to them.',
    }),
    scopesOf: z
      .array(
        z
          .object({
            operation: z.string().meta({ description: 'As it was written.', example: 'listDeliveries' }),
            scope: Scope,
          })
          .meta({ id: 'ScopeOfOperation', description: 'Which scope an operation needs.' }),
      )
      .meta({ description: 'Which operation each scope comes from.' }),
    reasons: z.array(ProposalReason).meta({ description: 'The rules that were applied.' }),
    uncovered: z
      .array(UncoveredOperation)
      .meta({ description: 'Declared operations that no scope was proposed for.' }),
    differences: z
      .array(PlanDifference)
      .meta({ description: 'What it changes of the plan that there is; all of it where there is none.' }),
  })
  .meta({ id: 'PlanProposal', description: 'The plan that follows from what was declared.' });
export type PlanProposal = z.infer<typeof PlanProposal>;
