/** One row of the form: a header to send along. `key` tells rows apart while their names are typed. */
export interface HeaderRow {
  key: string;
  name: string;
  value: string;
}

/** A row to be filled in. */
export function blankHeader(): HeaderRow {
  return { key: crypto.randomUUID(), name: '', value: '' };
}

/** The rows as the API takes them. Rows without a name and a value say nothing. */
export function headersOf(rows: readonly HeaderRow[]): Record<string, string> {
  return Object.fromEntries(
    rows
      .filter(({ name, value }) => name.trim() || value.trim())
      .map(({ name, value }) => [name.trim(), value]),
  );
}
