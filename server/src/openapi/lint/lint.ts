import type { JsonObject } from '../../platform/request/json.ts';
import { unescapeToken } from '../../platform/request/pointer.ts';
import { answerRules } from './answer-rules.ts';
import { fieldRules } from './field-rules.ts';
import {
  type HouseRule,
  type LintFinding,
  LintModel,
  type LintSeverity,
  methods,
  type SchemaSite,
} from './lint-model.ts';
import { namingRules } from './naming-rules.ts';
import { pagingRules } from './paging-rules.ts';
import { type OpenApiVersion, redoclyRules, runRedocly } from './redocly-rules.ts';
import { securityRules } from './security-rules.ts';
import { textRules } from './text-rules.ts';
import { slipRules, type Structure } from '../structure/regular.ts';

export type { LintFinding, LintSeverity } from './lint-model.ts';
export type { OpenApiVersion } from './redocly-rules.ts';

const houseRules: HouseRule[] = [
  ...namingRules,
  ...pagingRules,
  ...answerRules,
  ...securityRules,
  ...fieldRules,
  ...textRules,
];

/** Every rule with its severity by default, and what it asks for; what Redocly's ask for is in its own reference. */
export const lintRules: ReadonlyMap<string, { severity: LintSeverity; says: string }> = new Map([
  ...Object.entries(slipRules),
  ...houseRules.map(({ id, severity, says }) => [id, { severity, says }] as const),
  ...Object.entries(redoclyRules).map(
    ([id, severity]) => [id, { severity, says: `Redocly's rule \`${id}\`.` }] as const,
  ),
]);

/** What one API asks of its contracts. Rules that are not named keep their severity by default. */
export interface LintSettings {
  rules?: Record<string, LintSeverity | 'off'>;
  /** The lowest score that passes. */
  bar?: number;
}

export interface ContractLint {
  /** 0 to 100; see `scoreOf`. */
  score: number;
  bar: number;
  passes: boolean;
  /** At most 2,000, the severe first; every rule that found something has a place. */
  findings: LintFinding[];
  /** How often each rule found something, all of it counted. */
  counts: Record<string, number>;
}

interface LintOrder {
  /** Regular, and all references inside; nothing in it is changed. */
  document: JsonObject;
  /** What was wrong with its structure, and how often. */
  structure: Pick<Structure, 'slips' | 'counts'>;
  openapi: OpenApiVersion;
  schemas: readonly SchemaSite[];
  settings?: LintSettings | undefined;
}

const barByDefault = 0;
const findingsMax = 2000;
const findingsPerRuleMax = 200;
const severities: readonly LintSeverity[] = ['error', 'warn', 'info'];
/** What a rule can take off the score at most. */
const prices: Record<LintSeverity, number> = { error: 20, warn: 5, info: 1 };
/** Small documents are judged as if they had this many operations: one slip is no catastrophe. */
const operationsAtLeast = 10;

/**
 * 100 less the price of each rule that found something: 20 for an error, 5 for a warning, 1 for an information at most,
 * in full from one finding per operation on, in proportion below. So a large document is judged as a small one, and no
 * single rule decides. Rounded down: 100 means that nothing was found.
 */
export const scoreOf = (
  counts: Readonly<Record<string, number>>,
  severityOf: (rule: string) => LintSeverity,
  operations: number,
): number => {
  let score = 100;
  for (const [rule, count] of Object.entries(counts))
    score -= prices[severityOf(rule)] * Math.min(1, count / Math.max(operations, operationsAtLeast));
  return Math.max(0, Math.floor(score));
};

const severityIn =
  (settings: LintSettings | undefined) =>
  (rule: string): LintSeverity | 'off' =>
    settings?.rules?.[rule] ?? lintRules.get(rule)?.severity ?? 'off';

const operationAt = (pointer: string): string | undefined => {
  const [, room, path, method] = pointer.split('/');
  return room === 'paths' && path && method && methods.includes(method)
    ? `${method.toUpperCase()} ${unescapeToken(path)}`
    : undefined;
};

/** The severe first, and of each rule only so many that the others keep their place. */
const selectFindings = (findings: readonly LintFinding[]): LintFinding[] => {
  const taken = new Map<string, number>();
  const selected: LintFinding[] = [];
  for (const severity of severities)
    for (const finding of findings) {
      const ofRule = taken.get(finding.rule) ?? 0;
      if (finding.severity !== severity || ofRule >= findingsPerRuleMax || selected.length >= findingsMax)
        continue;
      taken.set(finding.rule, ofRule + 1);
      selected.push(finding);
    }
  return selected;
};

const runHouse = (model: LintModel, severityOf: (rule: string) => LintSeverity | 'off'): LintFinding[] =>
  houseRules.flatMap(({ id, check }) => {
    const severity = severityOf(id);
    if (severity === 'off') return [];
    return check(model).map((stray) => ({ rule: id, severity, ...stray }));
  });

/** `known` counts those of which only a part is listed. */
const countFindings = (
  findings: readonly LintFinding[],
  known: Readonly<Record<string, number>>,
): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { rule } of findings) counts[rule] = known[rule] ?? (counts[rule] ?? 0) + 1;
  return counts;
};

/**
 * Holds a contract to the specification and to itself: what breaks OpenAPI, and where operations depart from what the
 * others do. Same document and settings, same answer.
 */
export const lintContract = async (order: LintOrder): Promise<ContractLint> => {
  const { document, structure, openapi, schemas, settings } = order;
  const severityOf = severityIn(settings);
  const redocly = Object.keys(redoclyRules).filter((rule) => severityOf(rule) !== 'off');
  const found = await runRedocly(document, openapi, redocly);
  const bar = settings?.bar ?? barByDefault;
  const model = new LintModel(document, schemas);
  const findings = runHouse(model, severityOf);
  for (const finding of [...structure.slips, ...found]) {
    const severity = severityOf(finding.rule);
    if (severity !== 'off') findings.push({ ...finding, severity });
  }
  const counts = countFindings(findings, structure.counts);
  for (const finding of findings) {
    const operation = finding.operation ?? operationAt(finding.pointer);
    if (operation) finding.operation = operation;
  }
  const severityOfFound = new Map(findings.map(({ rule, severity }) => [rule, severity]));
  const score = scoreOf(counts, (rule) => severityOfFound.get(rule) ?? 'info', model.operations.length);
  return { score, bar, passes: score >= bar, findings: selectFindings(findings), counts };
};
