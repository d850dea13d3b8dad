import type { ChangeView, CheckView, LintFindingView } from '@parley/shared/contracts/contract';
import { escapeXml } from '../../platform/request/xml.ts';

/** How a check may be printed. */
export const reportFormats = ['text', 'json', 'sarif', 'junit'] as const;
export type ReportFormat = (typeof reportFormats)[number];

interface Checked {
  slug: string;
  /** The file that was checked, as it was named. */
  file: string;
  check: CheckView;
}

const findingsShown = 20;

const isAnswered = (check: CheckView, { fingerprint }: ChangeView): boolean =>
  !check.gate.reasons.some((reason) => reason.fingerprint === fingerprint);

const whereOf = ({ operations, operationCount }: ChangeView): string => {
  if (operations.length === 0) return '';
  return operationCount > 1 ? `${operations[0]} and ${operationCount - 1} more: ` : `${operations[0]}: `;
};

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

const text = ({ slug, file, check }: Checked): string => {
  const { base, counts, lint, gate } = check;
  const against = base ? `${base.version} (upload ${base.number})` : 'nothing before it';
  const lines = [
    `${file}: ${check.title} ${check.version}, ${plural(check.operationCount, 'operation')}, compared with ${against} of ${slug}.`,
    `${counts.breaking} breaking, ${counts.risky} risky, ${counts.compatible} compatible; by semantic versioning: ${check.advice}. Lint score ${lint.score}, ${lint.bar} is asked for.`,
  ];
  for (const change of check.changes) {
    const accepted = change.acceptance && isAnswered(check, change) ? ' (accepted)' : '';
    lines.push(
      `  ${change.severity.padEnd(10)} ${whereOf(change)}${change.text}${accepted} [${change.id} ${change.fingerprint}]`,
    );
  }
  for (const finding of lint.findings.slice(0, findingsShown))
    lines.push(
      `  lint ${finding.severity.padEnd(5)} ${file}:${finding.line}:${finding.column} ${finding.message} [${finding.rule}]`,
    );
  if (lint.findingCount > findingsShown)
    lines.push(
      `  and ${lint.findingCount - findingsShown} lint findings more; --format json has the first 200 of each rule.`,
    );
  lines.push(
    gate.isOpen
      ? 'The gate is open: it may be published.'
      : `The gate is closed, for ${plural(gate.reasons.length, 'reason')}:`,
    ...gate.reasons.map((reason) => `  - ${reason.text}`),
  );
  return lines.join('\n');
};

const sarifLevel = { breaking: 'error', risky: 'warning', compatible: 'note' } as const;
const lintLevel = { error: 'error', warn: 'warning', info: 'note' } as const;

const sarifOfChange = (file: string, check: CheckView, change: ChangeView) => ({
  ruleId: change.id,
  level: sarifLevel[change.severity],
  message: { text: `${whereOf(change)}${change.text}` },
  partialFingerprints: { 'parley/v1': change.fingerprint },
  locations: [
    {
      physicalLocation: { artifactLocation: { uri: file } },
      logicalLocations: [{ fullyQualifiedName: change.pointer }],
    },
  ],
  ...(change.acceptance && isAnswered(check, change)
    ? {
        suppressions: [{ kind: 'external', status: 'accepted', justification: change.acceptance.reason }],
      }
    : {}),
});

const sarifOfFinding = (file: string, finding: LintFindingView) => ({
  ruleId: finding.rule,
  level: lintLevel[finding.severity],
  message: { text: finding.message },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: finding.file ?? file },
        ...(finding.line > 0 && {
          region: { startLine: finding.line, startColumn: Math.max(1, finding.column) },
        }),
      },
      logicalLocations: [{ fullyQualifiedName: finding.pointer }],
    },
  ],
});

/** SARIF 2.1.0, as code scanners show it. */
const sarif = ({ file, check }: Checked): string => {
  const ids = new Set([...check.changes.map(({ id }) => id), ...check.lint.findings.map(({ rule }) => rule)]);
  return JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'Parley', rules: [...ids].map((id) => ({ id })) } },
          results: [
            ...check.changes.map((change) => sarifOfChange(file, check, change)),
            ...check.lint.findings.map((finding) => sarifOfFinding(file, finding)),
          ],
        },
      ],
    },
    null,
    2,
  );
};

/** One test case for each breaking change and one for the lint, which fail as the gate does. */
const junit = ({ slug, file, check }: Checked): string => {
  const failures = new Map(check.gate.reasons.map((reason) => [reason.fingerprint ?? 'lint', reason.text]));
  const cases = [
    { id: 'lint', name: `lint score ${check.lint.score}` },
    ...check.changes
      .filter(({ severity }) => severity === 'breaking')
      .map((change) => ({ id: change.fingerprint, name: `${whereOf(change)}${change.text}` })),
  ].map(({ id, name }) => {
    const failure = failures.get(id);
    const head = `<testcase classname="${escapeXml(slug)}" name="${escapeXml(name)}"`;
    return failure === undefined
      ? `    ${head}/>`
      : `    ${head}><failure message="${escapeXml(failure)}"/></testcase>`;
  });
  const counts = `tests="${cases.length}" failures="${check.gate.reasons.length}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${escapeXml(file)}" ${counts}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
};

const writers: Record<ReportFormat, (checked: Checked) => string> = {
  text,
  json: ({ check }) => JSON.stringify(check),
  sarif,
  junit,
};

/** What a check found, for people and for continuous integration. */
export const writeReport = (checked: Checked, format: ReportFormat): string => writers[format](checked);
