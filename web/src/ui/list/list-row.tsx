import { IconCopy, IconLayoutSidebarRight } from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';
import { useMemo } from 'react';
import { cellClass, type Column } from './column.ts';
import classes from './table.module.css';

/** Something of a row that people take elsewhere: `what` completes “Copy …”. */
export interface RowCopy {
  what: string;
  value: string;
}

interface Props<Row> {
  row: Row;
  id: string;
  columns: readonly Column<Row>[];
  link: ((row: Row) => LinkProps) | undefined;
  copies: ((row: Row) => readonly RowCopy[]) | undefined;
  /** What the row is called where only words can be. */
  name: string;
  canChoose: boolean;
  canLook: boolean;
  isChosen: boolean;
  isLookedAt: boolean;
}

// A checkbox that React holds needs somebody who listens; the table does, for all of its rows.
const heardByTable = () => undefined;

/** One row of a list. Drawn again only when something of its own changed: a list has many. */
export function ListRow<Item>(props: Props<Item>) {
  const { row, id, columns, link, copies, name, canChoose, canLook, isChosen, isLookedAt } = props;
  return useMemo(
    () => <Cells {...{ row, id, columns, link, copies, name, canChoose, canLook, isChosen, isLookedAt }} />,
    [row, id, columns, link, copies, name, canChoose, canLook, isChosen, isLookedAt],
  );
}

function Cells<Item>(props: Props<Item>) {
  const { row, id, columns, link, canChoose, isChosen, isLookedAt } = props;
  return (
    <tr
      className={[link && classes.linked, isLookedAt && classes.looked].filter(Boolean).join(' ')}
      data-row={id}
    >
      {canChoose && (
        <td className={classes.choice}>
          <input
            type="checkbox"
            value={id}
            checked={isChosen}
            onChange={heardByTable}
            aria-label={`Choose ${props.name}`}
          />
        </td>
      )}
      {columns.map((column, index) => (
        <td key={column.id} className={cellClass(column)}>
          {index === 0 && link ? (
            <Link {...link(row)} className={classes.link} data-name>
              {column.cell(row)}
            </Link>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
      <Tools {...props} />
    </tr>
  );
}

/** What can be done with a row without opening it. Plain buttons: there are as many as rows. */
function Tools<Item>({ row, id, copies, name, canLook, isLookedAt }: Props<Item>) {
  if (!copies && !canLook) return null;
  return (
    <td className={classes.tools}>
      <span>
        {copies?.(row).map(({ what, value }) => (
          <button
            key={what}
            type="button"
            data-copy={value}
            title={`Copy ${what}`}
            aria-label={`Copy ${what} of ${name}`}
          >
            <IconCopy size={14} aria-hidden />
          </button>
        ))}
        {canLook && (
          <button
            type="button"
            data-look={id}
            title="Look at it here (↓)"
            aria-label={`Look at ${name} here`}
            aria-pressed={isLookedAt}
          >
            <IconLayoutSidebarRight size={14} aria-hidden />
          </button>
        )}
      </span>
    </td>
  );
}
