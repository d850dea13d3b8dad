import { createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { Link, type LinkProps } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import type { ListQuery } from '../../lib/query/live-list.ts';
import classes from './data-table.module.css';
import { ErrorState } from '../page/error-state.tsx';
import { Pager } from './pager.tsx';
import { ProblemAlert } from '../page/problem-alert.tsx';

/** One column. The cell of the first one becomes the link of its row. */
export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  align?: 'right';
  /** Shown on wide screens only. */
  wide?: boolean;
}

const features = tableFeatures({});

/**
 * A list of the server as a real table. Shows its own skeleton, its failure with a retry, and `empty` when there is
 * nothing; pages follow `cursor` in the address unless `isBare`, which also leaves the frame to a section.
 */
export function DataTable<Row extends object>({
  label,
  query,
  columns,
  rowKey,
  rowLink,
  empty,
  isBare = false,
}: {
  label: string;
  query: ListQuery<Row>;
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  rowLink?: (row: Row) => LinkProps;
  empty: ReactNode;
  isBare?: boolean;
}) {
  const frame = isBare ? `${classes.frame} ${classes.bare}` : classes.frame;
  if (!query.data) {
    if (query.error) {
      return (
        <div className={frame}>
          <ErrorState error={query.error} onRetry={query.refetch} />
        </div>
      );
    }
    return (
      <div className={frame}>
        <SkeletonTable label={label} columns={columns} rows={isBare ? 3 : 10} />
      </div>
    );
  }
  return (
    <>
      <ProblemAlert error={query.error} />
      <div className={query.isPlaceholderData ? `${frame} ${classes.stale}` : frame}>
        {query.data.items.length === 0 ? (
          empty
        ) : (
          <Rows {...{ label, columns, rowKey, rowLink }} rows={query.data.items} />
        )}
      </div>
      {!isBare && <Pager label={label} nextCursor={query.data.nextCursor} />}
    </>
  );
}

function Rows<Row extends object>({
  label,
  rows,
  columns,
  rowKey,
  rowLink,
}: {
  label: string;
  rows: Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  rowLink: ((row: Row) => LinkProps) | undefined;
}) {
  const helper = createColumnHelper<typeof features, Row>();
  const definitions = useMemo(
    () =>
      columns.map(({ id, header, cell }) =>
        helper.display({ id, header, cell: ({ row }) => cell(row.original) }),
      ),
    [columns, helper],
  );
  const table = useTable({ features, columns: definitions, data: rows, getRowId: rowKey });
  return (
    <Scroller label={label}>
      <Head columns={columns} />
      <tbody>
        {table.getRowModel().rows.map((row) => (
          <tr key={row.id} className={rowLink && classes.linked}>
            {row.getAllCells().map((cell, index) => (
              <td key={cell.id} className={cellClass(columns[index])}>
                {index === 0 && rowLink ? (
                  <Link {...rowLink(row.original)} className={classes.link}>
                    <table.FlexRender cell={cell} />
                  </Link>
                ) : (
                  <table.FlexRender cell={cell} />
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </Scroller>
  );
}

function SkeletonTable<Row>({
  label,
  columns,
  rows,
}: {
  label: string;
  columns: readonly Column<Row>[];
  rows: number;
}) {
  return (
    <Scroller label={`${label}, loading`}>
      <Head columns={columns} />
      <tbody aria-hidden>
        {Array.from({ length: rows }, (_, row) => (
          <tr key={row}>
            {columns.map((column, index) => (
              <td key={column.id} className={cellClass(column)}>
                <Bar percent={40 + ((row * 7 + index * 23) % 45)} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </Scroller>
  );
}

function Bar({ percent }: { percent: number }) {
  return <span className={classes.skeleton} style={{ width: `${percent}%` }} />;
}

function Scroller({ label, children }: { label: string; children: ReactNode }) {
  return (
    // A table that scrolls sideways has to be reachable without a mouse.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={classes.scroller} aria-label={`${label}, table`} tabIndex={0}>
      <table className={classes.table} aria-label={label}>
        {children}
      </table>
    </section>
  );
}

function Head<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  return (
    <thead>
      <tr>
        {columns.map((column) => (
          <th key={column.id} scope="col" className={cellClass(column)}>
            {column.header}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function cellClass<Row>(column: Column<Row> | undefined) {
  const names = [column?.align === 'right' && classes.right, column?.wide && classes.wide];
  return names.filter(Boolean).join(' ') || undefined;
}
