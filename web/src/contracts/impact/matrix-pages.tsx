import { Group, Text } from '@mantine/core';
import type { ImpactMatrixView } from '@parley/shared/contracts/contract-matrix';
import { getRouteApi } from '@tanstack/react-router';
import { formatNumber } from '../../lib/text/count.ts';
import { ButtonLink } from '../../ui/text/button-link.tsx';
import { columnsShown, rowsShown } from './impact-search.ts';

const route = getRouteApi('/_console/apis/$slug/versions/$id/impact');

/** Which consumers and which changes show, of how many, and the ways to the others. */
export function MatrixPages({ matrix: { rowCount, columnCount } }: { matrix: ImpactMatrixView }) {
  const { row = 0, column = 0 } = route.useSearch();
  return (
    <Group justify="space-between" mt="sm" gap="sm">
      <Pages what="consumers" place="row" first={row} step={rowsShown} total={rowCount} />
      <Pages what="changes" place="column" first={column} step={columnsShown} total={columnCount} />
    </Group>
  );
}

function Pages({
  what,
  place,
  first,
  step,
  total,
}: {
  what: string;
  place: 'row' | 'column';
  first: number;
  step: number;
  total: number;
}) {
  const end = Math.min(first + step, total);
  const link = (at: number) =>
    ({
      to: '.',
      search: (before: object) => ({ ...before, [place]: at > 0 ? at : undefined }),
      resetScroll: false,
    }) as const;
  return (
    <Group component="nav" gap="xs" aria-label={`Pages of ${what}`}>
      <Text size="sm" c="dimmed">
        {first >= total
          ? `No ${what} here, of ${formatNumber(total)}`
          : `${what.charAt(0).toUpperCase()}${what.slice(1)} ${formatNumber(first + 1)} to ${formatNumber(end)} of ${formatNumber(total)}`}
      </Text>
      {first > 0 && (
        <ButtonLink {...link(Math.max(0, first - step))} variant="default" size="compact-sm">
          Previous {what}
        </ButtonLink>
      )}
      {end < total && (
        <ButtonLink {...link(first + step)} variant="default" size="compact-sm">
          Next {what}
        </ButtonLink>
      )}
    </Group>
  );
}
