const grouped = new Intl.NumberFormat('en-GB');

/** A whole number as people read it: “12,431”. */
export function formatNumber(amount: number): string {
  return grouped.format(amount);
}

/** A number of things in words: “1 call”, “12,431 calls”. */
export function count(amount: number, one: string, many: string = `${one}s`): string {
  return `${formatNumber(amount)} ${amount === 1 ? one : many}`;
}
