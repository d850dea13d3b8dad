import {
  AcceptanceView,
  AcceptChange,
  ChangeOperationsPage,
  ChangelogView,
  ChangesView,
  GetChangelog,
  ListChangeOperations,
  ListChanges,
  WithdrawAcceptance,
} from '@parley/shared/contracts/contract';
import { z } from 'zod';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { acceptanceTag, acceptChange, withdrawAcceptance } from './acceptance.service.ts';
import { getChangelog, listChangeOperations, listChanges } from './change.service.ts';

const tags = ['Contracts'];

export const contractChangeRouter = router({
  list: guarded('contracts:read', {
    openapi: {
      method: 'GET',
      path: '/v1/apis/{slug}/changes',
      operationId: 'listContractChanges',
      summary: 'Compare two contract versions',
      description:
        'The newest with what was published before it, unless `from` and `to` say otherwise; a draft of an API that published nothing with the upload before it.',
      tags,
    },
  })
    .input(ListChanges)
    .output(ChangesView)
    .query(({ ctx, input }) => listChanges(ctx.em, ctx, input)),

  operations: guarded('contracts:read', {
    openapi: {
      method: 'GET',
      path: '/v1/apis/{slug}/changes/{fingerprint}/operations',
      operationId: 'listContractChangeOperations',
      summary: 'List the operations that a change reaches',
      description: 'All of them, by page; `from` and `to` as for the list of changes.',
      tags,
    },
  })
    .input(ListChangeOperations)
    .output(ChangeOperationsPage)
    .query(({ ctx, input }) => listChangeOperations(ctx.em, ctx, input)),

  changelog: guarded('contracts:read', {
    openapi: {
      method: 'GET',
      path: '/v1/apis/{slug}/changelog',
      operationId: 'getContractChangelog',
      summary: 'Write the changelog between two contract versions',
      description: 'As Markdown, HTML, JSON or RSS, grouped by operation.',
      tags,
    },
  })
    .input(GetChangelog)
    .output(ChangelogView)
    .query(({ ctx, input }) => getChangelog(ctx.em, ctx, input)),

  accept: guarded('contracts:publish', {
    tag: acceptanceTag,
    takesIfMatch: true,
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: '/v1/apis/{slug}/changes/{fingerprint}/accept',
      operationId: 'acceptContractChange',
      summary: 'Accept a breaking change',
      description: 'With a reason, and a time if it shall not hold for ever. Accepting again replaces both.',
      tags,
    },
  })
    .input(AcceptChange)
    .output(AcceptanceView)
    .mutation(({ ctx, input }) => acceptChange(ctx.em, ctx, input)),

  withdraw: guarded('contracts:publish', {
    takesIfMatch: true,
    idempotency: 'door',
    openapi: {
      method: 'DELETE',
      path: '/v1/apis/{slug}/changes/{fingerprint}/accept',
      operationId: 'withdrawAcceptance',
      summary: 'Take the acceptance of a change back',
      tags,
    },
  })
    .input(WithdrawAcceptance)
    .output(z.object({}))
    .mutation(({ ctx, input }) => withdrawAcceptance(ctx.em, ctx, input)),
});
