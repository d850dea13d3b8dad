import { Skeleton, Text } from '@mantine/core';
import { useMemo } from 'react';
import { count } from '../../lib/text/count.ts';
import { useGrowing } from '../../lib/query/use-growing.ts';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { GrowButton } from '../../ui/list/grow-button.tsx';
import { LazyDisclosure } from '../../ui/page/lazy-disclosure.tsx';
import { Section } from '../../ui/page/section.tsx';
import type { Between } from './change-lines.tsx';
import { changedParts, type ChangedPart } from './changed-parts.ts';
import { PartDiff } from './part-diff.tsx';
import { useTwoDocuments } from './use-two-documents.ts';

const partsStep = 40;
/** With few parts, all of them are open at first. */
const openParts = 5;

/** The two documents beside each other, without what they have in common: each operation and component that differs. */
export function RawDiff({ between }: { between: Between }) {
  return (
    <Section title="Raw diff">
      <LazyDisclosure title="The lines of the two documents that differ" key={between.baseId}>
        {() => <Parts between={between} />}
      </LazyDisclosure>
    </Section>
  );
}

function Parts({ between }: { between: Between }) {
  const { documents, error, refetch } = useTwoDocuments(between.slug, between.baseId, between.id);
  const parts = useMemo(
    () => (documents ? changedParts(documents.before, documents.after) : undefined),
    [documents],
  );
  const { shown, ...rest } = useGrowing(parts ?? [], partsStep);
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!parts) return <Skeleton h={120} />;
  if (parts.length === 0) return <Text c="dimmed">The documents say the same.</Text>;
  return (
    <>
      <Text c="dimmed" mb="xs">
        {count(parts.length, 'operation or part', 'operations and parts')} differ. Lines with − are in the
        older version only, lines with + in this one only.
      </Text>
      {shown.map((part) => (
        <LazyDisclosure
          key={part.pointer}
          title={<code style={{ overflowWrap: 'anywhere' }}>{part.pointer}</code>}
          hint={wordOf(part)}
          isOpenAtFirst={parts.length <= openParts}
        >
          {() => <PartDiff {...part} />}
        </LazyDisclosure>
      ))}
      <GrowButton {...rest} />
    </>
  );
}

function wordOf({ before, after }: ChangedPart): string {
  if (before === undefined) return 'new';
  return after === undefined ? 'gone' : 'changed';
}
