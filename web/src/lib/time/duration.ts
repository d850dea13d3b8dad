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

const longUnits = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'minute', seconds: 60 },
  { unit: 'second', seconds: 1 },
] as const;

/** Any seconds in their two largest units: “2 hrs 5 mins”, “14 secs”, “under 1 sec”. */
export function longDurationWords(seconds: number): string {
  const whole = Math.round(seconds);
  const first = longUnits.findIndex((one) => whole >= one.seconds);
  if (first === -1) return 'under 1 sec';
  let rest = whole;
  const parts = longUnits.slice(first, first + 2).map(({ unit, seconds: length }) => {
    const amount = Math.floor(rest / length);
    rest -= amount * length;
    return amount === 0 ? '' : amountOf(unit).format(amount);
  });
  return parts.filter(Boolean).join(' ');
}
