import { ApiKeyOf, ApiPage, ApiView, CreateApi, ListApis, UpdateApi } from '@parley/shared/contracts/api';
import { findVersionsAt } from '../version/version.service.ts';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { apiTag, createApi, getApi, listApis, updateApi } from './api.service.ts';

const tags = ['APIs'];

export const apiRouter = router({
  list: guarded('contracts:read', {
    openapi: { method: 'GET', path: '/v1/apis', operationId: 'listApis', summary: 'List APIs', tags },
  })
    .input(ListApis)
    .output(ApiPage)
    .query(({ ctx, input }) => listApis(ctx.em, findVersionsAt(ctx.parts.now()), input)),

  get: guarded('contracts:read', {
    tag: apiTag,
    openapi: { method: 'GET', path: '/v1/apis/{slug}', operationId: 'getApi', summary: 'Read an API', tags },
  })
    .input(ApiKeyOf)
    .output(ApiView)
    .query(({ ctx, input }) => getApi(ctx.em, findVersionsAt(ctx.parts.now()), input.slug)),

  create: guarded('contracts:write', {
    location: '/v1/apis/{slug}',
    tag: apiTag,
    status: 201,
    idempotency: 'door',
    openapi: { method: 'POST', path: '/v1/apis', operationId: 'createApi', summary: 'Create an API', tags },
  })
    .input(CreateApi)
    .output(ApiView)
    .mutation(({ ctx, input }) => createApi(ctx.em, ctx, findVersionsAt(ctx.parts.now()), input)),

  update: guarded('contracts:publish', {
    takesIfMatch: true,
    tag: apiTag,
    idempotency: 'natural',
    openapi: {
      method: 'PATCH',
      path: '/v1/apis/{slug}',
      operationId: 'updateApi',
      summary: 'Change an API or its rules',
      description: 'The rules decide what may be published, so this takes the right to publish.',
      tags,
    },
  })
    .input(UpdateApi)
    .output(ApiView)
    .mutation(({ ctx, input }) => updateApi(ctx.em, ctx, findVersionsAt(ctx.parts.now()), input)),
});
