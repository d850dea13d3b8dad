import { Skeleton, Text } from '@mantine/core';
import type { LineageView } from '@parley/shared/webhooks/lineage';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { groupsOf, type LineageGroup } from './lineage-groups.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { useWatch } from '../watch/use-watch.ts';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { LineageEntryLine } from './lineage-entry-line.tsx';
import classes from './lineage-timeline.module.css';
import { Section } from '../../ui/page/section.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';

const livePollMs = 3000;
const restingPollMs = 15_000;

/**
 * From the API request to the last attempt, grouped by delivery: of a whole event, or, when `id` is that of a delivery,
 * of this delivery and the event that it carries. Keeps up with the server, more closely while `isLive`.
 */
export function LineageTimeline({ id, isLive }: { id: string; isLive: boolean }) {
  const mayRead = useMay('deliveries:read');
  const isWatched = useWatch('delivery', api.lineage.get.queryFilter({ id }), {
    isOn: mayRead,
    everyMs: livePollMs,
  });
  const lineage = useQuery(
    api.lineage.get.queryOptions(
      { id },
      { enabled: mayRead, refetchInterval: isLive && !isWatched ? livePollMs : restingPollMs },
    ),
  );
  if (!mayRead) return null;
  return (
    <Section title="Timeline">
      {lineage.data && <Groups id={id} lineage={lineage.data} />}
      {!lineage.data && lineage.error && <ErrorState error={lineage.error} onRetry={lineage.refetch} />}
      {!lineage.data && !lineage.error && <Skeleton h={120} />}
    </Section>
  );
}

function Groups({ id, lineage }: { id: string; lineage: LineageView }) {
  const all = groupsOf(lineage.entries);
  const own = all.filter(({ deliveryId }) => deliveryId === null || deliveryId === id);
  const groups = own.some(({ deliveryId }) => deliveryId === id) ? own : all;
  return (
    <>
      <ol className={classes.groups}>
        {groups.map((group) => (
          <Group key={group.deliveryId} group={group} lineage={lineage} isShown={group.deliveryId === id} />
        ))}
      </ol>
      {!lineage.isWhole && (
        <Text c="dimmed" mt="md">
          There is more than is shown here. The page of a delivery has all of its attempts.
        </Text>
      )}
    </>
  );
}

function Group({ group, lineage, isShown }: { group: LineageGroup; lineage: LineageView; isShown: boolean }) {
  return (
    <li className={classes.group}>
      {group.deliveryId !== null && <Heading deliveryId={group.deliveryId} group={group} isShown={isShown} />}
      <ol className={classes.entries}>
        {group.entries.map((entry) => (
          <LineageEntryLine key={`${entry.kind} ${entry.id}`} entry={entry} keyId={lineage.keyId} />
        ))}
      </ol>
    </li>
  );
}

function Heading({
  deliveryId,
  group,
  isShown,
}: {
  deliveryId: string;
  group: LineageGroup;
  isShown: boolean;
}) {
  return (
    <div className={classes.heading}>
      <Text fw={600} component="span">
        {group.endpointId ? (
          <TextLink to="/endpoints/$id" params={{ id: group.endpointId }}>
            {group.endpointUrl}
          </TextLink>
        ) : (
          group.endpointUrl
        )}
      </Text>
      {!isShown && (
        <TextLink to="/deliveries/$id" params={{ id: deliveryId }}>
          Delivery <code>{deliveryId}</code>
        </TextLink>
      )}
    </div>
  );
}
