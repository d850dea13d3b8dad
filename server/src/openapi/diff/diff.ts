import { Contract } from '../diff-graph/document.ts';
import type { Field, Frame, OperationRef } from '../diff-graph/frame.ts';
import { DiffGraph } from '../diff-graph/graph.ts';
import { isSame, type JsonObject, objectAt, treeOf } from '../diff-graph/json.ts';
import type { GraceDays } from '../diff-graph/lifecycle.ts';
import type { OperationSet } from '../diff-graph/operation-sets.ts';
import { type Allowance, Reach } from '../diff-graph/reach.ts';
import { type Change, changesOf, type Graded, type Severities } from './change.ts';
import { compareDocumentLevel } from './document-level.ts';
import { compareOperations, compareWebhooks } from './operations.ts';
import { adviseVersion, compareVersions, type VersionStep } from './version-advice.ts';

export type { Field, OperationRef } from '../diff-graph/frame.ts';
export type { JsonObject } from '../diff-graph/json.ts';
export type { Change } from './change.ts';

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
  /** All operations of both versions, in the order of the contract. */
  readonly operations: readonly OperationRef[];
  /** By which part the version should grow: `major` when something breaks, `patch` for wording alone. */
  readonly advice: VersionStep;
  /**
   * What a caller of the operation must use to be touched by the change: parameters, headers, and body fields by their
   * dotted path, `[]` for list items and `.*` for names that the contract does not know. At most 20, the shortest first;
   * none when the operation does not reach the change. Worked out on demand.
   */
  fieldsOf(change: Change, operation: OperationRef): Field[];
  /** The same, or `undefined` once the allowance is spent, or when every way is too long to be followed. */
  fieldsWithin(allowance: Allowance, change: Change, operation: OperationRef): Field[] | undefined;
  /** The operations that feel a change: its own, or, for a matter of the whole document, all that depend on it. */
  affectedBy(change: Change): readonly OperationRef[];
};

const graceDaysOf = (policy: DiffPolicy | undefined): GraceDays => ({
  beta: policy?.sunsetGraceDays?.beta ?? 0,
  stable: policy?.sunsetGraceDays?.stable ?? 0,
});

const compareAll = (graph: DiffGraph, unstable: Set<OperationRef>): Frame => {
  const document = graph.newFrame('document', { self: 'the API', owner: 'the API' });
  compareDocumentLevel(graph, document, compareOperations(graph, unstable));
  compareWebhooks(graph, document);
  graph.drain();
  return document;
};

const nameOf = ({ method, path }: OperationRef): string => `${method} ${path}`;

const answer = (graded: readonly Graded[], reach: Reach, advice: VersionStep): ContractDiff => {
  let index: ReadonlyMap<Change, Graded> | undefined;
  let byName: ReadonlyMap<string, readonly OperationRef[]> | undefined;
  const gradedOf = (change: Change): Graded | undefined => {
    index ??= new Map(graded.map((one) => [one.change, one]));
    return index.get(change);
  };
  const reachedBy = (change: Change): OperationSet => {
    const known = gradedOf(change);
    if (known && known.reached.size > 0) return known.reached;
    return reach.operationsReaching((known?.occurrences ?? []).map(({ frame }) => frame));
  };
  const search = (allowance: Allowance, change: Change, operation: OperationRef): Field[] => {
    const reached = reachedBy(change);
    byName ??= Map.groupBy(reach.operations, nameOf);
    const known = byName.get(nameOf(operation))?.find((one) => reached.has(one));
    if (!known) return [];
    const fields = new Map<string, Field>();
    for (const { frame, finding } of gradedOf(change)?.occurrences ?? [])
      for (const field of reach.fieldsOf(frame, finding, known, allowance))
        fields.set(`${field.in} ${field.name}`, field);
    return [...fields.values()].slice(0, 20);
  };
  return {
    changes: graded.map(({ change }) => change),
    operations: reach.operations,
    advice,
    fieldsOf: (change, operation) => search({ steps: Infinity, isCut: false }, change, operation),
    fieldsWithin: (allowance, change, operation) => {
      allowance.isCut = false;
      const fields = search(allowance, change, operation);
      const isKnown = allowance.steps > 0 && (fields.length > 0 || !allowance.isCut);
      return isKnown ? fields : undefined;
    },
    affectedBy: (change) => reachedBy(change).operations,
  };
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
  const graph = new DiffGraph(new Contract(base), new Contract(revision), clock);
  const unstable = new Set<OperationRef>();
  const document = compareAll(graph, unstable);
  const reach = new Reach(graph.frames);
  const severities = policy?.severities ?? {};
  const graded = changesOf(graph.frames, reach, unstable, severities);
  const isReworded = graded.length === 0 && !isSame(base, revision);
  const advice = adviseVersion(graded, isReworded);
  const versions = graph.newFrame('version', document.label);
  compareVersions(versions, objectAt(base, 'info').version, objectAt(revision, 'info').version, advice);
  graded.push(...changesOf([versions], reach, unstable, severities));
  return answer(graded, reach, advice);
}
