import { useElementSize } from '@mantine/hooks';
import type { HomeView } from '@parley/shared/overview/home';
import { useId } from 'react';
import { formatNumber } from '../../lib/text/count.ts';
import classes from './hour-chart.module.css';
import { hourLabel } from './hour-label.ts';
import { niceTop } from './nice-top.ts';

type Hour = HomeView['hours'][number];

const height = 200;
const left = 48;
const bottom = 22;
const top = 8;
const plotHeight = height - top - bottom;
const base = top + plotHeight;
const labelWidth = 56;

/** One bar an hour: delivered below, failed above it and hatched, so that colour is not needed to tell them apart. */
export function HourBars({ hours, label }: { hours: readonly Hour[]; label: string }) {
  const hatch = useId();
  const { ref, width } = useElementSize();
  const limit = niceTop(Math.max(...hours.map(({ delivered, failed }) => delivered + failed)));
  const step = Math.max(0, width - left) / hours.length;
  const scale = (amount: number) => (amount / limit) * plotHeight;
  const labelEvery = [2, 3, 4, 6, 8].find((every) => every * step >= labelWidth) ?? 12;
  return (
    <div ref={ref} className={classes.bars} style={{ height }}>
      <svg width={width} height={height} role="img" aria-label={label}>
        <Hatch id={hatch} />
        <Grid limit={limit} width={width} scale={scale} />
        {hours.map((hour, index) => (
          <Bar
            key={hour.hour}
            hour={hour}
            x={left + index * step}
            step={step}
            scale={scale}
            fill={`url(#${hatch})`}
            isLabelled={index % labelEvery === 0}
          />
        ))}
      </svg>
    </div>
  );
}

function Hatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" className={classes.hatchGround} />
        <rect width="2.5" height="6" className={classes.hatchLine} />
      </pattern>
    </defs>
  );
}

function Grid({ limit, width, scale }: { limit: number; width: number; scale: (amount: number) => number }) {
  return [0, limit / 2, limit].map((amount) => {
    const y = base - scale(amount);
    return (
      <g key={amount}>
        <line x1={left} x2={width} y1={y} y2={y} className={classes.grid} />
        <text x={left - 8} y={y + 4} textAnchor="end" className={classes.tick}>
          {formatNumber(amount)}
        </text>
      </g>
    );
  });
}

function Bar({
  hour: { hour, delivered, failed },
  x,
  step,
  scale,
  fill,
  isLabelled,
}: {
  hour: Hour;
  x: number;
  step: number;
  scale: (amount: number) => number;
  fill: string;
  isLabelled: boolean;
}) {
  const good = scale(delivered);
  const bad = scale(failed);
  const bar = { x: x + step * 0.15, width: step * 0.7 };
  return (
    <g className={classes.hour}>
      <title>{`${hourLabel(hour, 'full')}: ${formatNumber(delivered)} delivered, ${formatNumber(failed)} failed`}</title>
      <rect x={x} y={top} width={step} height={plotHeight} className={classes.target} />
      {delivered > 0 && <rect {...bar} y={base - good} height={good} className={classes.good} />}
      {failed > 0 && <rect {...bar} y={base - good - bad} height={bad} fill={fill} className={classes.bad} />}
      {isLabelled && (
        <text x={x + step / 2} y={height - 5} textAnchor="middle" className={classes.tick}>
          {hourLabel(hour, 'short')}
        </text>
      )}
    </g>
  );
}
