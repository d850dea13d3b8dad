import type { Fault } from './fault.ts';

/** How far the timestamp may be from the receiver's clock, in seconds: what the libraries of Standard Webhooks take. */
const toleranceSeconds = 5 * 60;

/** A `webhook-timestamp` as far as it could be read. */
export interface ClockReading {
  /** The texts that may have been signed: what the header says, and seconds where it says something else. */
  signed: readonly [string, ...string[]];
  fault: Fault | null;
  /** What to say when nothing is wrong. */
  message: string;
}

const units: [number, string][] = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
];

const spanOf = (seconds: number): string => {
  const [size, name] = units.find(([unit]) => seconds >= unit * 2) ?? [1, 'second'];
  const count = Math.round(seconds / size);
  return `${count} ${name}${count === 1 ? '' : 's'}`;
};

const notSeconds = (text: string, message: string): Fault => ({
  check: 'clock',
  code: 'clock_not_seconds',
  message: `webhook-timestamp is “${text.slice(0, 40)}”: ${message}`,
  fix: 'Use the header as it arrived: whole seconds since 1970.',
});

const otherUnit = (text: string): ClockReading => {
  let seconds = Number(text);
  while (seconds > 1e11) seconds = Math.floor(seconds / 1000);
  return {
    signed: [text, String(seconds)],
    message: '',
    fault: {
      check: 'clock',
      code: 'clock_milliseconds',
      message: `webhook-timestamp has ${text.length} digits: that is milliseconds or less, and seconds are expected.`,
      fix: 'Use the header as it arrived. Where you make it yourself, divide by 1000 and drop the fraction.',
    },
  };
};

// ISO 8601 or an HTTP date (RFC 9110, section 5.6.7): `Date.parse` alone reads a date into almost anything.
const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d[T ]|^[A-Z][a-z]{2}, \d\d /.test(text);

const timeOf = (text: string): number => {
  if (/^\d{1,12}\.\d{1,12}$/.test(text)) return Number(text) * 1000;
  return isDate(text) ? Date.parse(text) : Number.NaN;
};

const notNumber = (text: string): ClockReading => {
  const time = timeOf(text);
  if (Number.isNaN(time))
    return { signed: [text], message: '', fault: notSeconds(text, 'that is not a number.') };
  return {
    signed: [text, String(Math.floor(time / 1000))],
    message: '',
    fault: notSeconds(text, 'that is a time, but not whole seconds since 1970.'),
  };
};

const tooFar = (age: number, isArrivalKnown: boolean): Fault => {
  const arrival = isArrivalKnown ? 'it was received' : 'now';
  const said = isArrivalKnown ? '' : ' If it was received earlier, say when (`receivedAt`).';
  return age > 0
    ? {
        check: 'clock',
        code: 'clock_too_old',
        message: `The timestamp is ${spanOf(age)} before ${arrival}; 5 minutes are allowed.`,
        fix: `Verify a request when it arrives, not when it is worked on, and keep the receiver’s clock right.${said}`,
      }
    : {
        check: 'clock',
        code: 'clock_too_new',
        message: `The timestamp is ${spanOf(-age)} after ${arrival}; 5 minutes are allowed.`,
        fix: 'The clock of the receiver is slow: let it follow NTP.',
      };
};

/** Reads a `webhook-timestamp` against the time of arrival. Standard Webhooks, "Verifying timestamp". */
export const readClock = (text: string, receivedAt: Date, isArrivalKnown: boolean): ClockReading => {
  if (!/^\d{1,20}$/.test(text)) return notNumber(text);
  if (Number(text) > 1e11) return otherUnit(text);
  const age = Math.floor(receivedAt.getTime() / 1000) - Number(text);
  const isNear = Math.abs(age) <= toleranceSeconds;
  return {
    signed: [text],
    fault: isNear ? null : tooFar(age, isArrivalKnown),
    message: `The timestamp is ${spanOf(Math.abs(age))} ${age < 0 ? 'after' : 'before'} ${isArrivalKnown ? 'the arrival' : 'now'}; 5 minutes are allowed.`,
  };
};
