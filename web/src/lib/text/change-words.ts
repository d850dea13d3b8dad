import { formatNumber } from './count.ts';

/** Which way a figure went since the span of the same length before. */
export type Direction = 'up' | 'down' | 'same';

/** How a figure changed: which way, and by how much in words. */
export interface ChangeWords {
  direction: Direction;
  /** Such as “12 % more”, “3 times as much” or “the same”. */
  words: string;
}

const changeOf = (now: number, before: number): string => {
  const ratio = now / before;
  if (ratio >= 3) return `${formatNumber(Math.round(ratio))} times as much`;
  const percent = Math.round(Math.abs(ratio - 1) * 100);
  return `${percent < 1 ? 'under 1' : percent} % ${now > before ? 'more' : 'less'}`;
};

/**
 * `now` beside what stood in its place `before`, both 0 or above. Nothing can be said in percent of 0: there the words
 * are of the amount.
 */
export function changeWords(now: number, before: number): ChangeWords {
  if (now === before) return { direction: 'same', words: 'the same' };
  const direction = now > before ? 'up' : 'down';
  return { direction, words: before === 0 ? 'none' : changeOf(now, before) };
}
