import { SegmentedControl, Text } from '@mantine/core';
import type { HomeView } from '@parley/shared/overview/home';
import { useState } from 'react';
import { count, formatNumber } from '../../lib/text/count.ts';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { Section } from '../../ui/page/section.tsx';
import { HourBars } from './hour-bars.tsx';
import classes from './hour-chart.module.css';
import { hourLabel } from './hour-label.ts';

type Hour = HomeView['hours'][number];

const columns: Column<Hour>[] = [
  { id: 'hour', header: 'Hour from', cell: ({ hour }) => hourLabel(hour, 'full') },
  { id: 'delivered', header: 'Delivered', cell: ({ delivered }) => formatNumber(delivered), align: 'right' },
  { id: 'failed', header: 'Failed', cell: ({ failed }) => formatNumber(failed), align: 'right' },
];

/** Attempts of the last day hour by hour, as bars or as the same numbers in a table. */
export function HourChart({ hours }: { hours: Hour[] }) {
  const [look, setLook] = useState('chart');
  const delivered = hours.reduce((sum, hour) => sum + hour.delivered, 0);
  const failed = hours.reduce((sum, hour) => sum + hour.failed, 0);
  return (
    <Section
      flush
      title="Attempts, hour by hour"
      actions={
        <SegmentedControl
          aria-label="Show as"
          value={look}
          onChange={setLook}
          data={[
            { value: 'chart', label: 'Chart' },
            { value: 'table', label: 'Table' },
          ]}
        />
      }
    >
      {look === 'table' ? (
        <DataTable
          isBare
          label="Attempts, hour by hour"
          query={loadedList(hours.toReversed())}
          columns={columns}
          rowKey={({ hour }) => hour}
          empty={null}
        />
      ) : (
        <div className={classes.chart}>
          {delivered + failed === 0 ? (
            <Text c="dimmed" ta="center" py={56}>
              No attempt in the last 24 hours.
            </Text>
          ) : (
            <>
              <Legend delivered={delivered} failed={failed} />
              <HourBars
                hours={hours}
                label={`Attempts of the last 24 hours: ${formatNumber(delivered)} delivered, ${formatNumber(failed)} failed. The table has the numbers of each hour.`}
              />
            </>
          )}
        </div>
      )}
    </Section>
  );
}

function Legend({ delivered, failed }: { delivered: number; failed: number }) {
  return (
    <ul className={classes.legend}>
      <li>
        <svg width="12" height="12" aria-hidden className={classes.delivered}>
          <rect width="12" height="12" rx="2" />
        </svg>
        {count(delivered, 'attempt')} delivered
      </li>
      <li>
        <svg width="12" height="12" aria-hidden className={classes.failed}>
          <rect width="12" height="12" rx="2" />
          <path d="M0 12 12 0M-3 3 3-3M9 15 15 9" />
        </svg>
        {count(failed, 'attempt')} failed
      </li>
    </ul>
  );
}
