import { SecurityPolicyView, UpdateSecurityPolicy } from '@parley/shared/administration/second-factor';
import { z } from 'zod';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { getSecurityPolicy, updateSecurityPolicy } from './security-policy.service.ts';

const tags = ['Staff'];

export const securityPolicyRouter = router({
  get: guarded('staff:read', {
    openapi: {
      method: 'GET',
      path: '/v1/security-policy',
      operationId: 'getSecurityPolicy',
      summary: 'Read what is asked of everybody who signs in',
      tags,
    },
  })
    .input(z.strictObject({}))
    .output(SecurityPolicyView)
    .query(({ ctx }) => getSecurityPolicy(ctx.em)),

  update: guarded('staff:write', {
    isForOwners: true,
    isDangerous: true,
    idempotency: 'natural',
    openapi: {
      method: 'PUT',
      path: '/v1/security-policy',
      operationId: 'updateSecurityPolicy',
      summary: 'Change what is asked of everybody who signs in',
      description: 'Owners only. It holds at once, for those who are signed in as well.',
      tags,
    },
  })
    .input(UpdateSecurityPolicy)
    .output(SecurityPolicyView)
    .mutation(({ ctx, input }) => updateSecurityPolicy(ctx.em, ctx, input)),
});
