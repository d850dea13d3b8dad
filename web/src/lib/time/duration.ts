const units = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'minute', seconds: 60 },
] as const;

const amountOf = (unit: string) =>
  new Intl.NumberFormat('en-GB', { style: 'unit', unit, unitDisplay: 'short' });

/** Seconds as people read them, in the largest unit that fits without a rest: “5 secs”, “30 mins”, “2 hrs”. */
export function durationWords(seconds: number): string {
  const fitting = units.find((one) => seconds >= one.seconds && seconds % one.seconds === 0);
  return fitting
    ? amountOf(fitting.unit).format(seconds / fitting.seconds)
    : amountOf('second').format(seconds);
}
