import { count, formatNumber } from '../text/count.ts';

/** How many rows a list has: exactly, or so many that the counting stopped there. */
export interface Total {
  count: number;
  isMore: boolean;
}

/** A total as people read it: “12,431 deliveries”, “more than 10,000 deliveries”. */
export function totalWords({ count: amount, isMore }: Total, [one, many]: readonly [string, string]): string {
  return isMore ? `more than ${formatNumber(amount)} ${many}` : count(amount, one, many);
}
