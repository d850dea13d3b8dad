import type { ChangeSeverity } from '@parley/shared/contracts/api';
import { parseExact } from '../../platform/request/exact-json.ts';
import { isObject } from '../../platform/request/json.ts';
import {
  type ContractDiff,
  diffTrees,
  type Field,
  type JsonObject,
  type OperationRef,
} from '../diff/diff.ts';

/** One change as it is kept: without what depends on the rules of the API or on who accepted it. */
export interface ComparedChange {
  id: string;
  severity: ChangeSeverity;
  direction: 'request' | 'response' | 'none';
  /** The first of `operations`. */
  operation: string | null;
  /** Method and path of those that it reaches; the first thousand. */
  operations: string[];
  operationCount: number;
  pointer: string;
  basePointer: string | null;
  text: string;
  fingerprint: string;
}

/** What two documents differ in. */
export interface Comparison {
  changes: ComparedChange[];
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

/** Operations named under one change; a change in what everything shares reaches more. */
const operationsNamed = 1000;

const nameOf = ({ method, path }: OperationRef): string => `${method} ${path}`;

const treeIn = (json: string): JsonObject => {
  const tree = parseExact(json);
  return isObject(tree) ? tree : {};
};

const diff = ({ base, revision, sunsetGraceDays, now }: ComparisonOrder): ContractDiff =>
  diffTrees(treeIn(base), treeIn(revision), {
    now: new Date(now),
    policy: { sunsetGraceDays: { beta: sunsetGraceDays, stable: sunsetGraceDays } },
  });

/** Compares two documents; the answer can cross threads and be kept. */
export const compareDocuments = (order: ComparisonOrder): Comparison => {
  const { changes, advice } = diff(order);
  return {
    advice,
    changes: changes.map((change) => {
      const operations = change.operations.slice(0, operationsNamed).map(nameOf);
      return {
        id: change.id,
        severity: change.severity,
        direction: change.direction,
        operation: operations[0] ?? null,
        operations,
        operationCount: change.operations.length,
        pointer: change.pointer,
        basePointer: change.basePointer,
        text: change.text,
        fingerprint: change.fingerprint,
      };
    }),
  };
};

// The words by which usage is counted: `query.status`, `body.items[].sku`, `body[].sku`; nothing for the call itself.
const usageNameOf = ({ in: place, name }: Field): string => {
  if (place === 'operation') return '';
  if (name === '') return place;
  return name.startsWith('[')
    ? `${place}${name}`
    : `${place}.${place === 'header' ? name.toLowerCase() : name}`;
};

/** By which fields these operations reach each change. */
export const fieldsOfDocuments = ({
  operations,
  ...order
}: ComparisonOrder & { operations: readonly string[] }): FieldsOfChanges => {
  const found = diff(order);
  const wanted = new Set(operations);
  const fields: FieldsOfChanges = {};
  for (const change of found.changes)
    for (const operation of found.affectedBy(change))
      if (wanted.has(nameOf(operation)))
        (fields[change.fingerprint] ??= {})[nameOf(operation)] = found
          .fieldsOf(change, operation)
          .map(usageNameOf)
          .filter((name) => name !== '');
  return fields;
};
