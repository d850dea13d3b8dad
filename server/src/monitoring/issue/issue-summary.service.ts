import type { EntityManager } from '@mikro-orm/sql';
import type { HomeView } from '@parley/shared/overview/home';
import type { Environment } from '@parley/shared/words/environment';
import type { IssueStatus } from '@parley/shared/monitoring/issue';
import { Issue } from './issue.entity.ts';
import { viewIssues } from './issue.service.ts';

const openShown = 30;
const acknowledgedShown = 10;
const countedMax = 1000;

const latestFirst = { lastSeenAt: 'desc', id: 'desc' } as const;

/**
 * The issues that need somebody, of one environment, those that failed last first. A thousand of each status are looked at, the newest:
 * past that it is said that there are more.
 */
export const summariseIssues = async (
  em: EntityManager,
  environment: Environment,
): Promise<HomeView['issues']> => {
  const count = async (status: IssueStatus): Promise<number> =>
    (await em.find(Issue, { environment, status }, { fields: ['id'], limit: countedMax })).length;
  const first = async (status: IssueStatus, limit: number) =>
    viewIssues(em, await em.find(Issue, { environment, status }, { orderBy: latestFirst, limit }));
  const [resolved] = await em.find(
    Issue,
    { environment, status: 'resolved' },
    { orderBy: { id: 'desc' }, limit: 1, fields: ['id', 'resolvedAt'] },
  );
  return {
    open: await first('open', openShown),
    openCount: await count('open'),
    acknowledged: await first('acknowledged', acknowledgedShown),
    acknowledgedCount: await count('acknowledged'),
    mutedCount: await count('muted'),
    resolvedAt: resolved?.resolvedAt ? new Date(resolved.resolvedAt).toISOString() : null,
  };
};
