import { timeFormat } from '../../lib/time/shown-times.ts';

/** An hour as the reader wants times: “14:00”, or in full “Sun 22 Nov, 14:00”. */
export function hourLabel(hour: string, look: 'short' | 'full'): string {
  const { hour: timeOfDay, dayHour } = timeFormat();
  return (look === 'short' ? timeOfDay : dayHour)(new Date(hour));
}
