import {
  AnswerRequirement,
  DeclareRequirement,
  ListRequirements,
  RequirementKey,
  RequirementPage,
  RequirementView,
} from '@parley/shared/access/requirement';
import { guarded, router } from '../../platform/guard/procedures.ts';
import {
  answerRequirement,
  declareRequirement,
  getRequirement,
  listRequirements,
  requirementTag,
} from './requirement.service.ts';

const tags = ['Consumers'];
const at = '/v1/consumers/{consumerId}/requirements';

export const requirementRouter = router({
  list: guarded('consumers:read', {
    openapi: {
      method: 'GET',
      path: at,
      operationId: 'listRequirements',
      summary: 'List what a consumer declared',
      tags,
    },
  })
    .input(ListRequirements)
    .output(RequirementPage)
    .query(({ ctx, input }) => listRequirements(ctx.em, input)),

  get: guarded('consumers:read', {
    tag: requirementTag,
    openapi: {
      method: 'GET',
      path: `${at}/{id}`,
      operationId: 'getRequirement',
      summary: 'Read what a consumer declared',
      tags,
    },
  })
    .input(RequirementKey)
    .output(RequirementView)
    .query(({ ctx, input }) => getRequirement(ctx.em, input)),

  declare: guarded('consumers:write', {
    tag: requirementTag,
    location: `${at}/{id}`,
    status: 201,
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: at,
      operationId: 'declareRequirement',
      summary: 'Declare what a consumer wants to do',
      description:
        'Purpose, operations, event types and traffic. A change of an operation names who declared it.',
      tags,
    },
  })
    .input(DeclareRequirement)
    .output(RequirementView)
    .mutation(({ ctx, input }) => declareRequirement(ctx.em, ctx, input)),

  approve: guarded('consumers:approve', {
    tag: requirementTag,
    takesIfMatch: true,
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: `${at}/{id}/approve`,
      operationId: 'approveRequirement',
      summary: 'Approve what a consumer declared',
      tags,
    },
  })
    .input(AnswerRequirement)
    .output(RequirementView)
    .mutation(({ ctx, input }) => answerRequirement(ctx.em, ctx, 'approved', input)),

  decline: guarded('consumers:approve', {
    tag: requirementTag,
    takesIfMatch: true,
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: `${at}/{id}/decline`,
      operationId: 'declineRequirement',
      summary: 'Decline what a consumer declared',
      tags,
    },
  })
    .input(AnswerRequirement)
    .output(RequirementView)
    .mutation(({ ctx, input }) => answerRequirement(ctx.em, ctx, 'declined', input)),
});
