import type { Series } from './chart-data.ts';
import classes from './chart.module.css';
import { Patterns } from './patterns.tsx';
import { useId } from 'react';

const dashes = ['none', '5 3', '2 2'];

/** What the looks of a chart stand for, each with its amount, and of which time that is. */
export function Legend({
  series,
  look,
  amounts,
  time,
}: {
  series: readonly Series[];
  look: 'bars' | 'lines';
  /** In words, in the order of the series. */
  amounts: readonly string[];
  time: string;
}) {
  const patterns = useId();
  return (
    <div className={classes.legend}>
      <ul>
        {series.map(({ id, label, tone }, index) => (
          <li key={id}>
            <svg width="16" height="12" aria-hidden>
              <Patterns id={patterns} />
              {look === 'bars' ? (
                <rect
                  width="12"
                  height="12"
                  rx="2"
                  fill={`url(#${patterns}-${tone})`}
                  className={classes[tone]}
                />
              ) : (
                <g className={`${classes.line} ${classes[tone]}`}>
                  <path d="M0 6h16" strokeDasharray={dashes[index % dashes.length]} />
                </g>
              )}
            </svg>
            {amounts[index]} {label}
          </li>
        ))}
      </ul>
      <span className={classes.time}>{time}</span>
    </div>
  );
}
