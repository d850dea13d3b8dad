import { Button, Progress, Skeleton, Stack, Text, VisuallyHidden } from '@mantine/core';
import type { BulkChangeView } from '@parley/shared/webhooks/bulk-change';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api, queryClient } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { count, formatNumber } from '../../lib/text/count.ts';
import { LeftOutList } from '../../nouns/recovery/left-out-list.tsx';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';
import { Id } from '../../ui/text/id.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import { bulkTitle } from './bulk-title.ts';

const route = getRouteApi('/_console/bulk-changes/$id');
const pollMs = 1000;

const forget = async () => queryClient.invalidateQueries(api.bulkChange.pathFilter());

export function BulkChangeDetail() {
  const { id } = route.useParams();
  const bulk = useQuery(
    api.bulkChange.get.queryOptions(
      { id },
      { refetchInterval: ({ state }) => (state.data?.status === 'running' ? pollMs : false) },
    ),
  );
  if (bulk.data) return <Loaded bulk={bulk.data} />;
  return (
    <>
      <PageHeader title="Bulk change" />
      {bulk.error ? (
        <ErrorState
          error={bulk.error}
          onRetry={bulk.refetch}
          actions={<TextLink to="/bulk-changes">All bulk changes</TextLink>}
        />
      ) : (
        <Skeleton h={240} radius="lg" />
      )}
    </>
  );
}

function Loaded({ bulk }: { bulk: BulkChangeView }) {
  const mayWrite = useMay('endpoints:write');
  const { id, status } = bulk;
  const start = useMutation(api.bulkChange.start.mutationOptions({ onSuccess: forget }));
  const cancel = useMutation(api.bulkChange.cancel.mutationOptions({ onSuccess: forget }));
  return (
    <>
      <PageHeader
        title={bulkTitle(bulk)}
        tabTitle={`${bulkTitle(bulk)} ${id}`}
        environment={bulk.environment}
        badge={<StatusBadge status={status} />}
        description={
          bulk.action === 'disable'
            ? 'Deliveries of a disabled endpoint wait; what is published meanwhile is not kept for it.'
            : 'What waits for an enabled endpoint is sent.'
        }
        actions={
          mayWrite && (
            <>
              {(status === 'planned' || status === 'running') && (
                <Button
                  type="button"
                  variant="default"
                  loading={cancel.isPending}
                  onClick={() => cancel.mutate({ id })}
                >
                  {status === 'planned' ? 'Cancel the plan' : 'Stop it'}
                </Button>
              )}
              {status === 'planned' && (
                <Button
                  type="button"
                  loading={start.isPending}
                  onClick={() => start.mutate({ id })}
                >{`${bulk.action === 'disable' ? 'Disable' : 'Enable'} ${count(bulk.plannedCount, 'endpoint')}`}</Button>
              )}
            </>
          )
        }
      />
      <ProblemAlert error={start.error ?? cancel.error} />
      <VisuallyHidden component="output">The bulk change is {status}</VisuallyHidden>
      <BulkProgress bulk={bulk} />
      <BulkPlan bulk={bulk} />
    </>
  );
}

function BulkProgress({ bulk }: { bulk: BulkChangeView }) {
  const { doneCount, plannedCount, changedCount, failures, status } = bulk;
  const words = `${formatNumber(doneCount)} of ${count(plannedCount, 'endpoint')} gone through, ${formatNumber(changedCount)} changed`;
  return (
    <Section title="Progress">
      <Stack gap={8}>
        <Text fw={600}>{status === 'planned' ? 'Nothing is changed before it is started.' : words}</Text>
        <Progress
          value={(doneCount / Math.max(1, plannedCount)) * 100}
          aria-label={words}
          color={status === 'done' ? 'green.9' : 'indigo'}
        />
        {bulk.endReason && <Text>Parley stopped it. {bulk.endReason} What it changed stays as it is.</Text>}
        {failures.length > 0 && (
          <KeyValue
            facts={failures.map(({ endpointId, reason }) => [endpointId, `Not changed: ${reason}`] as const)}
          />
        )}
      </Stack>
    </Section>
  );
}

function BulkPlan({ bulk }: { bulk: BulkChangeView }) {
  return (
    <Section title="The plan">
      <KeyValue
        facts={[
          ['Id', <Id key="id" value={bulk.id} what="bulk change id" />],
          ['Found', count(bulk.plannedCount, 'endpoint')],
          [
            'Left out',
            bulk.leftOut.length === 0 ? 'Nothing' : <LeftOutList key="out" leftOut={bulk.leftOut} />,
          ],
          ['Planned', <Time key="planned" at={bulk.createdAt} />],
          ['Planned by', bulk.actorName],
          ['Over', <Time key="over" at={bulk.finishedAt} />],
          ...bulk.sample.map(
            ({ endpointId, url, consumerName }, place) =>
              [
                place === 0 ? 'The first of them' : `No. ${place + 1}`,
                <span key={endpointId}>
                  <TextLink to="/endpoints/$id" params={{ id: endpointId }}>
                    {url}
                  </TextLink>{' '}
                  of {consumerName}
                </span>,
              ] as const,
          ),
        ]}
      />
    </Section>
  );
}
