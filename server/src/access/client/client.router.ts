import {
  ClientActivity,
  ClientCreated,
  ClientId,
  ClientPage,
  ClientRevoked,
  ClientView,
  CountClients,
  CreateClient,
  ListClients,
  RotateClient,
  UpdateClient,
} from '@parley/shared/access/client';
import { RowCount } from '@parley/shared/words/page';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { isClientStillGood } from './client-answer.service.ts';
import { endPreviousSecret, rotateClient } from './client-secret.service.ts';
import { clientTag } from './client-view.ts';
import {
  countListedClients,
  createClient,
  getClient,
  getClientActivity,
  listClients,
  revokeClient,
  updateClient,
} from './client.service.ts';

const tags = ['Clients'];

export const clientRouter = router({
  list: guarded('clients:read', {
    openapi: {
      method: 'GET',
      path: '/v1/clients',
      operationId: 'listClients',
      summary: 'List OAuth clients',
      tags,
    },
  })
    .input(ListClients)
    .output(ClientPage)
    .query(({ ctx, input }) => listClients(ctx.em, ctx.parts, input)),

  /** How many there are, for the list of the console. */
  count: guarded('clients:read')
    .input(CountClients)
    .output(RowCount)
    .query(({ ctx, input }) => countListedClients(ctx.em, ctx.parts, input)),

  get: guarded('clients:read', {
    tag: clientTag,
    openapi: {
      method: 'GET',
      path: '/v1/clients/{id}',
      operationId: 'getClient',
      summary: 'Read an OAuth client',
      tags,
    },
  })
    .input(ClientId)
    .output(ClientView)
    .query(({ ctx, input }) => getClient(ctx.em, ctx.parts, input.id)),

  activity: guarded('clients:read', {
    openapi: {
      method: 'GET',
      path: '/v1/clients/{id}/activity',
      operationId: 'getClientActivity',
      summary: 'What the tokens of a client did lately',
      description: 'Ask this before revoking a client.',
      tags,
    },
  })
    .input(ClientId)
    .output(ClientActivity)
    .query(({ ctx, input }) => getClientActivity(ctx.em, ctx.parts, input.id)),

  create: guarded('clients:write', {
    location: '/v1/clients/{id}',
    tag: clientTag,
    status: 201,
    idempotency: 'door',
    isStillGood: isClientStillGood,
    openapi: {
      method: 'POST',
      path: '/v1/clients',
      operationId: 'createClient',
      summary: 'Create an OAuth client',
      description:
        'The answer carries the secret, once; `id` is the `client_id`. It gets access tokens at `POST /oauth/token`. Nobody can grant a scope that they do not hold. A key or client that makes a client is not outlived by it.',
      tags,
    },
  })
    .input(CreateClient)
    .output(ClientCreated)
    .mutation(({ ctx, input }) => createClient(ctx.em, ctx, input)),

  update: guarded('clients:write', {
    takesIfMatch: true,
    tag: clientTag,
    idempotency: 'door',
    openapi: {
      method: 'PATCH',
      path: '/v1/clients/{id}',
      operationId: 'updateClient',
      summary: 'Change an OAuth client',
      description: 'Tokens that were issued before are narrowed with its scopes, from the next request on.',
      tags,
    },
  })
    .input(UpdateClient)
    .output(ClientView)
    .mutation(({ ctx, input }) => updateClient(ctx.em, ctx, input)),

  rotate: guarded('clients:write', {
    takesIfMatch: true,
    tag: clientTag,
    idempotency: 'door',
    isStillGood: isClientStillGood,
    openapi: {
      method: 'POST',
      path: '/v1/clients/{id}/rotate',
      operationId: 'rotateClient',
      summary: 'Give an OAuth client a new secret',
      description:
        'The old secret keeps working for the overlap; `secrets` shows when each was used last. The client and its tokens stay.',
      tags,
    },
  })
    .input(RotateClient)
    .output(ClientCreated)
    .mutation(({ ctx, input }) => rotateClient(ctx.em, ctx, input)),

  endPreviousSecret: guarded('clients:write', {
    takesIfMatch: true,
    tag: clientTag,
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: '/v1/clients/{id}/end-previous-secret',
      operationId: 'endPreviousClientSecret',
      summary: 'End the secret that was replaced, before its time',
      tags,
    },
  })
    .input(ClientId)
    .output(ClientView)
    .mutation(({ ctx, input }) => endPreviousSecret(ctx.em, ctx, input.id)),

  revoke: guarded('clients:write', {
    takesIfMatch: true,
    tag: clientTag,
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: '/v1/clients/{id}/revoke',
      operationId: 'revokeClient',
      summary: 'Revoke an OAuth client',
      description:
        'Its tokens, and every key and client that was made with it, are refused from the next request on. This cannot be undone.',
      tags,
    },
  })
    .input(ClientId)
    .output(ClientRevoked)
    .mutation(({ ctx, input }) => revokeClient(ctx.em, ctx, input.id)),
});
