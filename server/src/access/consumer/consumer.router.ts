import {
  ConsumerId,
  ConsumerPage,
  ConsumerView,
  CountConsumers,
  CreateConsumer,
  ListConsumers,
  UpdateConsumer,
} from '@parley/shared/access/consumer';
import { RowCount } from '@parley/shared/words/page';
import { guarded, router } from '../../platform/guard/procedures.ts';
import {
  consumerTag,
  countListedConsumers,
  createConsumer,
  getConsumer,
  listConsumers,
  updateConsumer,
} from './consumer.service.ts';

const tags = ['Consumers'];

export const consumerRouter = router({
  list: guarded('consumers:read', {
    openapi: {
      method: 'GET',
      path: '/v1/consumers',
      operationId: 'listConsumers',
      summary: 'List consumers',
      description: 'A key sees its own consumer only.',
      tags,
    },
  })
    .input(ListConsumers)
    .output(ConsumerPage)
    .query(({ ctx, input }) => listConsumers(ctx.em, input)),

  /** How many there are, for the list of the console. */
  count: guarded('consumers:read')
    .input(CountConsumers)
    .output(RowCount)
    .query(({ ctx, input }) => countListedConsumers(ctx.em, input)),

  get: guarded('consumers:read', {
    tag: consumerTag,
    openapi: {
      method: 'GET',
      path: '/v1/consumers/{id}',
      operationId: 'getConsumer',
      summary: 'Read a consumer',
      tags,
    },
  })
    .input(ConsumerId)
    .output(ConsumerView)
    .query(({ ctx, input }) => getConsumer(ctx.em, input.id)),

  create: guarded('consumers:write', {
    location: '/v1/consumers/{id}',
    tag: consumerTag,
    status: 201,
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: '/v1/consumers',
      operationId: 'createConsumer',
      summary: 'Register a consumer',
      tags,
    },
  })
    .input(CreateConsumer)
    .output(ConsumerView)
    .mutation(({ ctx, input }) => createConsumer(ctx.em, ctx, input)),

  update: guarded('consumers:write', {
    takesIfMatch: true,
    tag: consumerTag,
    idempotency: 'natural',
    openapi: {
      method: 'PATCH',
      path: '/v1/consumers/{id}',
      operationId: 'updateConsumer',
      summary: 'Change or suspend a consumer',
      description: 'Suspending refuses its keys from the next request on and makes its deliveries wait.',
      tags,
    },
  })
    .input(UpdateConsumer)
    .output(ConsumerView)
    .mutation(({ ctx, input }) => updateConsumer(ctx.em, ctx, input)),
});
