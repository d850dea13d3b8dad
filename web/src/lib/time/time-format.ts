/** How somebody wants times: a zone by its IANA name, `null` for that of the browser, and hours to 24 or twice to 12. */
export interface TimeDisplay {
  timeZone: string | null;
  clock: 'h24' | 'h12';
}

/** The ways in which a time is written. Each is in the zone and the clock that the reader chose. */
export interface TimeFormat {
  /** The zone of everything below, by its IANA name. */
  timeZone: string;
  /** As seen from `now`: “just now”, “5 min ago”, “in 2 hr”; two weeks away and more, the date. */
  relative: (instant: Date, now: Date) => string;
  /** In full, with the zone: “27 Nov 2026, 17:05:09 CET”. */
  full: (instant: Date) => string;
  /** The day alone: “27 Nov 2026”. */
  date: (instant: Date) => string;
  /** The time of the day: “17:00”. */
  hour: (instant: Date) => string;
  /** The day without its year, for the axis of a chart: “27 Nov”. */
  day: (instant: Date) => string;
  /** What people call the zone at an instant: “UTC” or “CET”. */
  zoneName: (instant: Date) => string;
  /** How long the day has lasted at an instant, in minutes. */
  minuteOfDay: (instant: Date) => number;
  /** Day and time of the day, for the rows and marks of a chart: “Fri 27 Nov, 17:00”. */
  dayHour: (instant: Date) => string;
  /** As `<input type="datetime-local">` takes it; nothing without an instant. */
  localOf: (at: string | undefined) => string;
  /** The instant that stands in such an input, as ISO 8601 in UTC; `undefined` while it holds none. */
  instantOf: (local: string) => string | undefined;
}

const steps = [
  { unit: 'second', seconds: 1, below: 60 },
  { unit: 'minute', seconds: 60, below: 3600 },
  { unit: 'hour', seconds: 3600, below: 86_400 },
  { unit: 'day', seconds: 86_400, below: 14 * 86_400 },
] as const;

const relativeWords = new Intl.RelativeTimeFormat('en-GB', { style: 'short' });
const minutes = { hour: '2-digit', minute: '2-digit' } as const;
const days = { day: 'numeric', month: 'short', year: 'numeric' } as const;

/** The zone of this browser, by its IANA name. */
export const zoneOfBrowser = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

// What a machine does not know, such as a zone that is newer than it, must not keep the console from showing times.
function knownZone(timeZone: string | null): string {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: timeZone ?? undefined }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}

/** How times are written for a reader who wants them so. */
export function timeFormatOf(display: TimeDisplay): TimeFormat {
  const timeZone = knownZone(display.timeZone);
  const hourCycle = display.clock === 'h12' ? 'h12' : 'h23';
  const writes = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone, hourCycle });
    return (instant: Date) => format.format(instant);
  };
  const date = writes(days);
  const zoneWords = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'short' });
  return {
    timeZone,
    relative: (instant, now) => relativeTo(instant, now) ?? date(instant),
    full: writes({ ...days, ...minutes, second: '2-digit', timeZoneName: 'short' }),
    date,
    hour: writes(minutes),
    day: writes({ day: 'numeric', month: 'short' }),
    zoneName: (instant) =>
      zoneWords.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '',
    minuteOfDay: (instant) => {
      const [hour = 0, minute = 0] = wallClock(instant, timeZone).slice(11).split(':').map(Number);
      return hour * 60 + minute;
    },
    dayHour: writes({ weekday: 'short', day: 'numeric', month: 'short', ...minutes }),
    localOf: (at) => (at ? wallClock(new Date(at), timeZone) : ''),
    instantOf: (local) => instantOfWall(local, timeZone),
  };
}

function relativeTo(instant: Date, now: Date): string | undefined {
  const seconds = Math.round((instant.getTime() - now.getTime()) / 1000);
  const distance = Math.abs(seconds);
  if (distance < 5) return 'just now';
  const step = steps.find(({ below }) => distance < below);
  return step && relativeWords.format(Math.trunc(seconds / step.seconds), step.unit);
}

/** What the clocks of a zone show at an instant: `2026-11-27T17:05`. */
function wallClock(instant: Date, timeZone: string): string {
  // Swedish writes times as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...minutes,
    hourCycle: 'h23',
  });
  return format.format(instant).replace(' ', 'T');
}

const asUtc = (wall: string): number => Date.parse(`${wall}Z`);

/** When the clocks of a zone show this. An hour that they skip is the one after it; of one that comes twice it is the first. */
function instantOfWall(local: string, timeZone: string): string | undefined {
  const wanted = asUtc(local);
  if (Number.isNaN(wanted)) return undefined;
  const offsetAt = (ms: number) =>
    asUtc(wallClock(new Date(ms), timeZone)) - Math.floor(ms / 60_000) * 60_000;
  // A day before and after, the clocks have the offsets between which they may change in the meantime.
  const offsets = [offsetAt(wanted - 86_400_000), offsetAt(wanted + 86_400_000)];
  const candidates = offsets.map((offset) => wanted - offset).toSorted((one, other) => one - other);
  const found = candidates.find((ms) => ms + offsetAt(ms) === wanted) ?? candidates.at(-1) ?? wanted;
  return new Date(found).toISOString();
}
