import {
  CountEndpoints,
  CreateEndpoint,
  EndpointHealths,
  EndpointId,
  EndpointPage,
  EndpointTested,
  EndpointUpdated,
  EndpointView,
  EndpointWithSecret,
  ListEndpoints,
  RotateEndpointSecret,
  TestEndpoint,
  UpdateEndpoint,
} from '@parley/shared/webhooks/endpoint';
import { Environment } from '@parley/shared/words/environment';
import { RowCount } from '@parley/shared/words/page';
import { z } from 'zod';
import { testEndpoint } from '../event/event.service.ts';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { endpointTag } from './endpoint-view.ts';
import { isSecretStillGood } from './seal.service.ts';
import { countListedEndpoints } from './endpoint-filter.service.ts';
import { countHealths } from './health-filter.service.ts';
import {
  createEndpoint,
  getEndpoint,
  listEndpoints,
  prepareEndpoint,
  removeEndpoint,
  rotateEndpointSecret,
  updateEndpoint,
} from './endpoint.service.ts';

const tags = ['Endpoints'];

export const endpointRouter = router({
  list: guarded('endpoints:read', {
    openapi: {
      method: 'GET',
      path: '/v1/endpoints',
      operationId: 'listEndpoints',
      summary: 'List endpoints',
      tags,
    },
  })
    .input(ListEndpoints)
    .output(EndpointPage)
    .query(({ ctx, input }) => listEndpoints(ctx.em, ctx.parts, input)),

  /** How many there are, for the list of the console. */
  count: guarded('endpoints:read')
    .input(CountEndpoints)
    .output(RowCount)
    .query(({ ctx, input }) => countListedEndpoints(ctx.em, ctx.parts, input)),

  /** How many fare how, for the filter of the console. */
  healths: guarded('endpoints:read')
    .input(z.strictObject({ environment: Environment }))
    .output(EndpointHealths)
    .query(({ ctx, input }) => countHealths(ctx.em, ctx.parts, input.environment)),

  get: guarded('endpoints:read', {
    tag: endpointTag,
    openapi: {
      method: 'GET',
      path: '/v1/endpoints/{id}',
      operationId: 'getEndpoint',
      summary: 'Read an endpoint',
      tags,
    },
  })
    .input(EndpointId)
    .output(EndpointView)
    .query(({ ctx, input }) => getEndpoint(ctx.em, ctx.parts, input.id)),

  create: guarded('endpoints:write', {
    location: '/v1/endpoints/{id}',
    tag: endpointTag,
    status: 201,
    idempotency: 'door',
    prepare: prepareEndpoint,
    isStillGood: isSecretStillGood,
    openapi: {
      method: 'POST',
      path: '/v1/endpoints',
      operationId: 'createEndpoint',
      summary: 'Create an endpoint',
      description:
        'The answer carries the signing secret, once. Only public http and https addresses are taken.',
      tags,
    },
  })
    .input(CreateEndpoint)
    .output(EndpointWithSecret)
    .mutation(({ ctx, input }) => createEndpoint(ctx.em, ctx, input)),

  update: guarded('endpoints:write', {
    takesIfMatch: true,
    tag: endpointTag,
    idempotency: 'natural',
    openapi: {
      method: 'PATCH',
      path: '/v1/endpoints/{id}',
      operationId: 'updateEndpoint',
      summary: 'Change, disable or enable an endpoint',
      description:
        'A `url` of another scheme, host or port removes the extra headers unless `headers` comes with it: they were given for the receiver before.',
      tags,
    },
  })
    .input(UpdateEndpoint)
    .output(EndpointUpdated)
    .mutation(({ ctx, input }) => updateEndpoint(ctx.em, ctx, input)),

  enable: guarded('endpoints:write', {
    takesIfMatch: true,
    tag: endpointTag,
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: '/v1/endpoints/{id}/enable',
      operationId: 'enableEndpoint',
      summary: 'Enable an endpoint',
      description: 'What waited for it is sent now.',
      tags,
    },
  })
    .input(EndpointId)
    .output(EndpointView)
    .mutation(({ ctx, input }) => updateEndpoint(ctx.em, ctx, { ...input, disabled: false })),

  remove: guarded('endpoints:write', {
    takesIfMatch: true,
    idempotency: 'door',
    status: 204,
    openapi: {
      method: 'DELETE',
      path: '/v1/endpoints/{id}',
      operationId: 'removeEndpoint',
      summary: 'Remove an endpoint',
      description: 'Its history stays; what waits for it is cancelled.',
      tags,
    },
  })
    .input(EndpointId)
    .output(z.void())
    .mutation(({ ctx, input }) => removeEndpoint(ctx.em, ctx, input.id)),

  rotateSecret: guarded('endpoints:write', {
    takesIfMatch: true,
    tag: endpointTag,
    idempotency: 'door',
    isStillGood: isSecretStillGood,
    openapi: {
      method: 'POST',
      path: '/v1/endpoints/{id}/rotate-secret',
      operationId: 'rotateEndpointSecret',
      summary: 'Replace the signing secret',
      description: 'The answer carries the new secret, once. Until the overlap ends, both secrets sign.',
      tags,
    },
  })
    .input(RotateEndpointSecret)
    .output(EndpointWithSecret)
    .mutation(({ ctx, input }) => rotateEndpointSecret(ctx.em, ctx, input)),

  test: guarded('endpoints:write', {
    location: '/v1/events/{uniqueId}',
    status: 201,
    idempotency: 'publisher',
    openapi: {
      method: 'POST',
      path: '/v1/endpoints/{id}/test',
      operationId: 'testEndpoint',
      summary: 'Send a test event',
      description:
        'The example of an event type, or a `parley.test`; signed, recorded and retried like any event.',
      tags,
    },
  })
    .input(TestEndpoint)
    .output(EndpointTested)
    .mutation(({ ctx, input }) => testEndpoint(ctx.em, ctx, input)),
});
