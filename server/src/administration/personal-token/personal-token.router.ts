import {
  CreatePersonalToken,
  ListPersonalTokens,
  PersonalTokenCreated,
  PersonalTokenId,
  PersonalTokenPage,
  PersonalTokenView,
} from '@parley/shared/administration/personal-token';
import { credentialed, router, signedIn } from '../../platform/guard/procedures.ts';
import {
  createPersonalToken,
  getPersonalToken,
  listPersonalTokens,
  revokePersonalToken,
} from './personal-token.service.ts';

const tags = ['Staff'];

// A token makes no tokens: that is for who signed in, over either door. It lists and ends its owner's, itself as well.
export const personalTokenRouter = router({
  list: credentialed({
    openapi: {
      method: 'GET',
      path: '/v1/personal-tokens',
      operationId: 'listPersonalTokens',
      summary: 'List personal tokens',
      tags,
    },
  })
    .input(ListPersonalTokens)
    .output(PersonalTokenPage)
    .query(({ ctx, input }) => listPersonalTokens(ctx.em, ctx, input)),

  get: credentialed({
    openapi: {
      method: 'GET',
      path: '/v1/personal-tokens/{id}',
      operationId: 'getPersonalToken',
      summary: 'Read a personal token',
      description: 'Without its secret. One’s own, or anybody’s for who may change staff.',
      tags,
    },
  })
    .input(PersonalTokenId)
    .output(PersonalTokenView)
    .query(({ ctx, input }) => getPersonalToken(ctx.em, ctx, input.id)),

  create: signedIn
    .meta({
      access: 'session',
      isDangerous: true,
      status: 201,
      location: '/v1/personal-tokens/{id}',
      idempotency: 'cookie',
      openapi: {
        method: 'POST',
        path: '/v1/personal-tokens',
        operationId: 'createPersonalToken',
        summary: 'Make a personal token',
        description: 'For who is signed in to the console. The answer carries the secret, once.',
        tags,
      },
    })
    .input(CreatePersonalToken)
    .output(PersonalTokenCreated)
    .mutation(({ ctx, input }) => createPersonalToken(ctx.em, ctx, input)),

  revoke: credentialed({
    idempotency: 'natural',
    openapi: {
      method: 'POST',
      path: '/v1/personal-tokens/{id}/revoke',
      operationId: 'revokePersonalToken',
      summary: 'Revoke a personal token',
      description: 'At once, in every process. One’s own, or anybody’s for who may change staff.',
      tags,
    },
  })
    .input(PersonalTokenId)
    .output(PersonalTokenView)
    .mutation(({ ctx, input }) => revokePersonalToken(ctx.em, ctx, input.id)),
});
