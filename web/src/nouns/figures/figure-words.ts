/** A duration in milliseconds as people read it: “8.4 ms”, “240 ms”, “2.5 s”. */
export function millisecondsWords(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms > 0 && ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}

/** A share of attempts in percent, never 100 % while one failed; a dash without any. */
export function shareWords(good: number, all: number): string {
  if (all === 0) return '—';
  const percent = (100 * good) / all;
  if (good < all && percent > 99.9) return '> 99.9 %';
  return `${percent.toFixed(percent === 100 || percent === 0 ? 0 : 1)} %`;
}
