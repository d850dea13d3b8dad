import { Alert, Group, Skeleton, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ImpactMatrixView } from '@parley/shared/contracts/contract-matrix';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { alone, api } from '../../api.ts';
import { count, formatNumber } from '../../lib/text/count.ts';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { EvidenceLegend } from './evidence-legend.tsx';
import { ImpactFilters } from './impact-filters.tsx';
import { columnsShown, rowsShown } from './impact-search.ts';
import { MatrixActions } from './matrix-actions.tsx';
import { MatrixCards } from './matrix-cards.tsx';
import { MatrixPages } from './matrix-pages.tsx';
import { MatrixTable } from './matrix-table.tsx';
import classes from './matrix.module.css';
import { useImpactQuery } from './use-impact-query.ts';

const route = getRouteApi('/_console/apis/$slug/versions/$id/impact');

/** Whom the changes of a version reach, and how sure that is: consumers by changes. */
export function ContractImpact() {
  const { row: firstRow = 0, column: firstColumn = 0 } = route.useSearch();
  const query = useImpactQuery();
  const page = { ...query, firstRow, rowLimit: rowsShown, firstColumn, columnLimit: columnsShown };
  const matrix = useQuery(
    api.contractImpact.matrix.queryOptions(page, { ...alone, placeholderData: keepPreviousData }),
  );
  return (
    <>
      <ImpactFilters affected={matrix.data?.rows ?? []} operations={matrix.data?.columns ?? []} />
      {!matrix.data && matrix.error && <ErrorState error={matrix.error} onRetry={matrix.refetch} />}
      {!matrix.data && !matrix.error && <Skeleton h={320} radius="lg" />}
      {matrix.data && (
        <div className={matrix.isPlaceholderData ? classes.stale : undefined}>
          {!matrix.data.isObserved && <NotObserved />}
          {matrix.data.rowCount === 0 ? <Nobody matrix={matrix.data} /> : <Matrix matrix={matrix.data} />}
        </div>
      )}
    </>
  );
}

function Matrix({ matrix }: { matrix: ImpactMatrixView }) {
  const { slug, id } = route.useParams();
  const query = useImpactQuery();
  const isNarrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  return (
    <>
      <Group justify="space-between" align="flex-end" mb="sm" gap="sm">
        <Summary matrix={matrix} />
        <MatrixActions matrix={matrix} query={query} />
      </Group>
      {isNarrow ? <MatrixCards matrix={matrix} /> : <MatrixTable matrix={matrix} slug={slug} id={id} />}
      <MatrixPages matrix={matrix} />
      <div style={{ marginTop: 12 }}>
        <EvidenceLegend />
      </div>
      <Quiet matrix={matrix} />
    </>
  );
}

function Summary({ matrix: { rowCount, columnCount, withoutContactCount } }: { matrix: ImpactMatrixView }) {
  return (
    <Text>
      <strong>{count(rowCount, 'consumer')}</strong> {rowCount === 1 ? 'is' : 'are'} reached by{' '}
      <strong>{count(columnCount, 'change')}</strong>, the most affected first.
      {withoutContactCount > 0 &&
        ` ${formatNumber(withoutContactCount)} of them ${withoutContactCount === 1 ? 'has' : 'have'} no address.`}
    </Text>
  );
}

function Quiet({ matrix: { quietCount } }: { matrix: ImpactMatrixView }) {
  const { slug, id } = route.useParams();
  if (quietCount === 0) return null;
  return (
    <Text c="dimmed" mt="sm">
      {count(quietCount, 'change')} more {quietCount === 1 ? 'reaches' : 'reach'} nobody who was seen.{' '}
      <TextLink to="/apis/$slug/versions/$id/changes" params={{ slug, id }}>
        All changes
      </TextLink>
    </Text>
  );
}

function NotObserved() {
  return (
    <Alert role="note" color="yellow" variant="light" mb="sm" title="No call of this API was seen">
      In this window Parley saw none, so only what consumers declared is known. Whom the changes reach beside
      those is unknown.
    </Alert>
  );
}

function Nobody({ matrix: { quietCount } }: { matrix: ImpactMatrixView }) {
  const { slug, id } = route.useParams();
  const { severity, evidence, operation, search } = route.useSearch();
  if (severity ?? evidence ?? operation ?? search)
    return <EmptyState title="No consumer matches" text="Change or clear the filters above." />;
  if (quietCount === 0)
    return (
      <EmptyState
        title="Nothing breaks"
        text="No change beside the version before is breaking or risky, so there is nobody to tell."
      />
    );
  return (
    <EmptyState
      title="Nobody is reached"
      text={
        <>
          No consumer was seen to use what the {count(quietCount, 'breaking or risky change')} touch, in this
          window.{' '}
          <TextLink to="/apis/$slug/versions/$id/changes" params={{ slug, id }}>
            See the changes
          </TextLink>
        </>
      }
    />
  );
}
