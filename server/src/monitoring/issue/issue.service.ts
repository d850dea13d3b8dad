import type { EntityManager } from '@mikro-orm/sql';
import {
  type ActOnIssue,
  type IssueAct,
  IssueDetail,
  type IssueMoment,
  IssueStatus,
  type IssueView,
  type ListIssues,
  type MuteIssue,
} from '@parley/shared/monitoring/issue';
import { Environment } from '@parley/shared/words/environment';
import { hourMs } from '@parley/shared/words/time';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import { Endpoint } from '../../webhooks/endpoint/endpoint.entity.ts';
import { Paging } from '../../platform/database/cursor.ts';
import { pageOfIds } from '../../platform/database/list-page.ts';
import type { ListedTable } from '../../platform/database/passage.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import { PlainRows, type RowIn } from '../../platform/database/plain-rows.ts';
import type { Act } from '../../platform/guard/act.ts';
import { EntityTag } from '../../platform/request/entity-tag.ts';
import type { Principal } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { addMoment, resolve } from './issue-life.service.ts';
import { Issue, type KeptIssueStatus, momentsOf } from './issue.entity.ts';
import { hoursOf } from './issue.sql.ts';

/** What an issue is told by in `ETag`: that failures go on is nobody's change. */
export const issueTag = new EntityTag(IssueDetail, [
  'subject',
  'consumerName',
  'count',
  'countSince',
  'lastSeenAt',
  'lastError',
  'hours',
  'sample',
]);

const isoOf = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null | undefined): string | null =>
  ms === null || ms === undefined ? null : isoOf(ms);

/** Those that anybody is shown. */
const shown: readonly KeptIssueStatus[] = IssueStatus.options;
const isShown = (status: KeptIssueStatus): status is IssueStatus => shown.includes(status);

const nothing: IssueMoment = { at: isoOf(0), what: 'opened', by: null, note: null, until: null };

const shownIssues = new PlainRows(
  Issue,
  [
    'id',
    'environment',
    'kind',
    'status',
    'cause',
    'code',
    'subjectId',
    'consumerId',
    'count',
    'episodeCount',
    'sinceAt',
    'firstSeenAt',
    'lastSeenAt',
    'lastError',
    'openedAt',
    'mutedUntil',
    'resolvedAt',
    'history',
  ],
  {},
);
type ShownIssue = RowIn<typeof shownIssues>;

/** What an issue is found at. */
const subjects = new PlainRows(Endpoint, ['id', 'url'], { consumer: ['name'] });

/** Of issues that the caller may see: an issue is of the owner of its endpoint. */
const subjectsOf = async (em: EntityManager, issues: readonly ShownIssue[]) => {
  const found = await subjects.find(em, [...new Set(issues.map(({ subjectId }) => subjectId))]);
  return new Map(found.map((endpoint) => [endpoint.id, endpoint]));
};

const viewIssue = (issue: ShownIssue, endpoint: RowIn<typeof subjects> | undefined): IssueView => ({
  id: issue.id,
  environment: issue.environment,
  kind: issue.kind,
  status: isShown(issue.status) ? issue.status : 'open',
  cause: issue.cause,
  httpStatus: issue.code || null,
  subject: { kind: 'endpoint', id: issue.subjectId, name: endpoint?.url ?? issue.subjectId },
  consumerId: issue.consumerId,
  consumerName: endpoint?.consumer.name ?? issue.consumerId,
  count: issue.count ?? 0,
  countSince: issue.episodeCount ?? 0,
  since: isoOf(issue.sinceAt),
  firstSeenAt: isoOf(issue.firstSeenAt),
  lastSeenAt: isoOf(issue.lastSeenAt),
  lastError: issue.lastError ?? null,
  openedAt: isoOf(issue.openedAt ?? issue.firstSeenAt),
  mutedUntil: isoOrNull(issue.mutedUntil),
  resolvedAt: isoOrNull(issue.resolvedAt),
  latest: momentsOf(issue).at(-1) ?? nothing,
});

const hoursShown = 48;

const viewDetail = async (em: EntityManager, parts: Parts, issue: Issue): Promise<IssueDetail> => {
  const last = Math.floor(parts.now().getTime() / hourMs) * hourMs;
  const first = last - (hoursShown - 1) * hourMs;
  const counts = await hoursOf(parts.store.within(em), issue.id, first);
  const endpoints = await subjectsOf(em, [issue]);
  return {
    ...viewIssue(issue, endpoints.get(issue.subjectId)),
    hours: Array.from({ length: hoursShown }, (_, index) => {
      const hour = first + index * hourMs;
      return { hour: isoOf(hour), count: counts.get(hour) ?? 0 };
    }),
    sample: JSON.parse(issue.sample),
    history: issue.moments(),
  };
};

const listed: ListedTable = {
  table: 'issue',
  prefix: 'iss',
  ways: [
    { index: 'issue_by_subject_index', columns: ['subject_id', 'status'] },
    { index: 'issue_by_consumer_index', columns: ['consumer_id', 'environment', 'status'] },
    { index: 'issue_by_status_index', columns: ['environment', 'status'] },
  ],
  values: { environment: Environment.options, status: IssueStatus.options },
  ownedBy: ({ consumerId, environment }) => ({ consumer_id: [consumerId], environment: [environment] }),
};

/** Issues as they are shown, in their order. */
export const viewIssues = async (em: EntityManager, rows: readonly ShownIssue[]): Promise<IssueView[]> => {
  const endpoints = await subjectsOf(em, rows);
  return rows.map((row) => viewIssue(row, endpoints.get(row.subjectId)));
};

/** Issues, in the order that is asked for; all that are shown unless a status is named. */
export const listIssues = async (em: EntityManager, query: ListIssues) => {
  const { status = [...IssueStatus.options], kind, cause, endpointId, consumerId, environment } = query;
  const where = { status, kind, cause, environment, subject_id: endpointId, consumer_id: consumerId };
  const { ids, cursors } = await pageOfIds(em, listed, {
    ...query,
    paging: Paging.of('issues', query),
    where,
  });
  return { items: await viewIssues(em, await shownIssues.find(em, ids)), ...cursors };
};

const shownOnes = { status: { $in: [...IssueStatus.options] } };

/** One issue with its history. */
export const getIssue = async (em: EntityManager, parts: Parts, id: string): Promise<IssueDetail> => {
  const issue = await em.findOne(Issue, { id, ...shownOnes });
  if (!issue) throw new Problem('issue.not_found');
  return viewDetail(em, parts, issue);
};

const actorOf = (principal: Principal): IssueMoment['by'] => {
  if (principal.kind === 'staff') return { kind: 'staff', id: principal.staffId, name: principal.name };
  return principal.kind === 'consumer'
    ? { kind: 'api_key', id: principal.keyId, name: principal.keyName }
    : null;
};

interface Deed {
  id: string;
  verb: IssueAct | 'mute';
  /** States in which it makes sense. */
  from: readonly IssueStatus[];
  moment: Pick<IssueMoment, 'what' | 'note' | 'until'>;
}

const change = (issue: Issue, { verb }: Deed, moment: IssueMoment): void => {
  if (verb === 'resolve') {
    resolve(issue, moment);
    return;
  }
  const at = Date.parse(moment.at);
  addMoment(issue, moment);
  issue.changedAt = at;
  issue.resolvedAt = null;
  issue.mutedUntil = moment.until === null ? null : Date.parse(moment.until);
  if (verb === 'reopen') Object.assign(issue, { status: 'open', openedAt: at });
  else issue.status = verb === 'mute' ? 'muted' : 'acknowledged';
};

const act = async (em: EntityManager, { parts, caller, ifMatch }: Act, deed: Deed): Promise<IssueDetail> => {
  const now = parts.now();
  return em.transactional(async (tx) => {
    const issue = await lockRow(tx, Issue, { id: deed.id, ...shownOnes });
    if (!issue) throw new Problem('issue.not_found');
    issueTag.assertExpected(ifMatch, await viewDetail(tx, parts, issue));
    const before = issue.status;
    if (!isShown(before) || !deed.from.includes(before))
      throw new Problem('issue.state', { detail: `It is ${before}: you cannot ${deed.verb} it.` });
    change(issue, deed, { at: now.toISOString(), by: actorOf(caller.principal), ...deed.moment });
    await tx.flush();
    await recordAudit(tx, caller, {
      action: `issue.${deed.verb}`,
      targetId: issue.id,
      consumerId: issue.consumerId,
      environment: issue.environment,
      changes: {
        status: { before, after: issue.status },
        ...(deed.moment.note === null ? {} : { note: { after: deed.moment.note } }),
        ...(deed.moment.until === null ? {} : { mutedUntil: { after: deed.moment.until } }),
      },
      at: now,
    });
    return viewDetail(tx, parts, issue);
  });
};

const deeds: Record<IssueAct, Pick<Deed, 'from'> & { what: IssueMoment['what'] }> = {
  acknowledge: { from: ['open', 'muted'], what: 'acknowledged' },
  resolve: { from: ['open', 'acknowledged', 'muted'], what: 'resolved' },
  reopen: { from: ['acknowledged', 'muted', 'resolved'], what: 'reopened' },
};

/** Acknowledges, resolves or reopens an issue; `issue.state` when it is so already. What fails afterwards is counted on. */
export const actOnIssue = async (
  em: EntityManager,
  by: Act,
  { id, note, verb }: ActOnIssue & { verb: IssueAct },
): Promise<IssueDetail> => {
  const { from, what } = deeds[verb];
  return act(em, by, { id, verb, from, moment: { what, note: note ?? null, until: null } });
};

/** Leaves an issue alone until a time, or until another one when it is muted already. */
export const muteIssue = async (
  em: EntityManager,
  by: Act,
  { id, until, note }: MuteIssue,
): Promise<IssueDetail> => {
  if (Date.parse(until) <= by.parts.now().getTime())
    throw new Problem('issue.mute_invalid', {
      errors: [{ path: '/until', message: 'A time that is to come.' }],
    });
  const from = ['open', 'acknowledged', 'muted'] as const;
  return act(em, by, { id, verb: 'mute', from, moment: { what: 'muted', note: note ?? null, until } });
};
