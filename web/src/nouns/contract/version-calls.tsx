import type { VersionFigures } from '@parley/shared/contracts/version-figures';
import { dayMs } from '@parley/shared/words/time';
import type { Mark, Series, Tone } from '../../ui/chart/chart-data.ts';
import { TimeChart } from '../../ui/chart/time-chart.tsx';

const others: readonly Tone[] = ['good', 'warn', 'idle', 'bad'];

/** This version always looks the same; each of the others has a look of its own. */
const seriesOf = ({ versions }: VersionFigures, id: string): Series[] => {
  let next = 0;
  return versions.map((one) => ({
    id: one.id,
    label: `calls of ${one.version}`,
    tone: one.id === id ? 'busy' : (others[next++ % others.length] ?? 'idle'),
  }));
};

const marksOf = ({ marks }: VersionFigures, slug: string): Mark[] =>
  marks.map(({ at, kind, version, versionId }) => ({
    at: Date.parse(at),
    label: kind === 'sunset' ? `sunset of ${version}` : `${version} ${kind}`,
    link: { to: '/apis/$slug/versions/$id', params: { slug, id: versionId } },
  }));

/** Calls of a version and of those beside it, day by day: how an old one burns down, and where its callers go. */
export function VersionCalls({ figures, slug, id }: { figures: VersionFigures; slug: string; id: string }) {
  const { days, versions, countedSince } = figures;
  const buckets = days.map((day, index) => {
    const since = Date.parse(day);
    return { since, until: since + dayMs, values: versions.map(({ perDay }) => perDay[index] ?? 0) };
  });
  const first = countedSince === null ? null : Date.parse(countedSince);
  return (
    <TimeChart
      title="Calls by version, by day in UTC"
      buckets={buckets}
      series={seriesOf(figures, id)}
      marks={marksOf(figures, slug)}
      countedSince={first !== null && first > (buckets[0]?.since ?? 0) ? first : null}
      empty="Nobody called this version, or those beside it, in 30 days. Calls show here within seconds."
    />
  );
}
