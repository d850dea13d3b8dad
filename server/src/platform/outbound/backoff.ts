/** Seconds before each attempt after the one before; the first is at once. Standard Webhooks, "Retry schedule". */
export const standardSchedule: readonly number[] = [
  0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400,
];

/**
 * When to try again after `attempts` attempts that failed, or `null` once the schedule is spent.
 * `jitter` in [0, 1) adds up to 20 %, so that receivers that fell over together are not hit together.
 */
export const nextAttemptAt = (
  schedule: readonly number[],
  attempts: number,
  now: Date,
  jitter: number,
): Date | null => {
  const seconds = schedule[attempts];
  return seconds === undefined ? null : new Date(now.getTime() + seconds * 1000 * (1 + 0.2 * jitter));
};
