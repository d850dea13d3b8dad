import { PlanPreview, PreviewPlan } from '@parley/shared/overview/plan-preview';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { previewPlan } from './plan-preview.service.ts';

export const planPreviewRouter = router({
  get: guarded('consumers:read', {
    idempotency: 'natural',
    openapi: {
      method: 'POST',
      path: '/v1/consumers/{id}/plan/preview',
      operationId: 'previewPlan',
      summary: 'See what a plan would cut off',
      description:
        'Takes what `PUT /v1/consumers/{id}/plan` takes, and changes nothing. What needs a scope that the caller lacks is left out.',
      tags: ['Consumers'],
    },
  })
    .input(PreviewPlan)
    .output(PlanPreview)
    .mutation(({ ctx, input }) => previewPlan(ctx.em, ctx, input)),
});
