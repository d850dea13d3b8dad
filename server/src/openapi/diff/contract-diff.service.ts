import { Contract } from '../diff-graph/document.service.ts';
import { Comparison, type Field, type Frame, type OperationRef } from '../diff-graph/frame.service.ts';
import { isSame, type JsonObject, objectAt, treeOf } from '../diff-graph/json.service.ts';
import type { GraceDays } from '../diff-graph/lifecycle.service.ts';
import { operationsUnder } from '../diff-graph/operation-list.service.ts';
import { Reach } from '../diff-graph/reach.service.ts';
import { type Change, changesOf, type Graded, type Severities, type Source } from './change.ts';
import { compareDocumentLevel } from './document-level.ts';
import { compareOperations, compareWebhooks } from './operations.ts';
import { adviseVersion, compareVersions, type VersionStep } from './version-advice.ts';

export type { Field, OperationRef } from '../diff-graph/frame.service.ts';
export type { JsonObject } from '../diff-graph/json.service.ts';
export type { GraceDays } from '../diff-graph/lifecycle.service.ts';
export type { Direction } from '../diff-graph/place.service.ts';
export type { Severity } from '../diff-graph/severity.service.ts';
export type { Change, Level, Severities } from './change.ts';
export type { VersionStep } from './version-advice.ts';

/** How an API grades its changes. */
export type DiffPolicy = {
  /** The severity of a check instead of its usual one; `ignore` leaves its changes out. */
  readonly severities?: Severities;
  /**
   * How many days a deprecated part must stay, by its stability. Above 0 a deprecation without a sunset date, or with an
   * earlier one, is breaking. 0 and 0 unless told.
   */
  readonly sunsetGraceDays?: Partial<GraceDays>;
};

/** What a comparison may depend on besides the two documents. */
export type DiffOptions = {
  /** Today. Without it no sunset has passed. */
  readonly now?: Date;
  readonly policy?: DiffPolicy;
};

/** The differences between two versions of a contract. */
export type ContractDiff = {
  /** Each difference once, in the order of the contract. */
  readonly changes: readonly Change[];
  /** By which part the version should grow: `major` when something breaks, `patch` for wording alone. */
  readonly advice: VersionStep;
  /**
   * What a caller of the operation must use to be touched by the change: parameters, headers, and body fields by their
   * dotted path, `[]` for list items and `.*` for names that the contract does not know. At most 20, the shortest first;
   * none when the operation does not reach the change. Worked out on demand.
   */
  fieldsOf(change: Change, operation: OperationRef): Field[];
  /** The operations that feel a change: its own, or, for a matter of the whole document, all that depend on it. */
  affectedBy(change: Change): readonly OperationRef[];
};

const graceDaysOf = (policy: DiffPolicy | undefined): GraceDays => ({
  beta: policy?.sunsetGraceDays?.beta ?? 0,
  stable: policy?.sunsetGraceDays?.stable ?? 0,
});

const compareAll = (comparison: Comparison, unstable: Set<OperationRef>): Frame => {
  const document = comparison.newFrame('document', { self: 'the API', owner: 'the API' });
  compareDocumentLevel(comparison, document, compareOperations(comparison, unstable));
  compareWebhooks(comparison, document);
  comparison.drain();
  return document;
};

const findSame = (
  operations: readonly OperationRef[],
  { method, path }: OperationRef,
): OperationRef | undefined => operations.find((one) => one.method === method && one.path === path);

const answer = (graded: readonly Graded[], reach: Reach, advice: VersionStep): ContractDiff => {
  let index: ReadonlyMap<Change, readonly Source[]> | undefined;
  const sourcesOf = (change: Change): readonly Source[] => {
    index ??= new Map(graded.map((one) => [one.change, one.sources]));
    return index.get(change) ?? [];
  };
  const affectedBy = (change: Change): readonly OperationRef[] => {
    if (change.operations.length > 0) return change.operations;
    return reach.operationsOf(sourcesOf(change).map(({ frame }) => frame));
  };
  const fieldsOf = (change: Change, operation: OperationRef): Field[] => {
    const known = findSame(affectedBy(change), operation);
    if (!known) return [];
    const fields = new Map<string, Field>();
    for (const { frame, finding } of sourcesOf(change))
      for (const field of reach.fieldsOf(frame, finding, known))
        fields.set(`${field.in} ${field.name}`, field);
    return [...fields.values()].slice(0, 20);
  };
  return { changes: graded.map(({ change }) => change), advice, fieldsOf, affectedBy };
};

/**
 * Compares two OpenAPI documents, 3.0 to 3.2, also of different versions. Pure: no clock, no network, no file.
 * References lead within the documents only. Whatever the documents hold, it neither throws nor hangs: what is missing,
 * of a wrong type or leads nowhere is taken as absent.
 */
export const diffContracts = (
  base: JsonObject,
  revision: JsonObject,
  options: DiffOptions = {},
): ContractDiff => diffTrees(treeOf(base), treeOf(revision), options);

/**
 * {@link diffContracts} of two documents that were parsed a moment ago. Parts are told apart by identity, so no object may
 * stand at two places, be it in one document or in both; what `JSON.parse` answers is like that.
 */
export function diffTrees(base: JsonObject, revision: JsonObject, options: DiffOptions): ContractDiff {
  const { now, policy } = options;
  const clock = { now: now?.getTime(), graceDays: graceDaysOf(policy) };
  const comparison = new Comparison(new Contract(base), new Contract(revision), clock);
  const unstable = new Set<OperationRef>();
  const document = compareAll(comparison, unstable);
  const reach = new Reach(comparison.frames);
  const severities = policy?.severities ?? {};
  const graded = changesOf(comparison.frames, reach, unstable, severities);
  const isReworded = graded.length === 0 && !isSame(base, revision);
  const advice = adviseVersion(graded, isReworded);
  const versions = comparison.newFrame('version', document.label);
  compareVersions(versions, objectAt(base, 'info').version, objectAt(revision, 'info').version, advice);
  graded.push(...changesOf([versions], reach, unstable, severities));
  return answer(graded, reach, advice);
}

/** The operations of a document in its order: those under `paths`, then the webhooks, whose path is their name. */
export const operationsOf = (document: JsonObject): OperationRef[] => {
  const contract = new Contract(document);
  return [...operationsUnder(contract, 'paths'), ...operationsUnder(contract, 'webhooks')].map(
    ({ ref }) => ref,
  );
};
