import { absoluteTime, relativeTime } from '../../lib/time/relative-time.ts';
import { useNow } from '../../lib/time/use-now.ts';

/** An instant as people say it, “5 min ago”, with the exact time in the tooltip. `null` shows `absent`. */
export function Time({ at, absent = '—' }: { at: string | null; absent?: string }) {
  const now = useNow(at);
  if (at === null) return <span style={{ color: 'var(--mantine-color-dimmed)' }}>{absent}</span>;
  const instant = new Date(at);
  return (
    <time dateTime={at} title={absoluteTime(instant)} style={{ whiteSpace: 'nowrap' }}>
      {relativeTime(instant, now)}
    </time>
  );
}
