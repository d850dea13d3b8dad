import { cellClass, type Column } from './column.ts';
import { TableScroller } from './table-scroller.tsx';
import classes from './table.module.css';

/** A table whose rows are not there yet. */
export function TableSkeleton<Row>({
  label,
  columns,
  rows,
}: {
  label: string;
  columns: readonly Column<Row>[];
  rows: number;
}) {
  return (
    <TableScroller label={`${label}, loading`}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.id} scope="col" className={cellClass(column)}>
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
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
    </TableScroller>
  );
}

function Bar({ percent }: { percent: number }) {
  return <span className={classes.skeleton} style={{ width: `${percent}%` }} />;
}
