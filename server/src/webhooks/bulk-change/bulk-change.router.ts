import {
  BulkChangeId,
  BulkChangePage,
  BulkChangeView,
  ListBulkChanges,
  PlanBulkChange,
} from '@parley/shared/webhooks/bulk-change';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { controlBulkChange, getBulkChange, listBulkChanges, planBulkChange } from './bulk-change.service.ts';

const tags = ['Bulk changes'];

const moved = (action: 'start' | 'cancel', summary: string) =>
  guarded('endpoints:write', {
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: `/v1/bulk-changes/{id}/${action}`,
      operationId: `${action}BulkChange`,
      summary,
      description: 'What it changed already stays changed.',
      tags,
    },
  })
    .input(BulkChangeId)
    .output(BulkChangeView)
    .mutation(({ ctx, input }) => controlBulkChange(ctx.em, ctx, { ...input, action }));

export const bulkChangeRouter = router({
  list: guarded('endpoints:read', {
    openapi: {
      method: 'GET',
      path: '/v1/bulk-changes',
      operationId: 'listBulkChanges',
      summary: 'List bulk changes',
      description: 'A key sees those that its consumer planned.',
      tags,
    },
  })
    .input(ListBulkChanges)
    .output(BulkChangePage)
    .query(({ ctx, input }) => listBulkChanges(ctx.em, input)),

  get: guarded('endpoints:read', {
    openapi: {
      method: 'GET',
      path: '/v1/bulk-changes/{id}',
      operationId: 'getBulkChange',
      summary: 'Read a bulk change and its progress',
      tags,
    },
  })
    .input(BulkChangeId)
    .output(BulkChangeView)
    .query(({ ctx, input }) => getBulkChange(ctx.em, input.id)),

  plan: guarded('endpoints:write', {
    location: '/v1/bulk-changes/{id}',
    status: 201,
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: '/v1/bulk-changes',
      operationId: 'planBulkChange',
      summary: 'Plan to disable or enable many endpoints',
      description:
        'Answers how many there are, a sample, and what is left out and why. Nothing is changed before `start`.',
      tags,
    },
  })
    .input(PlanBulkChange)
    .output(BulkChangeView)
    .mutation(({ ctx, input }) => planBulkChange(ctx.em, ctx, input)),

  start: moved('start', 'Start a bulk change'),
  cancel: moved('cancel', 'Cancel a bulk change'),
});
