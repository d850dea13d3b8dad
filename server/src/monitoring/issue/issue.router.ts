import {
  ActOnIssue,
  type IssueAct,
  IssueDetail,
  IssueId,
  IssuePage,
  ListIssues,
  MuteIssue,
} from '@parley/shared/monitoring/issue';
import { WatchChanges } from '@parley/shared/webhooks/watch';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { watchChanges } from '../../webhooks/watch/watch.service.ts';
import { actOnIssue, getIssue, issueTag, listIssues, muteIssue } from './issue.service.ts';

const tags = ['Issues'];

/** One operation for each verb: generators of clients name their functions by the operation. */
const act = (verb: IssueAct, summary: string, description: string) =>
  guarded('issues:write', {
    takesIfMatch: true,
    tag: issueTag,
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: `/v1/issues/{id}/${verb}`,
      operationId: `${verb}Issue`,
      summary,
      description,
      tags,
    },
  })
    .input(ActOnIssue)
    .output(IssueDetail)
    .mutation(({ ctx, input }) => actOnIssue(ctx.em, ctx, { ...input, verb }));

export const issueRouter = router({
  list: guarded('issues:read', {
    openapi: {
      method: 'GET',
      path: '/v1/issues',
      operationId: 'listIssues',
      summary: 'List issues',
      description: 'A key sees those of its own endpoints.',
      tags,
    },
  })
    .input(ListIssues)
    .output(IssuePage)
    .query(({ ctx, input }) => listIssues(ctx.em, input)),

  get: guarded('issues:read', {
    tag: issueTag,
    openapi: {
      method: 'GET',
      path: '/v1/issues/{id}',
      operationId: 'getIssue',
      summary: 'Read an issue, what happened and what became of it',
      tags,
    },
  })
    .input(IssueId)
    .output(IssueDetail)
    .query(({ ctx, input }) => getIssue(ctx.em, ctx.parts, input.id)),

  acknowledge: act('acknowledge', 'Say that somebody is at it', 'It stays until it is over.'),
  resolve: act('resolve', 'Say that it is over', 'It opens again when deliveries fail for the same reason.'),
  reopen: act('reopen', 'Open an issue again', 'Also ends that it is acknowledged or muted.'),

  mute: guarded('issues:write', {
    takesIfMatch: true,
    tag: issueTag,
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: '/v1/issues/{id}/mute',
      operationId: 'muteIssue',
      summary: 'Leave an issue alone until a time',
      description: 'Failures are counted on. When the time is over it is open again, unless it has ended.',
      tags,
    },
  })
    .input(MuteIssue)
    .output(IssueDetail)
    .mutation(({ ctx, input }) => muteIssue(ctx.em, ctx, input)),

  /** What changes of issues, as it happens. */
  watch: guarded('issues:read')
    .input(WatchChanges)
    .subscription(async ({ ctx, input, signal }) =>
      watchChanges(ctx, { topic: 'issues', access: 'issues:read', input }, signal),
    ),
});
