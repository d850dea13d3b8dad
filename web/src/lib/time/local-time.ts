import { timeFormat } from './shown-times.ts';

/** An instant as `<input type="datetime-local">` takes it, in the reader's zone. Nothing without an instant. */
export function localOf(at: string | undefined): string {
  return timeFormat().localOf(at);
}

/** The instant that stands in `<input type="datetime-local">`, read in the reader's zone; `undefined` while it holds none. */
export function instantOf(local: string): string | undefined {
  return timeFormat().instantOf(local);
}
