// JavaScript reads every number of JSON as a double. These tell what that does to the number that somebody wrote.

declare global {
  // ECMAScript 2026, which Node has and the library of TypeScript does not yet.
  interface JSON {
    rawJSON(text: string): object;
    parse(
      text: string,
      reviver: (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown,
    ): unknown;
  }
}

/** What a double makes of a number: gives it back, gives another one back, or cannot hold it at all. */
export type Fidelity = 'kept' | 'rounded' | 'lost';

const zero = 48;

const trimZeros = (digits: string): { digits: string; dropped: number } => {
  let start = 0;
  while (digits.charCodeAt(start) === zero) start += 1;
  let end = digits.length;
  while (end > start && digits.charCodeAt(end - 1) === zero) end -= 1;
  return { digits: digits.slice(start, end), dropped: digits.length - end };
};

/** The parts of a decimal number, without zeros at either end; no digits when it is zero. */
interface Decimal {
  isNegative: boolean;
  digits: string;
  /** Power of ten of the last digit. */
  exponent: number;
}

const decimalOf = (written: string): Decimal => {
  const isNegative = written.startsWith('-');
  const mark = written.search(/e/i);
  const mantissa = written.slice(isNegative ? 1 : 0, mark === -1 ? undefined : mark);
  const point = mantissa.indexOf('.');
  const whole = point === -1 ? mantissa : mantissa.slice(0, point);
  const fraction = point === -1 ? '' : mantissa.slice(point + 1);
  const { digits, dropped } = trimZeros(whole + fraction);
  const power = mark === -1 ? 0 : Number(written.slice(mark + 1));
  return { isNegative: isNegative && digits !== '', digits, exponent: power - fraction.length + dropped };
};

const plainMax = 40;

/** Digits with a point where it belongs, or with an exponent where that would take many zeros. */
const spell = (digits: string, exponent: number): string => {
  const whole = digits.length + exponent;
  if (exponent >= 0 && whole <= plainMax) return digits + '0'.repeat(exponent);
  if (exponent < 0 && whole > 0) return `${digits.slice(0, whole)}.${digits.slice(whole)}`;
  if (exponent < 0 && whole > -plainMax) return `0.${'0'.repeat(-whole)}${digits}`;
  return `${digits}e${exponent}`;
};

/**
 * The value of a number of JSON in one form, whatever the way of writing it: `1.0`, `1` and `10e-1` are one, and so are
 * `-0` and `0`. Two numbers have the same form only when their values are equal to the last digit.
 */
export const canonicalNumber = (written: string): string => {
  const { isNegative, digits, exponent } = decimalOf(written);
  return digits === '' ? '0' : `${isNegative ? '-' : ''}${spell(digits, exponent)}`;
};

const signOf = ({ digits, isNegative }: Decimal): number => (digits === '' ? 0 : isNegative ? -1 : 1);

/** Below 0 when `left` is less than `right`, both as they are written, 0 when their values are equal; exact. */
export const compareNumbers = (left: string, right: string): number => {
  const [a, b] = [decimalOf(left), decimalOf(right)];
  if (signOf(a) !== signOf(b) || signOf(a) === 0) return signOf(a) - signOf(b);
  const size = a.digits.length + a.exponent - b.digits.length - b.exponent;
  // Of one size, the digits compare as text: the shorter one ends in zeros that are not written.
  const order = size !== 0 ? size : a.digits === b.digits ? 0 : a.digits < b.digits ? -1 : 1;
  return signOf(a) * order;
};

/**
 * What a double makes of a number of JSON. `kept`: printing the double gives the same value, as for `0.1` and `1e3`.
 * `rounded`: another value, as for 9007199254740993. `lost`: infinite, or zero for a number that is none.
 */
export const fidelityOf = (written: string): Fidelity => {
  // Fifteen digits always survive; with a sign or a point they are sixteen characters.
  if (written.length <= 15 && !written.includes('e') && !written.includes('E')) return 'kept';
  const double = Number(written);
  if (!Number.isFinite(double)) return 'lost';
  const { digits } = decimalOf(written);
  if (double === 0) return digits === '' ? 'kept' : 'lost';
  return canonicalNumber(written) === canonicalNumber(String(double)) ? 'kept' : 'rounded';
};

/** A number of JSON that a double would change, as it was written. `JSON.stringify` writes it like that. */
export class ExactNumber {
  readonly written: string;

  constructor(written: string) {
    this.written = written;
  }

  toJSON(): object {
    return JSON.rawJSON(this.written);
  }

  toString(): string {
    return this.written;
  }

  /** The same text for the same value, however it is written; never that of a double. */
  canonical(): string {
    return canonicalNumber(this.written);
  }
}

/** Whether two scalars are the same value; exact, and `-0` is `0`. */
export const isSameScalar = (left: unknown, right: unknown): boolean =>
  left === right ||
  Object.is(left, right) ||
  (left instanceof ExactNumber && right instanceof ExactNumber && left.canonical() === right.canonical());

const longNumber = /\d[\d.]{14}|\d[eE][-+]?\d/;

/** Whether a text of JSON may hold numbers that a double would change; quick, and `true` for some texts without any. */
export const mayHoldExactNumbers = (text: string): boolean => longNumber.test(text);

/**
 * `JSON.parse` in which the numbers that a double would change are {@link ExactNumber}s. Throws `SyntaxError`. Several times
 * slower than `JSON.parse`: for texts that are known to hold such numbers.
 */
export const parseWithExactNumbers = (text: string): unknown =>
  JSON.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && fidelityOf(source) === 'rounded'
      ? new ExactNumber(source)
      : value,
  );
