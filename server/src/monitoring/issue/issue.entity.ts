import { defineEntity, p } from '@mikro-orm/core';
import { Environment } from '@parley/shared/words/environment';
import type { IssueCause, IssueKind, IssueMoment, IssueStatus } from '@parley/shared/monitoring/issue';
import { ownedBy } from '../../platform/database/owner.ts';

/** `counting`: too few failures for an issue so far. Nobody is shown such a row. */
export type KeptIssueStatus = IssueStatus | 'counting';

const IssueSchema = defineEntity({
  name: 'Issue',
  filters: ownedBy(({ consumerId, environment }) => ({ consumerId, environment })),
  properties: {
    id: p.string().length(40).primary(),
    /** What it is about; new kinds and causes need no migration. */
    kind: p.string().length(40).$type<IssueKind>(),
    environment: p.enum(Environment.options),
    /** Whose it is, repeated here for the owner filter. */
    consumerId: p.string().length(40),
    /** What it is found at: of the kind `delivery` an endpoint. */
    subjectId: p.string().length(40),
    cause: p.string().length(40).$type<IssueCause>(),
    /** Tells causes of one word apart: the HTTP status, 0 for none. Never null: two nulls would be two issues. */
    code: p.integer().default(0),
    status: p.string().length(20).$type<KeptIssueStatus>(),
    /** Failures in all, and since `sinceAt`. */
    count: p.bigint('number').default(0),
    episodeCount: p.bigint('number').default(0),
    /** The first failure of the time that it is, or was last, active; in milliseconds, as all times here. */
    sinceAt: p.bigint('number'),
    firstSeenAt: p.bigint('number'),
    lastSeenAt: p.bigint('number'),
    lastError: p.string().length(500).nullable(),
    openedAt: p.bigint('number').nullable(),
    mutedUntil: p.bigint('number').nullable(),
    resolvedAt: p.bigint('number').nullable(),
    /** When anything of this row changed. */
    changedAt: p.bigint('number'),
    /** JSON of the latest failures, newest first. */
    sample: p.text(),
    /** JSON of {@link IssueMoment}s, oldest first, bounded. */
    history: p.text(),
  },
  uniques: [
    { name: 'issue_of_cause_unique', properties: ['kind', 'environment', 'subjectId', 'cause', 'code'] },
  ],
  indexes: [
    // The ways of the list, newest first. On PostgreSQL the id in them is of the collation "C", see `list-page.ts`.
    { name: 'issue_by_subject_index', properties: ['subjectId', 'status', 'id'] },
    { name: 'issue_by_consumer_index', properties: ['consumerId', 'environment', 'status', 'id'] },
    { name: 'issue_by_status_index', properties: ['environment', 'status', 'id'] },
    // What the watch, and the chore that looks after them, ask for.
    { name: 'issue_by_change_index', properties: ['changedAt'] },
  ],
});

/** What became of an issue, oldest first. */
export const momentsOf = ({ history }: { history: string }): IssueMoment[] => JSON.parse(history);

/** Failures with one cause at one place, counted together. */
export class Issue extends IssueSchema.class {
  /** See {@link momentsOf}. */
  moments(): IssueMoment[] {
    return momentsOf(this);
  }
}
IssueSchema.setClass(Issue);

const IssueHourSchema = defineEntity({
  name: 'IssueHour',
  properties: {
    issueId: p.string().length(40).primary(),
    /** Its beginning, in milliseconds. */
    hour: p.bigint('number').primary(),
    count: p.bigint('number'),
  },
});

/** Failures of an issue in one hour. */
export class IssueHour extends IssueHourSchema.class {}
IssueHourSchema.setClass(IssueHour);
