import { useSyncExternalStore } from 'react';
import { type TimeDisplay, type TimeFormat, timeFormatOf } from './time-format.ts';

const asTheBrowser: TimeDisplay = { timeZone: null, clock: 'h24' };
const listeners = new Set<() => void>();
let shown = asTheBrowser;
let format = timeFormatOf(shown);

/** From now on times are written so; `null` is for nobody, who has them as the browser does. */
export function showTimesAs(display: TimeDisplay | null): void {
  const { timeZone, clock } = display ?? asTheBrowser;
  if (timeZone === shown.timeZone && clock === shown.clock) return;
  shown = { timeZone, clock };
  format = timeFormatOf(shown);
  for (const listener of listeners) listener();
}

/** How times are written at this moment; for what is written once. A component has {@link useTimeFormat}. */
export function timeFormat(): TimeFormat {
  return format;
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How the reader wants times; the component is drawn again when that changes. */
export function useTimeFormat(): TimeFormat {
  return useSyncExternalStore(subscribe, timeFormat);
}
