import { hash } from 'node:crypto';
import type { ChangeView, CheckView, LintFindingView } from '@parley/shared/contracts/contract';
import { ContractRefused, type ContractReader } from '../../openapi/reader/reader.ts';
import { type ContractFiles, sentFiles } from './repository-files.ts';
import type { Item, Place, Report } from '../report/report.ts';
import { plural } from '../report/text-report.ts';
import { Unusable } from './unusable.ts';

/** What a check was of: the answer of a server, of the installation here, or of two files. */
export interface Checked {
  /** The API, or the title of the contract. */
  subject: string;
  /** What it was compared with, in words. */
  against: string;
  check: Omit<CheckView, 'base'> & { base: CheckView['base'] | { file: string; version: string } };
}

/** The same with each change at its place in the files. */
export interface PlacedCheck extends Checked {
  files: ContractFiles;
  places: readonly Place[];
}

const placeIn = (
  { entry }: ContractFiles,
  { file, line, column }: { file?: string | undefined; line: number; column: number },
): Place => ({ file: file ?? entry, line: Math.max(1, line), column: Math.max(1, column) });

/** A contract that cannot be read, as what ends the command; its places are those in the files. */
export const unreadable = (error: unknown, files: ContractFiles): unknown => {
  if (!(error instanceof ContractRefused)) return error;
  const left = [...files.left].map(([path, reason]) => ` \`${path}\` was not read: ${reason}.`);
  return new Unusable(
    `${error.detail}${left.slice(0, 5).join('')}`,
    error.problems.map((problem) => ({ ...placeIn(files, problem), text: problem.message })),
  );
};

/** Finds each change in the files: what is gone at the nearest place that still is there. */
export const placeChanges = async (
  reader: ContractReader,
  files: ContractFiles,
  checked: Checked,
): Promise<PlacedCheck> => {
  const sent = sentFiles(files);
  const input = 'document' in sent ? { text: sent.document } : sent;
  const wanted = checked.check.changes.map(({ pointer, isGone }) => ({ pointer, isGone }));
  try {
    const places = wanted.length === 0 ? [] : await reader.placesIn(input, wanted);
    return { ...checked, files, places: places.map((place) => placeIn(files, place)) };
  } catch (error) {
    throw unreadable(error, files);
  }
};

/** What a contract was converted from, as the end of a sentence. */
export const originOf = ({ convertedFrom }: Pick<CheckView, 'convertedFrom'>): string =>
  convertedFrom === 'swagger-2.0' ? ', converted from Swagger 2.0' : '';

const whereOf = ({ operations, operationCount, text }: ChangeView): string => {
  const [first] = operations;
  if (first === undefined || (operationCount === 1 && text.includes(first))) return '';
  return operationCount > 1 ? `${first} and ${operationCount - 1} more: ` : `${first}: `;
};

const changeLevels = { breaking: 'error', risky: 'warning', compatible: 'note' } as const;
const lintLevels = { error: 'error', warn: 'warning', info: 'note' } as const;

const itemOfChange = (change: ChangeView, place: Place, failure: string | null): Item => ({
  kind: 'change',
  rule: change.id,
  level: changeLevels[change.severity],
  word: change.severity,
  text: `${whereOf(change)}${change.text}`,
  place,
  pointer: change.pointer,
  fingerprint: change.fingerprint,
  failure,
  accepted: failure === null ? (change.acceptance?.reason ?? null) : null,
});

const fingerprintOf = (...parts: string[]): string => hash('sha256', parts.join('\n'), 'hex').slice(0, 16);

const itemOfFinding = (finding: LintFindingView, place: Place): Item => ({
  kind: 'lint',
  rule: finding.rule,
  level: lintLevels[finding.severity],
  word: finding.severity,
  text: finding.message,
  place,
  pointer: finding.pointer,
  // Not the line, which moves with every edit above it.
  fingerprint: fingerprintOf(finding.rule, place.file, finding.pointer, finding.message),
  failure: null,
  accepted: null,
});

/** What was found, as it is reported. */
export const reportOf = ({ subject, against, check, files, places }: PlacedCheck): Report => {
  const { counts, lint, gate } = check;
  const failures = new Map(gate.reasons.map(({ fingerprint, text }) => [fingerprint, text]));
  const start: Place = { file: files.entry, line: 1, column: 1 };
  return {
    subject,
    file: files.entry,
    verdict: gate.isOpen ? 'open' : 'closed',
    summary: [
      `${files.entry}: ${check.title} ${check.version}, ${plural(check.operationCount, 'operation')}${originOf(check)}, compared with ${against}.`,
      `${counts.breaking} breaking, ${counts.risky} risky, ${counts.compatible} compatible; by semantic versioning: ${check.advice}. Lint score ${lint.score}, ${lint.bar} is asked for.`,
    ],
    items: [
      ...check.changes.map((change, index) =>
        itemOfChange(change, places[index] ?? start, failures.get(change.fingerprint) ?? null),
      ),
      ...lint.findings.map((finding) => itemOfFinding(finding, placeIn(files, finding))),
    ],
    reasons: gate.reasons.map(({ text }) => text),
    lintScore: lint.score,
    unlisted: Math.max(0, lint.findingCount - lint.findings.length),
  };
};

/** What kept a check from a verdict, as it is reported. */
export const reportOfUnusable = (file: string, { message, places }: Unusable): Report => ({
  subject: file,
  file,
  verdict: 'unreadable',
  summary: [],
  items: places.map(({ text, ...place }) => ({
    kind: 'unreadable',
    rule: 'contract-unreadable',
    level: 'error',
    word: 'unreadable',
    text,
    place,
    pointer: '',
    fingerprint: fingerprintOf(place.file, text),
    failure: text,
    accepted: null,
  })),
  reasons: [message],
  lintScore: null,
  unlisted: 0,
});

/** The answer as JSON: what the API answers, with file, line and column of each change. */
export const objectOf = ({ check, places }: PlacedCheck): object => ({
  ...check,
  changes: check.changes.map((change, index) => ({ ...change, ...places[index] })),
});
