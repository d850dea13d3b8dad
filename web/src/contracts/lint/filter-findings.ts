import type { LintFindingView } from '@parley/shared/contracts/contract';

/** The findings of a severity and of a rule whose message, pointer or operation holds the words that were typed. */
export function filterFindings(
  findings: readonly LintFindingView[],
  {
    severity,
    rule,
    search,
  }: {
    severity: LintFindingView['severity'] | undefined;
    rule: string | undefined;
    search: string | undefined;
  },
): LintFindingView[] {
  const wanted = search?.toLowerCase();
  return findings.filter(
    (finding) =>
      (!severity || finding.severity === severity) &&
      (!rule || finding.rule === rule) &&
      (!wanted ||
        [finding.message, finding.pointer, finding.operation ?? ''].some((text) =>
          text.toLowerCase().includes(wanted),
        )),
  );
}
