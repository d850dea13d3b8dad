import {
  AdoptionView,
  DeprecationsView,
  GetApiOfImpact,
  GetImpact,
  ImpactView,
  NoticesView,
} from '@parley/shared/contracts/contract-impact';
import { ContractAudienceView, GetContractAudience } from '@parley/shared/contracts/contract-audience';
import { GetImpactMatrix, ImpactMatrixView } from '@parley/shared/contracts/contract-matrix';
import { GetVersionFigures, VersionFigures } from '@parley/shared/contracts/version-figures';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { deprecationsOf } from './deprecation.service.ts';
import { impactMatrixOf } from './matrix.service.ts';
import { adoptionOf, impactOf } from './impact.service.ts';
import { audienceOf } from '../notice/audience.service.ts';
import { noticesOf } from '../notice/notice.service.ts';
import { viewVersionFigures } from '../version-figures/version-figures.service.ts';

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

  matrix: guarded('contracts:read', {
    openapi: {
      method: 'GET',
      path: '/v1/apis/{slug}/impact/matrix',
      operationId: 'getImpactMatrix',
      summary: 'See consumers and the changes that reach them as a table',
      description:
        'Breaking and risky changes unless other severities are asked for. Rows and columns come by page, the most affected first. A consumer sees itself only; addresses are for who may read consumers.',
      tags,
    },
  })
    .input(GetImpactMatrix)
    .output(ImpactMatrixView)
    .query(({ ctx, input }) => impactMatrixOf(ctx.em, ctx, input)),

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

  figures: guarded('contracts:read', {
    openapi: {
      method: 'GET',
      path: '/v1/apis/{slug}/versions/{id}/figures',
      operationId: 'getContractVersionFigures',
      summary: 'See how a contract version is called, and by whom',
      description:
        'Day by day, with the operations that nobody calls. A key sees the calls of its own consumer only.',
      tags,
    },
  })
    .input(GetVersionFigures)
    .output(VersionFigures)
    .query(({ ctx, input }) => viewVersionFigures(ctx.em, ctx, input)),

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

  audience: guarded('contracts:read', {
    openapi: {
      method: 'GET',
      path: '/v1/apis/{slug}/versions/{id}/audience',
      operationId: 'getContractAudience',
      summary: 'See who is told of a step before it is taken',
      description:
        'Whom publishing tells, and by which ways, from the data that the notices are sent by; whom people have to tell, with addresses for who may read consumers; and who has none. Deprecating and retiring tell nobody: then it is who called the version within 30 days.',
      tags,
    },
  })
    .input(GetContractAudience)
    .output(ContractAudienceView)
    .query(({ ctx, input }) => audienceOf(ctx.em, ctx, input)),

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
