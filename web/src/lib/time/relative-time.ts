const steps = [
  { unit: 's', seconds: 1, below: 60 },
  { unit: 'min', seconds: 60, below: 3600 },
  { unit: 'h', seconds: 3600, below: 86_400 },
  { unit: 'd', seconds: 86_400, below: 14 * 86_400 },
];

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const absolute = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' });

/** `instant` as seen from `now`: “just now”, “5 min ago”, “in 2 h”; two weeks away and more, the date. */
export function relativeTime(instant: Date, now: Date): string {
  const seconds = Math.round((instant.getTime() - now.getTime()) / 1000);
  const distance = Math.abs(seconds);
  if (distance < 5) return 'just now';
  const step = steps.find(({ below }) => distance < below);
  if (!step) return day.format(instant);
  const amount = `${Math.trunc(distance / step.seconds)} ${step.unit}`;
  return seconds < 0 ? `${amount} ago` : `in ${amount}`;
}

/** `instant` in full, in the reader's own time zone, which is named. */
export function absoluteTime(instant: Date): string {
  return absolute.format(instant);
}
