import { formatNumber } from '../text/count.ts';

const units = [
  { unit: 'd', seconds: 86_400 },
  { unit: 'h', seconds: 3600 },
  { unit: 'min', seconds: 60 },
];

/** Seconds as people read them, in the largest unit that fits without a rest: “5 s”, “30 min”, “2 h”. */
export function durationWords(seconds: number): string {
  const fitting = units.find((one) => seconds >= one.seconds && seconds % one.seconds === 0);
  return fitting
    ? `${formatNumber(seconds / fitting.seconds)} ${fitting.unit}`
    : `${formatNumber(seconds)} s`;
}
