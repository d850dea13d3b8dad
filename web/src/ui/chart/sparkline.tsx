import classes from './sparkline.module.css';

const width = 84;
const height = 24;
const margin = 2;

/**
 * The course of a figure in a line without axes, beside the figure that says it in words: readers are not told of it.
 * `values` are in the order of time, 0 and above; with fewer than two there is no course, and nothing is drawn.
 */
export function Sparkline({
  values,
  tone = 'plain',
}: {
  values: readonly number[];
  tone?: 'plain' | 'bad' | undefined;
}) {
  if (values.length < 2) return null;
  const top = Math.max(...values, 1);
  const step = (width - 2 * margin) / (values.length - 1);
  const points = values.map((value, index) => {
    const y = height - margin - (value / top) * (height - 2 * margin);
    return `${(margin + index * step).toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg
      className={classes.sparkline}
      data-tone={tone}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden
    >
      <polygon points={`${margin},${height} ${points.join(' ')} ${width - margin},${height}`} />
      <polyline points={points.join(' ')} />
    </svg>
  );
}
