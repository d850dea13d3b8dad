const steps = [
  { unit: 'second', seconds: 1, below: 60 },
  { unit: 'minute', seconds: 60, below: 3600 },
  { unit: 'hour', seconds: 3600, below: 86_400 },
  { unit: 'day', seconds: 86_400, below: 14 * 86_400 },
] as const;

const relative = new Intl.RelativeTimeFormat('en-GB', { style: 'short' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const absolute = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' });

/** `instant` as seen from `now`: “just now”, “5 min ago”, “in 2 hr”; two weeks away and more, the date. */
export function relativeTime(instant: Date, now: Date): string {
  const seconds = Math.round((instant.getTime() - now.getTime()) / 1000);
  const distance = Math.abs(seconds);
  if (distance < 5) return 'just now';
  const step = steps.find(({ below }) => distance < below);
  return step ? relative.format(Math.trunc(seconds / step.seconds), step.unit) : day.format(instant);
}

/** `instant` in full, in the reader's own time zone, which is named. */
export function absoluteTime(instant: Date): string {
  return absolute.format(instant);
}
