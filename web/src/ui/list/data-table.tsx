import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ListQuery } from '../../lib/query/live-list.ts';
import { cellClass, type Column } from './column.ts';
import { Pager } from './pager.tsx';
import { TableScroller } from './table-scroller.tsx';
import { TableState } from './table-state.tsx';
import classes from './table.module.css';

export type { Column } from './column.ts';

/**
 * A short list in the page of something else, as a real table; the list of a room is a `ListTable`. Shows its own skeleton,
 * its failure with a retry, and `empty` when there is nothing; pages follow `cursor` in the address unless `isBare`, which
 * also leaves the frame to a section.
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
  return (
    <>
      <TableState {...{ label, query, columns, empty, isBare }}>
        {(rows) => (
          <TableScroller label={label}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column.id} scope="col" className={cellClass(column)}>
                    {column.header}
                  </th>
                ))}
              </tr>
            </thead>
            <Body {...{ rows, columns, rowKey, rowLink }} />
          </TableScroller>
        )}
      </TableState>
      {!isBare && query.data && <Pager label={label} nextCursor={query.data.nextCursor} />}
    </>
  );
}

function Body<Row>({
  rows,
  columns,
  rowKey,
  rowLink,
}: {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  rowLink: ((row: Row) => LinkProps) | undefined;
}) {
  return (
    <tbody>
      {rows.map((row) => (
        <tr key={rowKey(row)} className={rowLink && classes.linked}>
          {columns.map((column, index) => (
            <td key={column.id} className={cellClass(column)}>
              {index === 0 && rowLink ? (
                <Link {...rowLink(row)} className={classes.link}>
                  {column.cell(row)}
                </Link>
              ) : (
                column.cell(row)
              )}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
