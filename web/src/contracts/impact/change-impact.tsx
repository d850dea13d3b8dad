import { Text } from '@mantine/core';
import type { AffectedConsumer, ImpactView } from '@parley/shared/contracts/contract-impact';
import { formatNumber } from '../../lib/text/count.ts';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { CodeText } from '../../ui/code/code-text.tsx';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { OperationList } from '../../nouns/contract/operation-list.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import classes from './change-impact.module.css';
import { Evidence } from './evidence.tsx';

const columns: Column<AffectedConsumer>[] = [
  { id: 'consumer', header: 'Consumer', cell: ({ name }) => name },
  { id: 'evidence', header: 'Evidence', cell: ({ evidence }) => <Evidence grade={evidence} /> },
  { id: 'calls', header: 'Calls', cell: ({ calls }) => formatNumber(calls), align: 'right' },
  {
    id: 'seen',
    header: 'Last call',
    cell: ({ lastSeenAt }) => <Time at={lastSeenAt} absent="None" />,
    wide: true,
  },
  { id: 'key', header: 'Key', cell: ({ keyId }) => <Key id={keyId} />, wide: true },
  {
    id: 'operations',
    header: 'By',
    cell: ({ operations, operationCount }) => (
      <OperationList operations={operations} total={operationCount} />
    ),
    wide: true,
  },
];

/** One change, and who is affected by it. */
export function ChangeImpact({
  of: { change, consumers, consumerCount },
}: {
  of: ImpactView['changes'][number];
}) {
  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <StatusBadge status={change.severity} />
        <Text component="p">
          <CodeText text={change.text} />
        </Text>
      </div>
      <div className={classes.operations}>
        <OperationList operations={change.operations} total={change.operationCount} />
      </div>
      <DataTable
        isBare
        label={`Affected by: ${change.text}`}
        query={loadedList(consumers)}
        columns={columns}
        rowKey={({ consumerId }) => consumerId}
        rowLink={({ consumerId }) => ({ to: '/consumers/$id', params: { id: consumerId } })}
        empty={null}
      />
      {consumerCount > consumers.length && (
        <Text c="dimmed" px={16} pb={8}>
          and {formatNumber(consumerCount - consumers.length)} more consumers
        </Text>
      )}
    </li>
  );
}

function Key({ id }: { id: string | null }) {
  const mayRead = useMay('api-keys:read');
  if (id === null) return '—';
  if (!mayRead) return <code>{id}</code>;
  return (
    <TextLink to="/api-keys/$id" params={{ id }}>
      <code>…{id.slice(-6)}</code>
    </TextLink>
  );
}
