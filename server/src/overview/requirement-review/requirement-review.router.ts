import { GetRequirementReview, RequirementReview } from '@parley/shared/overview/requirement-review';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { reviewRequirement } from './requirement-review.service.ts';

export const requirementReviewRouter = router({
  get: guarded('consumers:read', {
    openapi: {
      method: 'GET',
      path: '/v1/consumers/{consumerId}/requirements/{id}/review',
      operationId: 'reviewRequirement',
      summary: 'See a requirement beside what is observed, and the plan that follows from it',
      description:
        'The proposed plan is what `approve` and `PUT /v1/consumers/{id}/plan` take. What needs a scope that the caller lacks is left out.',
      tags: ['Consumers'],
    },
  })
    .input(GetRequirementReview)
    .output(RequirementReview)
    .query(({ ctx, input }) => reviewRequirement(ctx.em, ctx, input)),
});
