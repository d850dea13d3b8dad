import {
  AnswerRequirement,
  ApproveRequirement,
  CommentRequirement,
  DeclareRequirement,
  ListAllRequirements,
  ListRequirements,
  RequestRequirementChanges,
  RequirementKey,
  RequirementPage,
  RequirementView,
  UpdateRequirement,
} from '@parley/shared/access/requirement';
import {
  ListRequirementEntries,
  RequirementEntryPage,
  RequirementEntryView,
} from '@parley/shared/access/requirement-entry';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { commentRequirement, listRequirementEntries } from './requirement-history.service.ts';
import {
  approveRequirement,
  archiveRequirement,
  declineRequirement,
  requestRequirementChanges,
  submitRequirement,
  suspendRequirement,
} from './requirement-move.service.ts';
import { requirementTag } from './requirement-view.ts';
import {
  declareRequirement,
  getRequirement,
  listAllRequirements,
  listRequirements,
  updateRequirement,
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
      description:
        'With `plan` it sets what the consumer may do at most, in the same transaction; the review proposes one.',
      tags,
    },
  })
    .input(ApproveRequirement)
    .output(RequirementView)
    .mutation(({ ctx, input }) => approveRequirement(ctx.em, ctx, input)),

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
    .mutation(({ ctx, input }) => declineRequirement(ctx.em, ctx, input)),

  listAll: guarded('consumers:read', {
    openapi: {
      method: 'GET',
      path: '/v1/requirements',
      operationId: 'listAllRequirements',
      summary: 'List what all consumers declared',
      description: 'A key sees what its own consumer declared.',
      tags,
    },
  })
    .input(ListAllRequirements)
    .output(RequirementPage)
    .query(({ ctx, input }) => listAllRequirements(ctx.em, input)),

  history: guarded('consumers:read', {
    openapi: {
      method: 'GET',
      path: `${at}/{id}/history`,
      operationId: 'listRequirementHistory',
      summary: 'Read what was done with a requirement, and said of it',
      tags,
    },
  })
    .input(ListRequirementEntries)
    .output(RequirementEntryPage)
    .query(({ ctx, input }) => listRequirementEntries(ctx.em, input)),

  comment: guarded('consumers:write', {
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: `${at}/{id}/comments`,
      operationId: 'commentRequirement',
      summary: 'Say something of a requirement',
      description: 'Whoever writes it by a link reads that as well.',
      tags,
    },
  })
    .input(CommentRequirement)
    .output(RequirementEntryView)
    .mutation(({ ctx, input }) => commentRequirement(ctx.em, ctx, input)),

  update: guarded('consumers:write', {
    tag: requirementTag,
    takesIfMatch: true,
    idempotency: 'natural',
    openapi: {
      method: 'PATCH',
      path: `${at}/{id}`,
      operationId: 'updateRequirement',
      summary: 'Write in a draft, or in what is to be changed',
      description: 'What is left out stays; `null` takes back what was said.',
      tags,
    },
  })
    .input(UpdateRequirement)
    .output(RequirementView)
    .mutation(({ ctx, input }) => updateRequirement(ctx.em, ctx, input)),

  submit: guarded('consumers:write', {
    tag: requirementTag,
    takesIfMatch: true,
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: `${at}/{id}/submit`,
      operationId: 'submitRequirement',
      summary: 'Hand a requirement in for an answer',
      description: 'A draft, or one of which changes were requested. What is missing is named.',
      tags,
    },
  })
    .input(RequirementKey)
    .output(RequirementView)
    .mutation(({ ctx, input }) => submitRequirement(ctx.em, ctx, input)),

  requestChanges: guarded('consumers:approve', {
    tag: requirementTag,
    takesIfMatch: true,
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: `${at}/{id}/request-changes`,
      operationId: 'requestRequirementChanges',
      summary: 'Ask for changes of what was submitted',
      tags,
    },
  })
    .input(RequestRequirementChanges)
    .output(RequirementView)
    .mutation(({ ctx, input }) => requestRequirementChanges(ctx.em, ctx, input)),

  suspend: guarded('consumers:approve', {
    tag: requirementTag,
    takesIfMatch: true,
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: `${at}/{id}/suspend`,
      operationId: 'suspendRequirement',
      summary: 'Take back an approval for now',
      description: 'Where its approval set the plan, the consumer may do nothing until it is approved again.',
      tags,
    },
  })
    .input(AnswerRequirement)
    .output(RequirementView)
    .mutation(({ ctx, input }) => suspendRequirement(ctx.em, ctx, input)),

  archive: guarded('consumers:approve', {
    tag: requirementTag,
    takesIfMatch: true,
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: `${at}/{id}/archive`,
      operationId: 'archiveRequirement',
      summary: 'End a requirement',
      description: 'It is kept to be read, and goes no other way any more.',
      tags,
    },
  })
    .input(AnswerRequirement)
    .output(RequirementView)
    .mutation(({ ctx, input }) => archiveRequirement(ctx.em, ctx, input)),
});
