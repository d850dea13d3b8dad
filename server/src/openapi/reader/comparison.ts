import type { ChangeSeverity } from '@parley/shared/contracts/api';
import { parseExact } from '../../platform/request/exact-json.ts';
import { isObject } from '../../platform/request/json.ts';
import { makeRegular } from '../structure/regular.ts';
import {
  type ContractDiff,
  diffTrees,
  type Field,
  type JsonObject,
  type OperationRef,
} from '../diff/diff.ts';
import { ReachedCollector, type ReachedOperations } from './reached-operations.ts';

/** One change as it is kept: without what depends on the rules of the API or on who accepted it. */
export interface ComparedChange {
  id: string;
  severity: ChangeSeverity;
  direction: 'request' | 'response' | 'none';
  /** The set of operations that it reaches, by its number in the comparison. */
  reached: number;
  operationCount: number;
  pointer: string;
  /** Whether `pointer` is of the older document. */
  isGone: boolean;
  basePointer: string | null;
  text: string;
  fingerprint: string;
}

/** What two documents differ in. */
export interface Comparison {
  changes: ComparedChange[];
  reached: ReachedOperations;
  advice: 'major' | 'minor' | 'patch' | 'none';
}

/** By fingerprint, then by operation: where and name of the fields by which it reaches the change, `query.status`. */
export type FieldsOfChanges = Record<string, Record<string, string[]>>;

/** Two documents as JSON text, and what judging them takes. */
export interface ComparisonOrder {
  base: string;
  revision: string;
  sunsetGraceDays: number;
  /** Milliseconds. */
  now: number;
}

const nameOf = ({ method, path }: OperationRef): string => `${method} ${path}`;

const treeIn = (json: string): JsonObject => {
  const tree = parseExact(json);
  if (!isObject(tree)) return {};
  makeRegular(tree);
  return tree;
};

const diff = ({ base, revision, sunsetGraceDays, now }: ComparisonOrder): ContractDiff =>
  diffTrees(treeIn(base), treeIn(revision), {
    now: new Date(now),
    policy: { sunsetGraceDays: { beta: sunsetGraceDays, stable: sunsetGraceDays } },
  });

/** Compares two documents; the answer can cross threads and be kept. */
export const compareDocuments = (order: ComparisonOrder): Comparison => {
  const { changes, operations, advice } = diff(order);
  const collector = new ReachedCollector(operations, nameOf);
  const compared = changes.map((change) => ({
    id: change.id,
    severity: change.severity,
    direction: change.direction,
    reached: collector.take(change.operations),
    operationCount: change.operations.length,
    pointer: change.pointer,
    isGone: change.isGone,
    basePointer: change.basePointer,
    text: change.text,
    fingerprint: change.fingerprint,
  }));
  return { advice, changes: compared, reached: collector.reached };
};

// The words by which usage is counted: `query.status`, `body.items[].sku`, `body[].sku`; nothing for the call itself.
const usageNameOf = ({ in: place, name }: Field): string => {
  if (place === 'operation') return '';
  if (name === '') return place;
  return name.startsWith('[')
    ? `${place}${name}`
    : `${place}.${place === 'header' ? name.toLowerCase() : name}`;
};

/** Steps of all searches together: about a second. */
const stepsMax = 4_000_000;

/**
 * By which fields these operations reach each change. Where that would take too long an operation is left out, as if
 * nothing were known of it.
 */
export const fieldsOfDocuments = ({
  operations,
  ...order
}: ComparisonOrder & { operations: readonly string[] }): FieldsOfChanges => {
  const found = diff(order);
  const wanted = new Set(operations);
  const steps = Math.ceil(stepsMax / Math.max(1, found.changes.length));
  const fields: FieldsOfChanges = {};
  for (const change of found.changes) {
    const allowance = { steps, isCut: false };
    for (const operation of found.affectedBy(change)) {
      const name = nameOf(operation);
      const known = wanted.has(name) ? found.fieldsWithin(allowance, change, operation) : undefined;
      if (known)
        (fields[change.fingerprint] ??= {})[name] = known.map(usageNameOf).filter((one) => one !== '');
      if (allowance.steps <= 0) break;
    }
  }
  return fields;
};
