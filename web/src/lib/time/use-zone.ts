const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** In whose days this reader counts: the zone of the browser, by its name. */
export function useZone(): string {
  return zone;
}
