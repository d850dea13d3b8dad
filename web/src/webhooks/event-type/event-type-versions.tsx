import { Stack, Text } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { JsonView } from '../../ui/code/json-view.tsx';
import { Section } from '../../ui/page/section.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import type { EventTypeAnswer } from '../../nouns/event-type/event-type-answer.ts';
import { VersionDiff } from './version-diff.tsx';

const route = getRouteApi('/_console/event-types/$id');

interface VersionRow {
  version: number;
  createdAt: string;
  isMapped: boolean;
  isNewest: boolean;
  isShown: boolean;
}

const columns: Column<VersionRow>[] = [
  { id: 'version', header: 'Version', cell: ({ version }) => `Version ${version}` },
  { id: 'declared', header: 'Declared', cell: ({ createdAt }) => <Time at={createdAt} /> },
  { id: 'mapping', header: 'Mapped down', cell: mappingWords, wide: true },
  { id: 'compare', header: 'Against the newest', cell: (row) => <Compare row={row} />, align: 'right' },
];

/** All versions of an event type. Choosing an older one shows it below, and how it differs from the newest. */
export function EventTypeVersions({ eventType }: { eventType: EventTypeAnswer }) {
  const { version } = route.useSearch();
  const shown = eventType.versions.find((one) => one.version === version && version !== eventType.version);
  const rows = eventType.versions.map((one) => ({
    version: one.version,
    createdAt: one.createdAt,
    isMapped: one.downcast !== null,
    isNewest: one.version === eventType.version,
    isShown: one.version === shown?.version,
  }));
  return (
    <>
      <Section flush title="Versions">
        <DataTable
          isBare
          label="Versions"
          query={loadedList(rows)}
          columns={columns}
          rowKey={(row) => String(row.version)}
          empty={null}
        />
      </Section>
      <Mapping eventType={eventType} />
      {shown && <OlderVersion shown={shown} eventType={eventType} />}
    </>
  );
}

function mappingWords({ version, isMapped }: VersionRow): string {
  if (version === 1) return 'The first one';
  return isMapped ? `Yes, to version ${version - 1}` : 'No';
}

function Compare({ row }: { row: VersionRow }) {
  if (row.isNewest) return <span style={{ color: 'var(--mantine-color-dimmed)' }}>Newest</span>;
  if (row.isShown)
    return (
      <TextLink to="." search={(before) => ({ ...before, version: undefined })} resetScroll={false}>
        Hide version {row.version}
      </TextLink>
    );
  return (
    <TextLink to="." search={(before) => ({ ...before, version: row.version })} resetScroll={false}>
      Compare version {row.version}
    </TextLink>
  );
}

/** How the newest version becomes the one before. */
function Mapping({ eventType }: { eventType: EventTypeAnswer }) {
  const { version } = eventType;
  const steps = eventType.versions.find((one) => one.version === version)?.downcast;
  if (!steps) return null;
  return (
    <Section title={`How version ${version} is mapped down to version ${version - 1}`}>
      <JsonView value={steps} label={`mapping to version ${version - 1}`} />
    </Section>
  );
}

function OlderVersion({
  shown,
  eventType,
}: {
  shown: EventTypeAnswer['versions'][number];
  eventType: EventTypeAnswer;
}) {
  return (
    <Section title={`Version ${shown.version} and version ${eventType.version}`}>
      <Stack gap="md">
        <Text c="dimmed">
          Lines with − are in version {shown.version} only, lines with + in version {eventType.version} only.
        </Text>
        <VersionDiff
          before={shown.schema}
          after={eventType.schema}
          label={`What changed from version ${shown.version} to version ${eventType.version}`}
        />
        {shown.example != null && (
          <div>
            <Text fw={600} mb={6}>
              Example of version {shown.version}
            </Text>
            <JsonView value={shown.example} label={`example of version ${shown.version}`} />
          </div>
        )}
      </Stack>
    </Section>
  );
}
