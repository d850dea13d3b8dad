import type { DeliveryStatus } from '@parley/shared/webhooks/delivery';
import type { HomeView } from '@parley/shared/overview/home';
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatNumber } from '../../lib/text/count.ts';
import classes from './figures.module.css';

/** The last day in numbers. Each leads to the rows that it counts. */
export function Figures({ overview: { lastDay, deliveries } }: { overview: HomeView }) {
  // What was counted by rows leads to those rows, and to no other; too many of them are counted elsewhere.
  const time = deliveries.countedSince === null ? { since: lastDay.since } : { range: '24h' as const };
  return (
    <section aria-label="Last 24 hours" className={classes.figures}>
      <Link to="/events" search={{ since: lastDay.since }} className={classes.figure}>
        <Figure label="Events" value={formatNumber(lastDay.events)} note="published in 24 h" />
      </Link>
      <Deliveries
        time={time}
        status="delivered"
        label="Delivered"
        count={lastDay.delivered}
        note="got a 2xx"
      />
      <Deliveries
        time={time}
        status="pending"
        label="Pending"
        count={lastDay.pending}
        note="wait for an attempt"
      />
      <Deliveries
        time={time}
        status="failed"
        label="Failing"
        count={lastDay.failing}
        note="will be tried again"
        alarm={<IconAlertTriangle size={16} color="var(--parley-warn)" aria-hidden />}
      />
      <Deliveries
        time={time}
        status="exhausted"
        label="Exhausted"
        count={lastDay.exhausted}
        note="given up"
        alarm={<IconCircleX size={16} color="var(--parley-bad)" aria-hidden />}
      />
      <div className={classes.figure}>
        <Figure
          label="p95"
          value={lastDay.p95Ms === null ? '—' : milliseconds(lastDay.p95Ms)}
          note={`of ${formatNumber(lastDay.attempts)} attempts`}
        />
      </div>
    </section>
  );
}

function Deliveries({
  time,
  status,
  label,
  count,
  note,
  alarm,
}: {
  time: { since: string } | { range: '24h' };
  status: DeliveryStatus;
  label: string;
  count: number;
  note: string;
  /** Shown beside a count above zero. */
  alarm?: ReactNode;
}) {
  return (
    <Link to="/deliveries" search={{ status, ...time }} className={classes.figure}>
      <Figure label={label} value={formatNumber(count)} note={note} alarm={count > 0 && alarm} />
    </Link>
  );
}

function Figure({
  label,
  value,
  note,
  alarm,
}: {
  label: string;
  value: string;
  note: string;
  alarm?: ReactNode;
}) {
  return (
    <>
      <span className={classes.label}>{label}</span>{' '}
      <span className={classes.value}>
        {value}
        {alarm}
      </span>{' '}
      <span className={classes.note}>{note}</span>
    </>
  );
}

function milliseconds(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}
