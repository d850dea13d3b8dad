import { timeFormat } from './shown-times.ts';

/** `instant` in full, as the reader wants times; where `<Time look="full">` cannot stand, such as in a message. */
export function absoluteTime(instant: Date): string {
  return timeFormat().full(instant);
}
