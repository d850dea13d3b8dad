import { Skeleton, Text } from '@mantine/core';
import type { ConsumerFigures } from '@parley/shared/overview/consumer-figures';
import type { RequirementView } from '@parley/shared/access/requirement';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { count, formatNumber } from '../../lib/text/count.ts';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

const words: Record<RequirementView['status'], string> = {
  draft: 'A draft',
  submitted: 'Waits for an answer',
  changes_requested: 'Waits for changes',
  approved: 'Approved',
  declined: 'Declined',
  suspended: 'Suspended',
  archived: 'Archived',
};

/** What a consumer declared last before it was let in, beside what it does. */
export function ConsumerRequirement({ id, figures }: { id: string; figures: ConsumerFigures | undefined }) {
  const found = useQuery(api.requirement.list.queryOptions({ consumerId: id, limit: 1 }));
  const requirement = found.data?.items[0];
  if (found.isPending) return <Skeleton h={90} />;
  if (!requirement)
    return (
      <>
        <ProblemAlert error={found.error} />
        {!found.error && (
          <Text c="dimmed">
            It declared nothing. Ask what it needs by a link, from the menu of this page, or declare it with{' '}
            <code>POST /v1/consumers/{'{id}'}/requirements</code>; then it is told of changes before it calls.
          </Text>
        )}
      </>
    );
  return <Declared requirement={requirement} figures={figures} />;
}

function Declared({
  requirement,
  figures,
}: {
  requirement: RequirementView;
  figures: ConsumerFigures | undefined;
}) {
  const { purpose, status, answer, operations, eventTypes, callsPerDay, createdAt, answeredAt } = requirement;
  const observed = figures && `${formatNumber(figures.callsLastDay)} within 24 h in ${figures.environment}`;
  return (
    <KeyValue
      facts={[
        [
          'Purpose',
          <TextLink
            key="purpose"
            to="/requirements/$consumerId/$id"
            params={{ consumerId: requirement.consumerId, id: requirement.id }}
          >
            {purpose === '' ? 'Not written yet' : purpose}
          </TextLink>,
        ],
        ['Answer', `${words[status]}${answer ? `: ${answer}` : ''}`],
        [
          'Operations',
          operations.length === 0
            ? null
            : operations.map(({ api: slug, operation }) => `${slug} ${operation}`).join(', '),
        ],
        ['Event types', eventTypes.length === 0 ? null : <code key="types">{eventTypes.join(', ')}</code>],
        [
          'Calls per day',
          callsPerDay === null ? 'Not said' : `${count(callsPerDay, 'call')} declared; ${observed ?? '…'}`,
        ],
        ['Declared', <Time key="declared" at={createdAt} />],
        ['Answered', <Time key="answered" at={answeredAt} absent="Not yet" />],
      ]}
    />
  );
}
