import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Sparkline } from '../chart/sparkline.tsx';
import { ChangeSince } from './change-since.tsx';
import classes from './numbers.module.css';

/** One number of an object, what it is of, and how it came to be. */
export interface Figure {
  label: string;
  /** As it is read, with its unit. `undefined` while it is on its way: its place stays free. */
  value: ReactNode;
  /** What it counts, in few words. */
  note?: ReactNode;
  /** The rows that it counts. */
  link?: LinkProps | undefined;
  /** Its course in the order of time, 0 and above. */
  series?: readonly number[] | undefined;
  /** It, and what it was in the span of the same length before. `isGood` says which way is the better one. */
  change?: { now: number; before: number; good: 'up' | 'down' | 'neither' } | undefined;
  /** That it calls for somebody. */
  alarm?: 'warn' | 'bad' | undefined;
}

/** Four or five numbers that say at a glance how an object is. `label` says of which time they are. */
export function Numbers({ label, figures }: { label: string; figures: readonly Figure[] }) {
  return (
    <section aria-label={label} className={classes.numbers}>
      {figures.map((figure) =>
        figure.link ? (
          <Link key={figure.label} {...figure.link} className={classes.figure}>
            <Words figure={figure} />
          </Link>
        ) : (
          <div key={figure.label} className={classes.figure}>
            <Words figure={figure} />
          </div>
        ),
      )}
    </section>
  );
}

const alarms = { warn: IconAlertTriangle, bad: IconCircleX } as const;

function Words({ figure: { label, value, note, series, change, alarm } }: { figure: Figure }) {
  const Alarm = alarm && alarms[alarm];
  return (
    <>
      <span className={classes.label}>{label}</span>{' '}
      <span className={classes.line}>
        {value === undefined ? (
          <span className={classes.awaited} />
        ) : (
          <span className={classes.value}>
            {value}
            {Alarm && <Alarm size={16} color={`var(--parley-${alarm})`} aria-hidden />}
          </span>
        )}
        {series && <Sparkline values={series} tone={alarm === 'bad' ? 'bad' : 'plain'} />}
      </span>{' '}
      <span className={classes.note}>
        {note}
        {change && note && ' · '}
        {change && <ChangeSince {...change} />}
        {!note && !change && ' '}
      </span>
    </>
  );
}
