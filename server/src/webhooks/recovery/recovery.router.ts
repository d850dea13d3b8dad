import {
  CountRecoveries,
  ListRecoveries,
  PlanRecovery,
  RecoverEndpoint,
  type RecoveryAction,
  RecoveryId,
  RecoveryPage,
  RecoveryView,
} from '@parley/shared/webhooks/recovery';
import { getEndpoint } from '../endpoint/endpoint.service.ts';
import { RowCount } from '@parley/shared/words/page';
import { WatchChanges } from '@parley/shared/webhooks/watch';
import { watchChanges } from '../watch/watch.service.ts';
import { guarded, router } from '../../platform/guard/procedures.ts';
import {
  controlRecovery,
  countListedRecoveries,
  getRecovery,
  listRecoveries,
  planRecovery,
} from './recovery.service.ts';
import { recoveryTag } from './recovery-view.ts';

const tags = ['Recoveries'];

/** One operation for each verb: generators of clients name their functions by the operation. */
const moved = (action: RecoveryAction, summary: string) =>
  guarded('deliveries:write', {
    takesIfMatch: true,
    tag: recoveryTag,
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: `/v1/recoveries/{id}/${action}`,
      operationId: `${action}Recovery`,
      summary,
      description: 'What it made due already is sent all the same.',
      tags,
    },
  })
    .input(RecoveryId)
    .output(RecoveryView)
    .mutation(({ ctx, input }) => controlRecovery(ctx.em, ctx, { ...input, action }));

export const recoveryRouter = router({
  list: guarded('deliveries:read', {
    openapi: {
      method: 'GET',
      path: '/v1/recoveries',
      operationId: 'listRecoveries',
      summary: 'List recoveries',
      tags,
    },
  })
    .input(ListRecoveries)
    .output(RecoveryPage)
    .query(({ ctx, input }) => listRecoveries(ctx.em, input)),

  /** How many there are, for the list of the console. */
  count: guarded('deliveries:read')
    .input(CountRecoveries)
    .output(RowCount)
    .query(({ ctx, input }) => countListedRecoveries(ctx.em, input)),

  get: guarded('deliveries:read', {
    tag: recoveryTag,
    openapi: {
      method: 'GET',
      path: '/v1/recoveries/{id}',
      operationId: 'getRecovery',
      summary: 'Read a recovery and its progress',
      tags,
    },
  })
    .input(RecoveryId)
    .output(RecoveryView)
    .query(({ ctx, input }) => getRecovery(ctx.em, input.id)),

  plan: guarded('deliveries:write', {
    location: '/v1/recoveries/{id}',
    tag: recoveryTag,
    status: 201,
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: '/v1/recoveries',
      operationId: 'planRecovery',
      summary: 'Plan to send deliveries again',
      description:
        'Answers how many there are, the oldest, a sample, and what receivers may get twice. Nothing is sent before `start`.',
      tags,
    },
  })
    .input(PlanRecovery)
    .output(RecoveryView)
    .mutation(({ ctx, input }) => planRecovery(ctx.em, ctx, input)),

  recoverEndpoint: guarded('deliveries:write', {
    location: '/v1/recoveries/{id}',
    tag: recoveryTag,
    status: 201,
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: '/v1/endpoints/{id}/recover',
      operationId: 'recoverEndpoint',
      summary: 'Plan to send deliveries of an endpoint again',
      description: 'The same as a recovery of this one endpoint. Nothing is sent before `start`.',
      tags,
    },
  })
    .input(RecoverEndpoint)
    .output(RecoveryView)
    .mutation(async ({ ctx, input: { id, ...selection } }) => {
      const { environment } = await getEndpoint(ctx.em, ctx.parts, id);
      const input = { ...selection, endpointIds: [id], environment };
      return planRecovery(ctx.em, ctx, input);
    }),

  start: moved('start', 'Start a recovery'),
  pause: moved('pause', 'Pause a recovery'),
  resume: moved('resume', 'Go on with a paused recovery'),
  cancel: moved('cancel', 'Cancel a recovery'),

  /** What changes of recoveries, as it happens. */
  watch: guarded('deliveries:read')
    .input(WatchChanges)
    .subscription(async ({ ctx, input, signal }) =>
      watchChanges(ctx, { topic: 'recoveries', access: 'deliveries:read', input }, signal),
    ),
});
