import { Skeleton } from '@mantine/core';
import type { IssueDetail as Issue } from '@parley/shared/monitoring/issue';
import { causeWords } from '@parley/shared/monitoring/issue-words';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { IssueStatus } from '../../nouns/issue/issue-status.tsx';
import { useWatch } from '../../nouns/watch/use-watch.ts';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { IssueActions } from './issue-actions.tsx';
import { IssueFacts } from './issue-facts.tsx';
import { IssueHelps } from './issue-helps.tsx';
import { IssueHistory } from './issue-history.tsx';
import { IssueHours } from './issue-hours.tsx';
import { IssueSamples } from './issue-samples.tsx';

const route = getRouteApi('/_console/issues/$id');
const pollMs = 10_000;

/** One issue: what happened, what helps, and what became of it. */
export function IssueDetail() {
  const { id } = route.useParams();
  useWatch('issue', api.issue.get.queryFilter({ id }));
  const issue = useQuery(api.issue.get.queryOptions({ id }, { refetchInterval: pollMs }));
  if (issue.error && !issue.data) {
    return (
      <>
        <PageHeader title="Issue" />
        <ErrorState
          error={issue.error}
          onRetry={issue.refetch}
          actions={<TextLink to="/issues">All issues</TextLink>}
        />
      </>
    );
  }
  if (!issue.data) {
    return (
      <>
        <PageHeader title="Issue" />
        <Skeleton h={140} mb="md" radius="lg" />
        <Skeleton h={220} radius="lg" />
      </>
    );
  }
  return (
    <>
      <ProblemAlert error={issue.error} />
      <Loaded issue={issue.data} />
    </>
  );
}

function Loaded({ issue }: { issue: Issue }) {
  const mayWrite = useMay('issues:write');
  const { cause, httpStatus, subject, consumerName, status } = issue;
  const words = causeWords(cause, httpStatus);
  return (
    <>
      <PageHeader
        title={words}
        tabTitle={`${words} at ${subject.name}`}
        environment={issue.environment}
        badge={<IssueStatus status={status} />}
        description={`${subject.name}, of ${consumerName}`}
        actions={mayWrite && <IssueActions issue={issue} />}
      />
      {status !== 'resolved' && <IssueHelps issue={issue} />}
      <Section title="What happened">
        <IssueFacts issue={issue} />
      </Section>
      {cause !== 'disabled' && (
        <>
          <IssueHours hours={issue.hours} />
          <IssueSamples sample={issue.sample} />
        </>
      )}
      <IssueHistory history={issue.history} />
    </>
  );
}
