import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ChangeEvent } from 'react';
import { cellClass, type Column } from './column.ts';
import type { ListOrder } from './use-list-order.ts';
import classes from './table.module.css';

/** The head of a list: what stands in each column, by which of them it runs, and the box that chooses the page. */
export function ListHead<Row>({
  columns,
  order,
  choice,
  hasTools,
}: {
  columns: readonly Column<Row>[];
  order: ListOrder;
  /** How much of the page is chosen; `undefined` where nothing can be. */
  choice: { state: 'none' | 'some' | 'all'; choose: (isChosen: boolean) => void } | undefined;
  hasTools: boolean;
}) {
  return (
    <thead>
      <tr>
        {choice && (
          <th scope="col" className={classes.choice}>
            <input
              type="checkbox"
              aria-label="Choose all rows of this page"
              checked={choice.state === 'all'}
              ref={(box) => {
                if (box) box.indeterminate = choice.state === 'some';
              }}
              onChange={(event: ChangeEvent<HTMLInputElement>) => choice.choose(event.currentTarget.checked)}
            />
          </th>
        )}
        {columns.map((column) => (
          <HeadCell key={column.id} column={column} order={order} />
        ))}
        {hasTools && (
          <th scope="col" className={classes.tools}>
            <span className={classes.unseen}>Copy and look</span>
          </th>
        )}
      </tr>
    </thead>
  );
}

function HeadCell<Row>({ column, order }: { column: Column<Row>; order: ListOrder }) {
  if (column.sort === undefined) {
    return (
      <th scope="col" className={cellClass(column)}>
        {column.header}
      </th>
    );
  }
  const way = order.sort === column.sort ? order.order : undefined;
  const Arrow = way === 'asc' ? IconArrowUp : IconArrowDown;
  return (
    <th
      scope="col"
      className={cellClass(column)}
      aria-sort={way === undefined ? 'none' : way === 'asc' ? 'ascending' : 'descending'}
    >
      <button type="button" className={classes.sort} onClick={() => order.toggle(column.sort)}>
        {column.header}
        <Arrow size={12} aria-hidden className={way === undefined ? classes.idle : undefined} />
      </button>
    </th>
  );
}
