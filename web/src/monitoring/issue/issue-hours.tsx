import type { IssueDetail } from '@parley/shared/monitoring/issue';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { count, formatNumber } from '../../lib/text/count.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { Disclosure } from '../../ui/page/disclosure.tsx';
import { Section } from '../../ui/page/section.tsx';
import { Time } from '../../ui/text/time.tsx';
import classes from './issue-hours.module.css';

type Hour = IssueDetail['hours'][number];

const columns: Column<Hour>[] = [
  { id: 'hour', header: 'Hour from', cell: ({ hour }) => <Time at={hour} /> },
  { id: 'count', header: 'Failures', cell: (hour) => formatNumber(hour.count), align: 'right' },
];

const step = 6;
const height = 64;
const leastHeight = 3;

/** Failures of the last two days, one bar an hour, and the same numbers in a table. */
export function IssueHours({ hours }: { hours: Hour[] }) {
  const top = Math.max(1, ...hours.map((hour) => hour.count));
  const total = hours.reduce((sum, hour) => sum + hour.count, 0);
  const failed = hours.filter((hour) => hour.count > 0);
  return (
    <Section title="Failures, hour by hour">
      <svg
        className={classes.strip}
        role="img"
        aria-label={`${count(total, 'failure')} in the last 48 hours, ${formatNumber(top)} at most in one hour.`}
        viewBox={`0 0 ${hours.length * step} ${height}`}
        preserveAspectRatio="none"
      >
        {hours.map((hour, index) => {
          const tall = hour.count === 0 ? 0 : Math.max(leastHeight, (hour.count / top) * height);
          return (
            <rect
              key={hour.hour}
              className={classes.bar}
              x={index * step}
              y={height - tall}
              width={step - 1}
              height={tall}
            />
          );
        })}
      </svg>
      <div className={classes.ends} aria-hidden>
        <span>48 h ago</span>
        <span>{count(total, 'failure')}</span>
        <span>now</span>
      </div>
      {failed.length > 0 && (
        <Disclosure title="As a table">
          <DataTable
            isBare
            label="Failures, hour by hour"
            query={loadedList(failed.toReversed())}
            columns={columns}
            rowKey={({ hour }) => hour}
            empty={null}
          />
        </Disclosure>
      )}
    </Section>
  );
}
