import type { RecoveryView } from '@parley/shared/webhooks/recovery';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { useEndpointUrl } from '../endpoint/use-endpoint-url.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { Section } from '../../ui/page/section.tsx';
import { Time } from '../../ui/text/time.tsx';
import { TwoLines } from '../../ui/text/two-lines.tsx';

type Row = RecoveryView['sample'][number];

const columns: Column<Row>[] = [
  {
    id: 'event',
    header: 'Event',
    cell: ({ eventType, eventId }) => <TwoLines title={eventType} id={eventId} />,
  },
  { id: 'endpoint', header: 'To', cell: ({ endpointId }) => <Endpoint id={endpointId} />, wide: true },
  { id: 'published', header: 'Published', cell: ({ at }) => <Time at={at} />, align: 'right' },
];

/** The first events of the plan, to see whether it takes the right ones. */
export function RecoverySample({ sample }: { sample: Row[] }) {
  if (sample.length === 0) return null;
  return (
    <Section flush title={sample.length === 1 ? 'The first of them' : `The first ${sample.length} of them`}>
      <DataTable
        isBare
        label="Sample of the plan"
        query={loadedList(sample)}
        columns={columns}
        rowKey={({ eventId, endpointId }) => `${eventId} ${endpointId}`}
        rowLink={({ eventId }) => ({ to: '/events/$id', params: { id: eventId } })}
        empty={null}
      />
    </Section>
  );
}

function Endpoint({ id }: { id: string }) {
  return <>{useEndpointUrl(id)}</>;
}
