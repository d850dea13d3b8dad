import { Text } from '@mantine/core';
import type { DeprecationView } from '@parley/shared/contracts/contract-impact';
import { dayMs } from '@parley/shared/words/time';
import { count, formatNumber } from '../../lib/text/count.ts';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { useNow } from '../../lib/time/use-now.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { ButtonLink } from '../../ui/text/button-link.tsx';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { Section } from '../../ui/page/section.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import { TwoLines } from '../../ui/text/two-lines.tsx';

type Row = DeprecationView['callers'][number];

const columns: Column<Row>[] = [
  {
    id: 'consumer',
    header: 'Consumer',
    cell: ({ name, consumerId }) => <TwoLines title={name} id={consumerId} />,
  },
  { id: 'calls', header: 'Calls', cell: ({ calls }) => formatNumber(calls), align: 'right' },
  { id: 'seen', header: 'Last call', cell: ({ lastSeenAt }) => <Time at={lastSeenAt} />, align: 'right' },
  {
    id: 'told',
    header: 'Told',
    cell: ({ toldAt }) => <Time at={toldAt} absent="Not yet" />,
    align: 'right',
    wide: true,
  },
];

/** One version or operation on its way out: its sunset, and who still calls it. */
export function DeprecationCard({ slug, deprecation }: { slug: string; deprecation: DeprecationView }) {
  const { operation, version, callers, isDone } = deprecation;
  return (
    <Section
      flush
      title={operation ?? `Version ${version}`}
      actions={<Acts slug={slug} deprecation={deprecation} />}
    >
      <div style={{ padding: '12px 16px' }}>
        <Text fw={600}>
          {isDone
            ? 'Nobody calls it any more.'
            : `${count(callers.length, 'consumer')} to go: called within 30 days.`}
        </Text>
        <Text c="dimmed">
          <SunsetWords deprecation={deprecation} />
        </Text>
        {operation && (
          <Text c="dimmed">
            Of{' '}
            <TextLink to="/apis/$slug/versions/$id" params={{ slug, id: deprecation.versionId }}>
              version {version}
            </TextLink>
            .
          </Text>
        )}
      </div>
      {!isDone && (
        <DataTable
          isBare
          label={`Callers of ${operation ?? `version ${version}`}`}
          query={loadedList(callers)}
          columns={columns}
          rowKey={({ consumerId }) => consumerId}
          rowLink={({ consumerId }) => ({ to: '/consumers/$id', params: { id: consumerId } })}
          empty={null}
        />
      )}
    </Section>
  );
}

function SunsetWords({ deprecation: { deprecatedAt, sunsetAt } }: { deprecation: DeprecationView }) {
  const now = useNow();
  const days = sunsetAt ? Math.ceil((Date.parse(sunsetAt) - now.getTime()) / dayMs) : null;
  return (
    <>
      {deprecatedAt && (
        <>
          Deprecated <Time at={deprecatedAt} />.{' '}
        </>
      )}
      {sunsetAt && days !== null ? (
        <>
          {days > 0 ? `${count(days, 'day')} to its sunset, ` : 'Its sunset was '}
          <Time at={sunsetAt} />.
        </>
      ) : (
        'No sunset was announced.'
      )}
    </>
  );
}

function Acts({ slug, deprecation }: { slug: string; deprecation: DeprecationView }) {
  const mayPublish = useMay('contracts:publish');
  const { subject, sunsetAt, versionId, isDone } = deprecation;
  const now = useNow();
  const isOver = sunsetAt !== null && new Date(sunsetAt) <= now;
  return (
    <>
      <StatusBadge status={isDone ? 'done' : isOver ? 'sunset' : 'deprecated'} />
      {subject === 'version' && mayPublish && (
        <ButtonLink
          variant="default"
          to="/apis/$slug/versions/$id"
          params={{ slug, id: versionId }}
          search={{ dialog: 'retire' }}
        >
          Retire…
        </ButtonLink>
      )}
    </>
  );
}
