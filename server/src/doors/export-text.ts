import { isObject } from '../platform/request/json.ts';

/** How rows are written into a file. */
export type ExportFormat = 'csv' | 'jsonl';

// A spreadsheet takes what begins like this for a formula, and runs it: whoever names a consumer would write into the
// sheet of whoever exports it. The apostrophe says that it is text. OWASP, "CSV Injection".
const formula = /^[=+\-@\t\r\n]/;

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return formula.test(value) ? `'${value}` : value;
  return JSON.stringify(value);
};

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const csvLine = (cells: readonly unknown[]): string =>
  `${cells.map((cell) => quoted(textOf(cell))).join(',')}\r\n`;

/**
 * The text of an export: CSV as RFC 4180 has it, with a head, and what is an object as its JSON; or a JSON object a line.
 * With `hasMark` the CSV begins with the mark by which spreadsheets of old know UTF-8.
 */
export const exportText = (format: ExportFormat, columns: readonly string[], hasMark: boolean) => ({
  head: format === 'csv' ? `${hasMark ? '\u{feff}' : ''}${csvLine(columns)}` : '',
  rows: (rows: readonly unknown[]): string =>
    rows
      .map((row) =>
        format === 'csv'
          ? csvLine(columns.map((column) => (isObject(row) ? row[column] : undefined)))
          : `${JSON.stringify(row)}\n`,
      )
      .join(''),
  /** Says at the end that there would be more. */
  stopped: (count: number): string =>
    format === 'csv'
      ? csvLine([`Stopped after ${count} rows. There are more: export with narrower filters.`])
      : `${JSON.stringify({ stopped: true, rows: count })}\n`,
});
