import { ConsumerId } from '@parley/shared/access/consumer';
import { GetLimitsUsed, LimitsUsed, PlanView, PutPlan } from '@parley/shared/access/plan';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { getPlan, planTag, putPlan, viewLimitsUsed } from './plan.service.ts';

const tags = ['Consumers'];

export const planRouter = router({
  get: guarded('consumers:read', {
    tag: planTag,
    openapi: {
      method: 'GET',
      path: '/v1/consumers/{id}/plan',
      operationId: 'getPlan',
      summary: 'Read the plan of a consumer',
      description: 'A consumer without a plan answers `isEnforced: false`: only its credentials limit it.',
      tags,
    },
  })
    .input(ConsumerId)
    .output(PlanView)
    .query(({ ctx, input }) => getPlan(ctx.em, input.id)),

  put: guarded('consumers:approve', {
    takesIfMatch: true,
    tag: planTag,
    idempotency: 'natural',
    openapi: {
      method: 'PUT',
      path: '/v1/consumers/{id}/plan',
      operationId: 'putPlan',
      summary: 'Set the plan of a consumer',
      description:
        'The plan is set whole; what is left out is not allowed. No credential of the consumer holds more than it: not when it is made, and not when it is used, from the next call on and within a second in other processes.',
      tags,
    },
  })
    .input(PutPlan)
    .output(PlanView)
    .mutation(({ ctx, input }) => putPlan(ctx.em, ctx, input)),

  limitsUsed: guarded('consumers:read', {
    openapi: {
      method: 'GET',
      path: '/v1/consumers/{id}/limits',
      operationId: 'getLimitsUsed',
      summary: 'See how much of its limits a consumer has used',
      tags,
    },
  })
    .input(GetLimitsUsed)
    .output(LimitsUsed)
    .query(({ ctx, input }) => viewLimitsUsed(ctx.em, ctx, input)),
});
