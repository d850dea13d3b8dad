import type { IssueDetail } from '@parley/shared/monitoring/issue';
import { formatNumber } from '../../lib/text/count.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { Id } from '../../ui/text/id.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

/** Where, how often, and how the latest failure reads. What a receiver wrote is text and nothing else. */
export function IssueFacts({ issue }: { issue: IssueDetail }) {
  const mayReadConsumers = useMay('consumers:read');
  const { subject, consumerId, consumerName, count, countSince, status } = issue;
  return (
    <KeyValue
      facts={[
        [
          'Endpoint',
          <TextLink key="endpoint" to="/endpoints/$id" params={{ id: subject.id }}>
            {subject.name}
          </TextLink>,
        ],
        [
          'Consumer',
          mayReadConsumers ? (
            <TextLink key="consumer" to="/consumers/$id" params={{ id: consumerId }}>
              {consumerName}
            </TextLink>
          ) : (
            consumerName
          ),
        ],
        ['Latest in words', issue.lastError],
        [
          'Failures',
          status === 'resolved' || count === countSince
            ? formatNumber(count)
            : `${formatNumber(countSince)} this time, ${formatNumber(count)} in all`,
        ],
        ['Since', <Time key="since" at={issue.since} />],
        ['Last failure', <Time key="last" at={issue.lastSeenAt} />],
        ['First seen', <Time key="first" at={issue.firstSeenAt} />],
        ...(issue.mutedUntil ? ([['Muted until', <Time key="muted" at={issue.mutedUntil} />]] as const) : []),
        ['Id', <Id key="id" value={issue.id} what="issue id" />],
      ]}
    />
  );
}
