import type { Wing, Work } from '../platform/process/wing.ts';
import { Issue, IssueHour } from './issue/issue.entity.ts';
import { lookAfterIssues } from './issue/issue.chore.ts';
import type { FailureTally } from './issue/failure-tally.ts';
import type { Keeper } from './issue/issue-life.service.ts';
import { lookAtIssues } from './issue/issue.sql.ts';
import { issueRouter } from './issue/issue.router.ts';
import { IssueWorker } from './issue/issue.worker.ts';

/** How it runs, and what needs somebody. */
export const monitoring = {
  routers: { issue: issueRouter },
  entities: [Issue, IssueHour],
  /** What can be watched of it, beside what `webhooks` has. */
  looks: { issues: lookAtIssues },
  tags: [['Issues', 'What fails, grouped by its cause: opened, acknowledged, resolved.']],
  work: (keeper: Keeper, failures: FailureTally): Work => ({
    loops: [new IssueWorker(keeper, failures)],
    chores: [{ name: 'issues', run: () => lookAfterIssues(keeper) }],
  }),
} satisfies Wing & { work: unknown; looks: unknown };
