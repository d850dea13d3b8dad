import {
  AdoptionView,
  DeprecationsView,
  GetApiOfImpact,
  GetImpact,
  ImpactView,
  NoticesView,
} from '@parley/shared/contracts/contract-impact';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { deprecationsOf } from './deprecation.service.ts';
import { adoptionOf, impactOf } from './impact.service.ts';
import { noticesOf } from './notice.service.ts';

const tags = ['Contracts'];

export const contractImpactRouter = router({
  get: guarded('contracts:read', {
    openapi: {
      method: 'GET',
      path: '/v1/apis/{slug}/impact',
      operationId: 'getContractImpact',
      summary: 'See whom the changes between two versions affect',
      description:
        'Joins each change with who declared, called or sent what it touches, with counts and the last time. A consumer sees itself only.',
      tags,
    },
  })
    .input(GetImpact)
    .output(ImpactView)
    .query(({ ctx, input }) => impactOf(ctx.em, ctx, input)),

  adoption: guarded('contracts:read', {
    openapi: {
      method: 'GET',
      path: '/v1/apis/{slug}/adoption',
      operationId: 'getContractAdoption',
      summary: 'See who calls which version',
      tags,
    },
  })
    .input(GetApiOfImpact)
    .output(AdoptionView)
    .query(({ ctx, input }) => adoptionOf(ctx.em, ctx, input.slug)),

  deprecations: guarded('contracts:read', {
    openapi: {
      method: 'GET',
      path: '/v1/apis/{slug}/deprecations',
      operationId: 'listDeprecations',
      summary: 'See what is deprecated and who still calls it',
      tags,
    },
  })
    .input(GetApiOfImpact)
    .output(DeprecationsView)
    .query(({ ctx, input }) => deprecationsOf(ctx.em, ctx, input.slug)),

  notices: guarded('contracts:read', {
    openapi: {
      method: 'GET',
      path: '/v1/apis/{slug}/notices',
      operationId: 'listContractNotices',
      summary: 'See who was told of changes',
      tags,
    },
  })
    .input(GetApiOfImpact)
    .output(NoticesView)
    .query(({ ctx, input }) => noticesOf(ctx.em, ctx, input.slug)),
});
