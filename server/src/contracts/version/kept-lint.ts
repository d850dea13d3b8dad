import type { LintView } from '@parley/shared/contracts/contract';
import type { ContractReading } from '../../openapi/reader/reader.ts';

/** Lint as it is kept with a version. */
export type KeptLint = Omit<LintView, 'bar' | 'passes' | 'findingCount'>;

/** A place as it is shown: without a file where there is but one. */
const placed = (item: { pointer: string; line: number; column: number; file?: string }) => ({
  pointer: item.pointer,
  line: item.line,
  column: item.column,
  ...(item.file === undefined ? {} : { file: item.file }),
});

/** What reading a contract found, as it is kept. */
export const keptLintOf = ({ lint }: Pick<ContractReading, 'lint'>): KeptLint => ({
  score: lint.score,
  counts: lint.counts,
  findings: lint.findings.map((finding) => ({
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    operation: finding.operation ?? null,
    ...placed(finding),
  })),
});

/** Lint beside what the API asks for. */
export const withBar = (lint: KeptLint, bar: number): LintView => ({
  ...lint,
  findingCount: Object.values(lint.counts).reduce((sum, count) => sum + count, 0),
  bar,
  passes: lint.score >= bar,
});
