import { Skeleton } from '@mantine/core';
import type { HomeView } from '@parley/shared/overview/home';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { useWatch, watchedPollMs } from '../../nouns/watch/use-watch.ts';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Attention } from './attention.tsx';
import { Figures } from './figures.tsx';
import { HourChart } from './hour-chart.tsx';
import { SetUpChecklist } from './set-up-checklist.tsx';

const pollMs = 5000;

/**
 * What needs somebody in one environment, what waits, and then how it goes; from real rows. Keeps up with the server while it
 * is looked at.
 */
export function HomePage() {
  const environment = useEnvironment();
  const queries = api.home.overview.pathFilter();
  const areEventsWatched = useWatch('event', queries, { isOn: useMay('events:read'), everyMs: pollMs });
  const areDeliveriesWatched = useWatch('delivery', queries, {
    isOn: useMay('deliveries:read'),
    everyMs: pollMs,
  });
  const areIssuesWatched = useWatch('issue', queries, { isOn: useMay('issues:read'), everyMs: pollMs });
  const isWatched = areEventsWatched && areDeliveriesWatched && areIssuesWatched;
  const overview = useQuery(
    api.home.overview.queryOptions(
      { environment },
      // Without any data a poll would take a failure off the screen again and again.
      { refetchInterval: ({ state }) => (state.data ? (isWatched ? watchedPollMs : pollMs) : false) },
    ),
  );
  return (
    <>
      <PageHeader title="Home" description={`What needs you in ${environment}, and how it goes.`} />
      {overview.data && (
        <>
          <ProblemAlert error={overview.error} />
          <Overview overview={overview.data} />
        </>
      )}
      {!overview.data && overview.error && <ErrorState error={overview.error} onRetry={overview.refetch} />}
      {!overview.data && !overview.error && (
        <>
          <Skeleton h={44} mb="md" radius="lg" />
          <Skeleton h={84} mb="md" radius="lg" />
          <Skeleton h={260} radius="lg" />
        </>
      )}
    </>
  );
}

function Overview({ overview }: { overview: HomeView }) {
  return (
    <>
      <SetUpChecklist checklist={overview.checklist} />
      {(overview.checklist.endpoint || overview.waiting.length > 0) && <Attention overview={overview} />}
      <Figures overview={overview} />
      {overview.checklist.event && <HourChart overview={overview} />}
    </>
  );
}
