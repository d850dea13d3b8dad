import {
  CreateIdentityProvider,
  IdentityProviderId,
  IdentityProviderPage,
  IdentityProviderView,
  ListIdentityProviders,
  UpdateIdentityProvider,
} from '@parley/shared/administration/identity-provider';
import { z } from 'zod';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { identityProviderTag } from './identity-provider-view.ts';
import {
  createIdentityProvider,
  getIdentityProvider,
  listIdentityProviders,
  prepareNewProvider,
  removeIdentityProvider,
  updateIdentityProvider,
} from './identity-provider.service.ts';

const tags = ['Staff'];

export const identityProviderRouter = router({
  list: guarded('staff:read', {
    openapi: {
      method: 'GET',
      path: '/v1/identity-providers',
      operationId: 'listIdentityProviders',
      summary: 'List identity providers',
      tags,
    },
  })
    .input(ListIdentityProviders)
    .output(IdentityProviderPage)
    .query(({ ctx, input }) => listIdentityProviders(ctx.em, ctx, input)),

  get: guarded('staff:read', {
    tag: identityProviderTag,
    openapi: {
      method: 'GET',
      path: '/v1/identity-providers/{id}',
      operationId: 'getIdentityProvider',
      summary: 'Read an identity provider',
      tags,
    },
  })
    .input(IdentityProviderId)
    .output(IdentityProviderView)
    .query(({ ctx, input }) => getIdentityProvider(ctx.em, ctx, input.id)),

  create: guarded('staff:write', {
    isForOwners: true,
    isDangerous: true,
    location: '/v1/identity-providers/{id}',
    tag: identityProviderTag,
    status: 201,
    idempotency: 'door',
    prepare: prepareNewProvider,
    openapi: {
      method: 'POST',
      path: '/v1/identity-providers',
      operationId: 'createIdentityProvider',
      summary: 'Set up single sign-on by an OpenID Connect provider',
      description:
        'Owners only. People of its domains sign in by it from then on, with the role that one of their groups has.',
      tags,
    },
  })
    .input(CreateIdentityProvider)
    .output(IdentityProviderView)
    .mutation(({ ctx, input }) => createIdentityProvider(ctx.em, ctx, input)),

  update: guarded('staff:write', {
    isForOwners: true,
    isDangerous: true,
    takesIfMatch: true,
    tag: identityProviderTag,
    idempotency: 'door',
    openapi: {
      method: 'PATCH',
      path: '/v1/identity-providers/{id}',
      operationId: 'updateIdentityProvider',
      summary: 'Change an identity provider',
      description:
        'Owners only. It counts from the next sign-in on; `roles` and `domains` are whole lists. To make a domain for single sign-on only ends the sessions of its people that began in another way; to disable a provider ends those that it began.',
      tags,
    },
  })
    .input(UpdateIdentityProvider)
    .output(IdentityProviderView)
    .mutation(({ ctx, input }) => updateIdentityProvider(ctx.em, ctx, input)),

  remove: guarded('staff:write', {
    isForOwners: true,
    isDangerous: true,
    takesIfMatch: true,
    status: 204,
    idempotency: 'door',
    openapi: {
      method: 'DELETE',
      path: '/v1/identity-providers/{id}',
      operationId: 'removeIdentityProvider',
      summary: 'Remove an identity provider',
      description:
        'Owners only. Sessions that it began end, and its domains are open to passwords and passkeys again.',
      tags,
    },
  })
    .input(IdentityProviderId)
    .output(z.void())
    .mutation(({ ctx, input }) => removeIdentityProvider(ctx.em, ctx, input.id)),
});
