import type { ChangeView } from '@parley/shared/contracts/contract';
import type { EvidenceGrade } from '@parley/shared/contracts/contract-impact';
import type { FieldsOfChanges } from '../../openapi/reader/reader.ts';
import type { UsageFound } from './usage-found.service.ts';

/** One consumer whom a change reaches. */
export interface Evidence {
  consumerId: string;
  evidence: EvidenceGrade;
  calls: number;
  /** `null` for one that only declared. */
  lastAt: number | null;
  keyId: string | null;
  operations: string[];
}

const requestFields = /^(?:query|header|path|cookie|body)(?:\.|\[|$)/;

/**
 * Whether a change asks for something that callers did not have to send: then it is those who do not send it that it
 * stops, and not those who do.
 */
const asksForMore = ({ id, basePointer }: ChangeView): boolean =>
  basePointer === null || /(?:^|-)new-|became-required|required-added|-added$/.test(id);

const strength: Record<EvidenceGrade, number> = { sent: 2, received: 1, declared: 0 };

/** How one operation's callers are reached, or `null` for not at all. */
const gradeOf = (
  change: ChangeView,
  fields: readonly string[] | undefined,
  used: ReadonlyMap<string, UsageFound>,
): { evidence: EvidenceGrade; by: UsageFound } | null => {
  const call = used.get('');
  if (!call) return null;
  // Too many ways lead there to look at each: all that is known is the call.
  if (!fields) return { evidence: 'received', by: call };
  const asked = fields.filter((field) => requestFields.test(field));
  if (change.direction === 'response') return { evidence: 'received', by: call };
  // The operation itself: whoever calls it uses exactly what changed.
  if (asked.length === 0)
    return { evidence: change.direction === 'request' && fields.length > 0 ? 'received' : 'sent', by: call };
  // No call is without its path, and what stands for the whole body is in every call that has one.
  const inEach = asked.some((field) => field.startsWith('path') || field === 'body');
  const sent = inEach ? call : asked.map((field) => used.get(field)).find((found) => found !== undefined);
  if (sent && !asksForMore(change)) return { evidence: 'sent', by: sent };
  if (!asksForMore(change)) return null;
  return { evidence: 'received', by: call };
};

/** Evidence as it is collected: one consumer may be reached by thousands of operations. */
type Collected = Omit<Evidence, 'operations'> & { operations: Set<string> };

const add = (found: Map<string, Collected>, next: Omit<Evidence, 'operations'>, operation: string): void => {
  const known = found.get(next.consumerId);
  if (!known) {
    found.set(next.consumerId, { ...next, operations: new Set([operation]) });
    return;
  }
  if (strength[next.evidence] > strength[known.evidence]) known.evidence = next.evidence;
  if ((next.lastAt ?? 0) > (known.lastAt ?? 0))
    Object.assign(known, { lastAt: next.lastAt, keyId: next.keyId });
  known.calls += next.calls;
  known.operations.add(operation);
};

/** Usage by operation and consumer, then by field; calls of several versions together. */
export const indexUsage = (
  usage: readonly UsageFound[],
): Map<string, Map<string, Map<string, UsageFound>>> => {
  const byOperation = new Map<string, Map<string, Map<string, UsageFound>>>();
  for (const one of usage) {
    const byConsumer = byOperation.get(one.operation) ?? new Map<string, Map<string, UsageFound>>();
    byOperation.set(one.operation, byConsumer);
    const byField = byConsumer.get(one.consumerId) ?? new Map<string, UsageFound>();
    byConsumer.set(one.consumerId, byField);
    const known = byField.get(one.field);
    byField.set(
      one.field,
      known ? { ...(one.lastAt > known.lastAt ? one : known), calls: known.calls + one.calls } : one,
    );
  }
  return byOperation;
};

/** Whom a change reaches, the strongest evidence first, then by calls. */
export const evidenceFor = (
  { change, reached }: { change: ChangeView; reached: ReadonlySet<string> },
  fields: FieldsOfChanges,
  usage: ReturnType<typeof indexUsage>,
  declared: ReadonlyMap<string, ReadonlySet<string>>,
): Evidence[] => {
  // Words about the document, such as its own version: nobody calls those.
  if (change.operationCount === 0 && change.direction === 'none' && change.severity === 'compatible')
    return [];
  const found = new Map<string, Collected>();
  // What stands for the whole document reaches every operation.
  const isReached = (operation: string): boolean => change.operationCount === 0 || reached.has(operation);
  const nothing = { calls: 0, lastAt: null, keyId: null };
  for (const [operation, consumerIds] of declared)
    for (const consumerId of isReached(operation) ? consumerIds : [])
      add(found, { consumerId, evidence: 'declared', ...nothing }, operation);
  for (const [operation, users] of usage)
    for (const [consumerId, used] of isReached(operation) ? users : []) {
      const grade = gradeOf(change, fields[change.fingerprint]?.[operation], used);
      if (!grade) continue;
      const { evidence, by } = grade;
      const { calls, lastAt, keyId } = by;
      add(found, { consumerId, evidence, calls, lastAt, keyId }, operation);
    }
  return [...found.values()]
    .map(({ operations, ...one }) => ({ ...one, operations: [...operations] }))
    .toSorted((a, b) => strength[b.evidence] - strength[a.evidence] || b.calls - a.calls);
};
