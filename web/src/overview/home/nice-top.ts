/** The top of an axis that holds `highest`: 2, 4, 10, 20, 40, 100 and so on, so that its half is a whole number. */
export function niceTop(highest: number): number {
  let power = 1;
  for (;;) {
    for (const digit of [2, 4, 10]) if (digit * power >= highest) return digit * power;
    power *= 10;
  }
}
