/** An instant as `<input type="datetime-local">` takes it: local time without a zone. Nothing without an instant. */
export function localOf(at: string | undefined): string {
  if (!at) return '';
  const instant = new Date(at);
  const local = new Date(instant.getTime() - instant.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** The instant that stands in `<input type="datetime-local">`; `undefined` while it holds none. */
export function instantOf(local: string): string | undefined {
  const instant = new Date(local);
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString();
}
