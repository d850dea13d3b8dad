import type { LinkProps } from '@tanstack/react-router';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { bucketLabel } from '../../lib/time/bucket-label.ts';
import { DataTable, type Column } from '../list/data-table.tsx';
import type { Bucket, Series } from './chart-data.ts';

/** The numbers of a chart as a table, the newest first; a row leads to what it counts. */
export function ChartTable({
  label,
  buckets,
  series,
  format,
  rowsOf,
}: {
  label: string;
  buckets: readonly Bucket[];
  series: readonly Series[];
  format: (value: number) => string;
  rowsOf: ((bucket: Bucket) => LinkProps) | undefined;
}) {
  const columns: Column<Bucket>[] = [
    { id: 'time', header: 'Time', cell: bucketLabel },
    ...series.map((one, index): Column<Bucket> => ({
      id: one.id,
      header: one.label.charAt(0).toUpperCase() + one.label.slice(1),
      cell: ({ values }) => {
        const value = values[index] ?? null;
        return value === null ? '—' : format(value);
      },
      align: 'right',
    })),
  ];
  return (
    <DataTable
      isBare
      label={label}
      query={loadedList(buckets.toReversed())}
      columns={columns}
      rowKey={({ since }) => String(since)}
      {...(rowsOf && { rowLink: rowsOf })}
      empty={null}
    />
  );
}
