import { VisuallyHidden } from '@mantine/core';
import { useState, type ChangeEvent, type MouseEvent } from 'react';
import type { Selection, SelectionAct } from '../../lib/list/selection.ts';
import type { Column } from './column.ts';
import { ListHead } from './list-head.tsx';
import { ListRow } from './list-row.tsx';
import type { ListProps } from './list-table.tsx';
import { rowsKeyboard } from './rows-keyboard.ts';
import { TableScroller } from './table-scroller.tsx';
import type { ListOrder } from './use-list-order.ts';

interface Shown<Row> {
  rows: readonly Row[];
  /** The keys of the rows, in their order. */
  page: readonly string[];
  shown: readonly Column<Row>[];
  order: ListOrder;
  selection: Selection;
  choose: (act: SelectionAct) => void;
  lookedAt: string | undefined;
  lookAt: (id: string | undefined) => void;
}

/** The table of a list: its head, its rows, and what is heard from them. */
export function ListRows<Row extends object>(props: ListProps<Row> & Shown<Row>) {
  const { rows, page, shown, selection, choose, lookedAt, lookAt, renderBulk, copies, look } = props;
  const [copied, setCopied] = useState('');
  const isChosen = (id: string) => selection.isAll || selection.ids.has(id);
  const chosenHere = page.filter(isChosen).length;
  const state = chosenHere === 0 ? 'none' : chosenHere === page.length ? 'all' : 'some';
  return (
    <>
      <TableScroller
        label={props.label}
        onClick={hearButtons({ lookedAt, lookAt, setCopied })}
        onChange={hearBoxes(page, choose)}
        onKeyDown={rowsKeyboard({ look: look && lookAt, isLooking: lookedAt })}
      >
        <ListHead
          columns={shown}
          order={props.order}
          choice={renderBulk && { state, choose: (isOn) => choose({ kind: 'page', isChosen: isOn, page }) }}
          hasTools={Boolean(copies ?? look)}
        />
        <tbody>
          {rows.map((row) => {
            const id = props.rowKey(row);
            return (
              <ListRow
                key={id}
                {...{ row, id, copies }}
                columns={shown}
                link={props.rowLink}
                name={props.rowName?.(row) ?? id}
                canChoose={Boolean(renderBulk)}
                canLook={Boolean(look)}
                isChosen={isChosen(id)}
                isLookedAt={id === lookedAt}
              />
            );
          })}
        </tbody>
      </TableScroller>
      <VisuallyHidden component="output">{copied}</VisuallyHidden>
    </>
  );
}

// One listener for all rows: each of its own would be made again with every change of one.
const hearButtons =
  ({
    lookedAt,
    lookAt,
    setCopied,
  }: {
    lookedAt: string | undefined;
    lookAt: (id: string | undefined) => void;
    setCopied: (words: string) => void;
  }) =>
  ({ target }: MouseEvent) => {
    if (!(target instanceof Element)) return;
    const { copy, look } = target.closest<HTMLElement>('button[data-copy], button[data-look]')?.dataset ?? {};
    if (look !== undefined) lookAt(look === lookedAt ? undefined : look);
    if (copy !== undefined) void navigator.clipboard.writeText(copy).then(() => setCopied(`Copied ${copy}`));
  };

const hearBoxes =
  (page: readonly string[], choose: (act: SelectionAct) => void) =>
  ({ target, nativeEvent }: ChangeEvent) => {
    if (!(target instanceof HTMLInputElement) || target.closest('tr[data-row]') === null) return;
    const isRange = nativeEvent instanceof globalThis.MouseEvent && nativeEvent.shiftKey;
    choose({ kind: 'toggle', id: target.value, isRange, page });
  };
