import type { ReactNode } from 'react';
import type { ListQuery } from '../../lib/query/live-list.ts';
import { mayPass } from '../../lib/problem/problem.ts';
import { ErrorState } from '../page/error-state.tsx';
import { ProblemAlert } from '../page/problem-alert.tsx';
import type { Column } from './column.ts';
import { TableSkeleton } from './table-skeleton.tsx';
import classes from './table.module.css';
import { WholeListButton } from './whole-list-button.tsx';

/** The frame of a table and what stands in it: its skeleton, its failure with a way on, `empty`, or the rows. */
export function TableState<Row>({
  label,
  query,
  columns,
  empty,
  isBare = false,
  children,
}: {
  label: string;
  query: ListQuery<Row>;
  columns: readonly Column<Row>[];
  empty: ReactNode;
  isBare?: boolean;
  children: (rows: readonly Row[]) => ReactNode;
}) {
  const frame = isBare ? `${classes.frame} ${classes.bare}` : classes.frame;
  if (!query.data && query.error) {
    return (
      <div className={frame}>
        <ErrorState
          error={query.error}
          onRetry={query.refetch}
          actions={!mayPass(query.error) && <WholeListButton>Show the whole list</WholeListButton>}
        />
      </div>
    );
  }
  if (!query.data) {
    return (
      <div className={frame}>
        <TableSkeleton label={label} columns={columns} rows={isBare ? 3 : 10} />
      </div>
    );
  }
  return (
    <>
      <ProblemAlert error={query.error} />
      <div className={query.isPlaceholderData ? `${frame} ${classes.stale}` : frame}>
        {query.data.items.length === 0 ? empty : children(query.data.items)}
      </div>
    </>
  );
}
