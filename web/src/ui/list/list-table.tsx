import { Group } from '@mantine/core';
import { useSearch, type LinkProps } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import type { ListQuery } from '../../lib/query/live-list.ts';
import { arrangeColumns } from '../../lib/list/arrange-columns.ts';
import type { Total } from '../../lib/list/total-words.ts';
import type { Column } from './column.ts';
import { ColumnsMenu } from './columns-menu.tsx';
import type { RowCopy } from './list-row.tsx';
import { ListRows } from './list-rows.tsx';
import { ListTotal } from './list-total.tsx';
import { LookPanel } from './look-panel.tsx';
import { Pager } from './pager.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { TableState } from './table-state.tsx';
import { useListOrder } from './use-list-order.ts';
import { useLook } from './use-look.ts';
import { useSelection } from './use-selection.ts';
import classes from './table.module.css';

/** What is chosen in a list, for those who do something with it. */
export interface Chosen {
  ids: readonly string[];
  /** Everything that the filters find, whether it is on the screen or not. */
  isAll: boolean;
  clear: () => void;
}

/** What a list is made of. The functions of rows are made once, outside of the component: with other ones all rows are drawn again. */
export interface ListProps<Row> {
  label: string;
  /** What the rows are, one and many: “delivery”, “deliveries”. */
  noun: readonly [string, string];
  query: ListQuery<Row>;
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  /** What a row is called where only words can be; its key without it. */
  rowName?: (row: Row) => string;
  rowLink?: (row: Row) => LinkProps;
  /** What people take from a row elsewhere: its id, its URL. */
  copies?: (row: Row) => readonly RowCopy[];
  empty: ReactNode;
  /** How many rows match; not known yet without it. */
  total?: Total | undefined;
  /** What the panel shows of the row with this key, which need not be on the page. */
  look?: (key: string) => ReactNode;
  /** The acts on what is chosen; rows can be chosen where there are some. */
  renderBulk?: ((chosen: Chosen) => ReactNode) | undefined;
  /** At the end of the line above the table, such as the export. */
  tools?: ReactNode;
}

/**
 * The one template of a list: columns that the reader arranges, an order, a total, a panel that looks at a row, rows to choose
 * and acts on them. Everything but what is chosen is in the address: `columns`, `order`, `sort`, `look`, `cursor`
 * (`listSearch`). The filters stand above it, in a `FilterBar`.
 */
export function ListTable<Row extends object>(props: ListProps<Row>) {
  const { label, query, columns, rowKey, look } = props;
  const asked = useSearch({ strict: false, select: (search) => search.columns });
  const order = useListOrder();
  const [lookedAt, lookAt] = useLook();
  const shown = useMemo(() => arrangeColumns(columns, asked).shown, [columns, asked]);
  const [selection, choose] = useSelection();
  const page = query.data?.items.map(rowKey) ?? [];
  const isOpen = look !== undefined && lookedAt !== undefined;

  return (
    <div className={isOpen ? classes.beside : undefined}>
      <div className={classes.main}>
        <Group justify="space-between" gap="xs" mb={6}>
          <ListTotal total={props.total} noun={props.noun} />
          <Group gap={6}>
            <ColumnsMenu columns={columns} asked={asked} order={order} />
            {props.tools}
          </Group>
        </Group>
        <TableState label={label} query={query} columns={shown} empty={props.empty}>
          {(rows) => (
            <ListRows
              {...props}
              {...{ rows, page, shown, order, selection, choose, lookAt }}
              lookedAt={isOpen ? lookedAt : undefined}
            />
          )}
        </TableState>
        {query.data && <Pager label={label} nextCursor={query.data.nextCursor} />}
        {props.renderBulk && <SelectionBar {...props} {...{ selection, choose, page }} />}
      </div>
      {isOpen && <LookPanel onClose={() => lookAt(undefined)}>{look(lookedAt)}</LookPanel>}
    </div>
  );
}
