import { Group } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import { IconChevronLeft, IconChevronRight, IconChevronsLeft } from '@tabler/icons-react';
import { ButtonLink } from '../text/button-link.tsx';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The cursors of the pages before this one, `''` for the first: the way back, which the server does not know. */
    cursors?: string[];
  }
}

/**
 * The way through a list by `cursor` in the address. An address that was shared knows no previous page and leads to
 * the first one instead. Nothing when all rows fit on one page.
 */
export function Pager({ label, nextCursor }: { label: string; nextCursor: string | null }) {
  const location = useLocation();
  const cursor = new URLSearchParams(location.searchStr).get('cursor') ?? '';
  const trail = location.state.cursors ?? [];
  const previous = trail.at(-1);
  if (!cursor && !nextCursor) return null;
  return (
    <Group component="nav" aria-label={`Pages of ${label}`} justify="flex-end" gap="xs" mt="sm">
      {cursor && previous === undefined && (
        <ButtonLink
          {...pageLink('')}
          state={{ cursors: [] }}
          variant="default"
          leftSection={<IconChevronsLeft size={14} />}
        >
          First page
        </ButtonLink>
      )}
      {previous !== undefined && (
        <ButtonLink
          {...pageLink(previous)}
          state={{ cursors: trail.slice(0, -1) }}
          variant="default"
          leftSection={<IconChevronLeft size={14} />}
        >
          Previous
        </ButtonLink>
      )}
      {nextCursor && (
        <ButtonLink
          {...pageLink(nextCursor)}
          state={{ cursors: [...trail, cursor] }}
          variant="default"
          rightSection={<IconChevronRight size={14} />}
        >
          Next
        </ButtonLink>
      )}
    </Group>
  );
}

const pageLink = (cursor: string) =>
  ({ to: '.', search: (search: object) => ({ ...search, cursor: cursor || undefined }) }) as const;
