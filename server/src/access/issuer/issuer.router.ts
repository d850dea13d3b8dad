import {
  CountIssuers,
  CreateIssuer,
  IssuerId,
  IssuerPage,
  IssuerView,
  ListIssuers,
  TriedToken,
  TryToken,
  UpdateIssuer,
} from '@parley/shared/access/issuer';
import { RowCount } from '@parley/shared/words/page';
import { z } from 'zod';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { issuerTag } from './issuer-view.ts';
import {
  countListedIssuers,
  createIssuer,
  getIssuer,
  listIssuers,
  prepareChangedIssuer,
  prepareNewIssuer,
  refreshIssuerKeys,
  removeIssuer,
  tryToken,
  updateIssuer,
} from './issuer.service.ts';

const tags = ['Issuers'];

export const issuerRouter = router({
  list: guarded('issuers:read', {
    openapi: {
      method: 'GET',
      path: '/v1/issuers',
      operationId: 'listIssuers',
      summary: 'List trusted issuers',
      tags,
    },
  })
    .input(ListIssuers)
    .output(IssuerPage)
    .query(({ ctx, input }) => listIssuers(ctx.em, input)),

  /** How many there are, for the list of the console. */
  count: guarded('issuers:read')
    .input(CountIssuers)
    .output(RowCount)
    .query(({ ctx, input }) => countListedIssuers(ctx.em, input)),

  get: guarded('issuers:read', {
    tag: issuerTag,
    openapi: {
      method: 'GET',
      path: '/v1/issuers/{id}',
      operationId: 'getIssuer',
      summary: 'Read a trusted issuer',
      tags,
    },
  })
    .input(IssuerId)
    .output(IssuerView)
    .query(({ ctx, input }) => getIssuer(ctx.em, input.id)),

  create: guarded('issuers:write', {
    location: '/v1/issuers/{id}',
    tag: issuerTag,
    status: 201,
    idempotency: 'door',
    prepare: prepareNewIssuer,
    openapi: {
      method: 'POST',
      path: '/v1/issuers',
      operationId: 'createIssuer',
      summary: 'Trust an issuer',
      description:
        'Its access tokens are then taken as credentials, as far as `scopes` go. Its keys are read when the first of its tokens comes.',
      tags,
    },
  })
    .input(CreateIssuer)
    .output(IssuerView)
    .mutation(({ ctx, input }) => createIssuer(ctx.em, ctx, input)),

  update: guarded('issuers:write', {
    takesIfMatch: true,
    tag: issuerTag,
    idempotency: 'door',
    prepare: prepareChangedIssuer,
    openapi: {
      method: 'PATCH',
      path: '/v1/issuers/{id}',
      operationId: 'updateIssuer',
      summary: 'Change a trusted issuer',
      description: 'It counts from the next request on. `consumers` is the whole list.',
      tags,
    },
  })
    .input(UpdateIssuer)
    .output(IssuerView)
    .mutation(({ ctx, input }) => updateIssuer(ctx.em, ctx, input)),

  remove: guarded('issuers:write', {
    takesIfMatch: true,
    status: 204,
    idempotency: 'door',
    openapi: {
      method: 'DELETE',
      path: '/v1/issuers/{id}',
      operationId: 'removeIssuer',
      summary: 'Trust an issuer no longer',
      description: 'Its tokens are refused from the next request on.',
      tags,
    },
  })
    .input(IssuerId)
    .output(z.void())
    .mutation(({ ctx, input }) => removeIssuer(ctx.em, ctx, input.id)),

  refreshKeys: guarded('issuers:write', {
    idempotency: 'natural',
    openapi: {
      method: 'POST',
      path: '/v1/issuers/{id}/refresh-keys',
      operationId: 'refreshIssuerKeys',
      summary: 'Read the keys of an issuer now',
      description:
        'Once a minute at most, whatever came of it. `keys.failure` says why they could not be read.',
      tags,
    },
  })
    .input(IssuerId)
    .output(IssuerView)
    .mutation(({ ctx, input }) => refreshIssuerKeys(ctx.em, ctx, input.id)),

  tryToken: guarded('issuers:read', {
    idempotency: 'natural',
    openapi: {
      method: 'POST',
      path: '/v1/issuers/try',
      operationId: 'tryIssuerToken',
      summary: 'See step by step whether a token is accepted',
      description: 'The token is judged as in a call, and not kept.',
      tags,
    },
  })
    .input(TryToken)
    .output(TriedToken)
    .mutation(({ ctx, input }) => tryToken(ctx, input.token)),
});
