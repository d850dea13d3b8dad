import type { ReactNode } from 'react';
import classes from './table.module.css';

/** One column. The cell of the first one becomes the link of its row. */
export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  align?: 'right';
  /** Shown on wide screens only. */
  wide?: boolean;
  /** Left out until the reader asks for it. */
  isExtra?: boolean;
  /** What the address calls it when the list runs by it; `created` is the order that every list has. */
  sort?: string;
}

/** The class of the cells of a column, of its head and of its skeleton. */
export function cellClass<Row>(column: Column<Row> | undefined): string | undefined {
  const names = [column?.align === 'right' && classes.right, column?.wide && classes.wide];
  return names.filter(Boolean).join(' ') || undefined;
}
