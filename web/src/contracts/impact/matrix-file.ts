import type { ImpactMatrixView } from '@parley/shared/contracts/contract-matrix';
import { csvLine } from '@parley/shared/words/csv';

/** A line of the file: one change that reaches one consumer. */
type Line = Record<string, string | number | null>;

/** The lines of a page of the matrix. */
export function matrixLines({ rows, columns }: ImpactMatrixView): Line[] {
  return rows.flatMap(({ cells, ...row }) =>
    cells.flatMap((cell) => {
      const change = columns[cell.column];
      if (!change) return [];
      return [
        {
          consumerId: row.consumerId,
          consumer: row.name,
          contactEmail: row.contactEmail,
          technicalEmail: row.technicalEmail,
          lastSeenAt: row.lastSeenAt,
          callsWeek: row.callsWeek,
          callsMonth: row.callsMonth,
          severity: change.severity,
          operation: change.operation,
          change: change.text,
          check: change.id,
          fingerprint: change.fingerprint,
          evidence: cell.evidence,
          calls: cell.calls,
          lastCallAt: cell.lastSeenAt,
        },
      ];
    }),
  );
}

/** The kinds of file that a matrix is saved as. */
export const fileKinds = {
  csv: {
    label: 'CSV',
    contentType: 'text/csv',
    textOf: (lines: readonly Line[]) =>
      [csvLine(Object.keys(lines[0] ?? {})), ...lines.map((line) => csvLine(Object.values(line)))].join(''),
  },
  jsonl: {
    label: 'JSON lines',
    contentType: 'application/jsonl',
    textOf: (lines: readonly Line[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  },
} as const;

/** See {@link fileKinds}. */
export type FileKind = keyof typeof fileKinds;
