import type { IssueDetail } from '@parley/shared/monitoring/issue';
import { api, queryClient } from '../../api.ts';

/** Shows an issue as an act left it, and lets the lists be asked for again. */
export function keepIssue(issue: IssueDetail) {
  queryClient.setQueryData(api.issue.get.queryKey({ id: issue.id }), issue);
  void queryClient.invalidateQueries(api.issue.list.pathFilter());
  void queryClient.invalidateQueries(api.home.overview.pathFilter());
}
