import { Button, Text } from '@mantine/core';
import type { EventDetail } from '@parley/shared/webhooks/event';
import type { RecipientOutcome, RecipientView } from '@parley/shared/webhooks/recipient';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api.ts';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { count } from '../../lib/text/count.ts';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { Section } from '../../ui/page/section.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { SendEventDialog } from './send-event-dialog.tsx';

const judged = 200;

const reasons: Record<Exclude<RecipientOutcome, 'sent'>, string> = {
  not_in_audience: 'Its consumer is not of the audience',
  not_subscribed: 'It does not ask for this type',
  not_in_plan: 'The plan of its consumer does not have this type',
  filtered: 'Its filter keeps the event out',
  added_later: 'It was added after the event was published',
  disabled: 'It is disabled',
  suspended: 'Its consumer is suspended',
  changed_since: 'It was disabled then, or asked for something else',
};

const reasonOf = ({ outcome }: RecipientView): string => (outcome === 'sent' ? '' : reasons[outcome]);

/** What nothing can be sent to, or must not. */
const closed: readonly RecipientOutcome[] = ['not_in_audience', 'disabled', 'suspended'];

const columns: Column<RecipientView>[] = [
  {
    id: 'endpoint',
    header: 'Endpoint',
    cell: ({ endpointId, endpointUrl }) => (
      <TextLink to="/endpoints/$id" params={{ id: endpointId }}>
        {endpointUrl}
      </TextLink>
    ),
  },
  { id: 'consumer', header: 'Consumer', cell: ({ consumerName }) => consumerName, wide: true },
  { id: 'reason', header: 'Why not', cell: reasonOf },
];

const sendColumn = (onSend: (recipient: RecipientView) => void): Column<RecipientView> => ({
  id: 'send',
  header: 'Act',
  align: 'right',
  cell: (recipient) => <SendButton recipient={recipient} onSend={onSend} />,
});

/** The endpoints that did not get an event, why not, and a way to send it to them. */
export function EventRecipients({ event }: { event: EventDetail }) {
  const mayRead = useMay('endpoints:read');
  const maySend = useMay('deliveries:write');
  const [chosen, setChosen] = useState<RecipientView | null>(null);
  const recipients = useQuery(
    api.recipient.list.queryOptions({ id: event.uniqueId, limit: judged }, { enabled: mayRead }),
  );
  if (!mayRead) return null;
  if (recipients.error)
    return (
      <Section title="Who did not get it">
        <ErrorState error={recipients.error} onRetry={recipients.refetch} />
      </Section>
    );
  const items = recipients.data?.items.filter(({ outcome }) => outcome !== 'sent');
  return (
    <Section flush title={items ? `Who did not get it (${items.length})` : 'Who did not get it'}>
      <DataTable
        isBare
        label="Who did not get it"
        query={items ? loadedList(items) : { ...recipients, data: undefined }}
        columns={maySend ? [...columns, sendColumn(setChosen)] : columns}
        rowKey={({ endpointId }) => endpointId}
        empty={
          <EmptyState
            title="Nobody"
            text={`Every ${event.environment} endpoint that there is got it, or there is none.`}
          />
        }
      />
      {recipients.data?.nextCursor && (
        <Text c="dimmed" px={16} py={10}>
          Of the newest {count(judged, 'endpoint')}. The API lists all of them.
        </Text>
      )}
      <SendEventDialog event={event} recipient={chosen} onClose={() => setChosen(null)} />
    </Section>
  );
}

function SendButton({
  recipient,
  onSend,
}: {
  recipient: RecipientView;
  onSend: (recipient: RecipientView) => void;
}) {
  if (closed.includes(recipient.outcome)) return null;
  return (
    <Button
      type="button"
      size="compact-xs"
      variant="default"
      aria-label={`Send it to ${recipient.endpointUrl}`}
      onClick={() => onSend(recipient)}
    >
      Send…
    </Button>
  );
}
