import { Skeleton, Text } from '@mantine/core';
import type { ChangeView } from '@parley/shared/contracts/contract';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { partPointerOf, valueAt } from './changed-parts.ts';
import { PartDiff } from './part-diff.tsx';
import { useTwoDocuments } from './use-two-documents.ts';

/** What two versions a change lies between. */
export interface Between {
  slug: string;
  baseId: string | null;
  id: string;
}

/** The lines of the operation or component that a change is in. */
export function ChangeLines({ change, between }: { change: ChangeView; between: Between }) {
  const { documents, error } = useTwoDocuments(between.slug, between.baseId, between.id);
  if (error) return <ProblemAlert error={error} />;
  if (!documents) return <Skeleton h={80} />;
  const pointer = partPointerOf(change.pointer);
  const before = valueAt(documents.before, partPointerOf(change.basePointer ?? change.pointer));
  const after = valueAt(documents.after, pointer);
  if (before === undefined && after === undefined)
    return <Text c="dimmed">The documents say nothing at this place.</Text>;
  return <PartDiff pointer={pointer} before={before} after={after} />;
}
