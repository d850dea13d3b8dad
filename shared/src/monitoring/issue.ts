import { z } from 'zod';
import { Environment } from '../words/environment.ts';
import { idOf } from '../words/id.ts';
import { farAhead, instant } from '../words/instant.ts';
import { anyOf, pageInput, pageOf } from '../words/page.ts';
import { isoTime, text } from '../words/text.ts';

/** What an issue is about. More kinds come; a client passes over one that it does not know. */
export const IssueKind = z.enum(['delivery']).meta({
  id: 'IssueKind',
  description: '`delivery`: deliveries to one endpoint fail. More kinds will come.',
  example: 'delivery',
});
export type IssueKind = z.infer<typeof IssueKind>;

/** Why, from a closed list: no text of a receiver makes another. */
export const IssueCause = z
  .enum([
    'http',
    'timeout',
    'refused',
    'connection',
    'name',
    'tls',
    'bad_answer',
    'blocked',
    'disabled',
    'other',
  ])
  .meta({
    id: 'IssueCause',
    description:
      '`http`: it answers a status that is no 2xx, see `httpStatus`. `timeout`, `refused`, `connection` (broken off or no way there), `name` (of the host), `tls`, `bad_answer` (not HTTP as it should be): no usable answer. `blocked`: the URL may not be called. `disabled`: Parley disabled the endpoint. More causes will come.',
    example: 'http',
  });
export type IssueCause = z.infer<typeof IssueCause>;

export const IssueStatus = z.enum(['open', 'acknowledged', 'muted', 'resolved']).meta({
  id: 'IssueStatus',
  description:
    '`open` waits for somebody; `acknowledged`: somebody is at it; `muted` is counted and not shown as open until its time is over; `resolved` is over, and becomes `open` again when it comes back.',
  example: 'open',
});
export type IssueStatus = z.infer<typeof IssueStatus>;

/** Those that are not over. */
export const activeIssueStatuses = ['open', 'acknowledged', 'muted'] as const satisfies IssueStatus[];

const IssueSubject = z
  .object({
    kind: z.enum(['endpoint']).meta({ id: 'IssueSubjectKind', description: 'What noun it is.' }),
    id: z.string().meta({ description: 'Its id.', example: 'ep_01m3k7q2x8e5v9r4t6w1y0z3ab' }),
    name: z.string().meta({ description: 'What it is called now: the URL of an endpoint.' }),
  })
  .meta({ id: 'IssueSubject', description: 'What an issue is found at.' });

const IssueActor = z
  .object({
    kind: z.enum(['staff', 'api_key']).meta({ id: 'IssueActorKind', description: 'A person, or a key.' }),
    id: z.string().meta({ description: 'Its id.' }),
    name: z.string().meta({ description: 'Its name at that time.', example: 'Ada Byron' }),
  })
  .meta({ id: 'IssueActor', description: 'Who did something with an issue.' });

export const IssueMoment = z
  .object({
    at: isoTime('When it happened.'),
    what: z
      .enum(['opened', 'acknowledged', 'muted', 'unmuted', 'resolved', 'reopened'])
      .meta({ id: 'IssueMomentKind', description: 'What became of the issue.', example: 'acknowledged' }),
    by: IssueActor.nullable().meta({ description: 'Who did it; `null` for Parley itself.' }),
    note: z.string().nullable().meta({ description: 'What they wrote, or why Parley did it.' }),
    until: isoTime('Until when it was muted.').nullable(),
  })
  .meta({ id: 'IssueMoment', description: 'One moment in the life of an issue.' });
export type IssueMoment = z.infer<typeof IssueMoment>;

const fields = {
  id: idOf('iss', 'issue'),
  environment: Environment,
  kind: IssueKind,
  status: IssueStatus,
  cause: IssueCause,
  httpStatus: z
    .int()
    .nullable()
    .meta({ description: 'The status that it answers; `null` for an unusual one, and for other causes.' }),
  subject: IssueSubject,
  consumerId: idOf('con', 'consumer'),
  consumerName: z.string().meta({ description: 'Whose it is.' }),
  count: z.int().meta({ description: 'Failures by this cause in all.' }),
  countSince: z.int().meta({ description: 'Failures since `since`.' }),
  since: isoTime('The first failure of the time that it is, or was last, active.'),
  firstSeenAt: isoTime('The very first failure.'),
  lastSeenAt: isoTime('The latest failure.'),
  lastError: z.string().nullable().meta({ description: 'The latest failure in words.' }),
  openedAt: isoTime('When it was opened, or opened again.'),
  mutedUntil: isoTime('Until when it is muted.').nullable(),
  resolvedAt: isoTime('When it was resolved, while it is.').nullable(),
  latest: IssueMoment.meta({ description: 'What became of it last.' }),
};

export const IssueView = z
  .object(fields)
  .meta({ id: 'Issue', description: 'Failures with one cause at one place, counted together.' });
export type IssueView = z.infer<typeof IssueView>;

export const IssuePage = pageOf(IssueView);

const IssueHour = z
  .object({
    hour: isoTime('The beginning of the hour.'),
    count: z.int().meta({ description: 'Failures in it.' }),
  })
  .meta({ id: 'IssueHour', description: 'Failures of one hour.' });

const IssueSample = z
  .object({
    deliveryId: idOf('dlv', 'delivery'),
    at: isoTime('When it failed.'),
    error: z.string().nullable().meta({ description: 'How, in words.' }),
  })
  .meta({ id: 'IssueSample', description: 'One of the failures.' });
export type IssueSample = z.infer<typeof IssueSample>;

export const IssueDetail = z
  .object({
    ...fields,
    hours: z.array(IssueHour).meta({ description: 'The last 48 hours, each of them, oldest first.' }),
    sample: z.array(IssueSample).meta({ description: 'Up to five of the latest failures, newest first.' }),
    history: z.array(IssueMoment).meta({ description: 'What became of it, oldest first; 50 at most.' }),
  })
  .meta({ id: 'IssueDetail', description: 'An issue with what happened, and what became of it.' });
export type IssueDetail = z.infer<typeof IssueDetail>;

export const IssueId = z.strictObject({ id: idOf('iss', 'issue') });

export const ListIssues = z.strictObject({
  ...pageInput,
  status: anyOf(IssueStatus).optional(),
  kind: anyOf(IssueKind).optional(),
  cause: anyOf(IssueCause).optional(),
  endpointId: idOf('ep', 'endpoint').optional(),
  consumerId: idOf('con', 'consumer').optional(),
  environment: Environment.optional(),
});
export type ListIssues = z.infer<typeof ListIssues>;

const note = text(1000, 'What others should know.', 'Their certificate is being renewed.').optional();

/** What can be done with an issue beside muting it: each is an operation of its own. */
export type IssueAct = 'acknowledge' | 'resolve' | 'reopen';

export const ActOnIssue = z.strictObject({ ...IssueId.shape, note });
export type ActOnIssue = z.infer<typeof ActOnIssue>;

export const MuteIssue = z.strictObject({
  ...IssueId.shape,
  until: instant('When it counts again: a time that is to come.', farAhead),
  note,
});
export type MuteIssue = z.infer<typeof MuteIssue>;
