import { compareExchange } from '../diff-exchange/exchange.ts';
import { type Frame, type OperationRef, record } from '../diff-graph/frame.ts';
import type { DiffGraph } from '../diff-graph/graph.ts';
import { isSame, named, objectAt, step, textAt, textsAt } from '../diff-graph/json.ts';
import { isUnstable, stabilityOf } from '../diff-graph/lifecycle.ts';
import {
  type Operation,
  operationsOfItem,
  operationsUnder,
  pairOperations,
  templateOf,
} from '../diff-graph/operation-list.ts';
import { compareOperationLife, noteOperationRemoved } from './operation-life.ts';
import { compareSecurity } from '../diff-access/security.ts';
import { pathShiftOf } from '../diff-access/server-prefix.ts';
import { compareServers } from '../diff-access/servers.ts';

const field = { in: 'operation', name: '' } as const;

const newFrame = (graph: DiffGraph, ref: OperationRef): Frame => {
  const self = `${ref.method} ${ref.path}`;
  return graph.newFrame(`${ref.method} ${templateOf(ref.path)}`, { self, owner: self }, ref);
};

const compareTags = (frame: Frame, base: Operation, revision: Operation): void => {
  const [was, is] = [new Set(textsAt(base.node, 'tags')), new Set(textsAt(revision.node, 'tags'))];
  const shared = {
    severity: 'compatible',
    field,
    basePointer: step(base.pointer, 'tags'),
    pointer: step(revision.pointer, 'tags'),
  } as const;
  for (const tag of was)
    if (!is.has(tag))
      record(frame, {
        ...shared,
        id: 'api-tag-removed',
        subject: tag,
        text: `the tag ${named(tag)} was removed from %place%`,
      });
  for (const tag of is)
    if (!was.has(tag))
      record(frame, {
        ...shared,
        id: 'api-tag-added',
        subject: tag,
        text: `the tag ${named(tag)} was added to %place%`,
      });
};

const compareOperationId = (frame: Frame, base: Operation, revision: Operation): void => {
  const [was, is] = [textAt(base.node, 'operationId'), textAt(revision.node, 'operationId')];
  if (was === is) return;
  const shared = {
    severity: 'compatible',
    field,
    subject: `${was} ${is}`,
    basePointer: base.pointer,
    pointer: revision.pointer,
  } as const;
  if (was === undefined)
    record(frame, {
      ...shared,
      id: 'api-operation-id-added',
      text: `the operation id ${named(is ?? '')} was added to %place%`,
    });
  else
    record(frame, {
      ...shared,
      id: 'api-operation-id-removed',
      text:
        is === undefined
          ? `the operation id ${named(was)} was removed from %place%`
          : `the operation id of %place% changed from ${named(was)} to ${named(is)}`,
    });
};

const compareWording = (frame: Frame, base: Operation, revision: Operation): void => {
  const changed = ['summary', 'description'].filter((key) => !isSame(base.node[key], revision.node[key]));
  if (changed.length > 0)
    record(frame, {
      id: 'endpoint-wording-changed',
      severity: 'compatible',
      text: `the ${changed.join(' and ')} of %place% changed`,
      subject: changed.join(),
      basePointer: base.pointer,
      pointer: revision.pointer,
      field,
    });
};

const callbacksOf = (contract: DiffGraph['base'], operation: Operation): Operation[] => {
  const pointer = step(operation.pointer, 'callbacks');
  return Object.entries(objectAt(operation.node, 'callbacks')).flatMap(([name, value]) => {
    const resolved = contract.resolve(value, step(pointer, name));
    if (!resolved) return [];
    return Object.entries(resolved.node).flatMap(([expression, item]) =>
      operationsOfItem(contract, `${name} ${expression}`, item, step(resolved.pointer, expression)),
    );
  });
};

const compareCallbacks = (graph: DiffGraph, base: Operation, revision: Operation, frame: Frame): void => {
  if (graph.sameness.isUnchanged(base.node.callbacks, revision.node.callbacks)) return;
  const { pairs, removed, added } = pairOperations(
    callbacksOf(graph.base, base),
    callbacksOf(graph.revision, revision),
  );
  for (const { ref, pointer } of removed)
    record(frame, {
      id: 'callback-removed',
      severity: 'breaking',
      text: `the callback ${named(ref.path)} was removed from %place%`,
      subject: ref.path,
      basePointer: pointer,
      field,
    });
  for (const { ref, pointer } of added)
    record(frame, {
      id: 'callback-added',
      severity: 'compatible',
      text: `the callback ${named(ref.path)} was added to %place%`,
      subject: ref.path,
      pointer,
      field,
    });
  for (const [left, right] of pairs) {
    const self = `callback ${named(right.ref.path)} of ${frame.label.self}`;
    const child = graph.newFrame(`${frame.coordinate} callback ${right.ref.path}`, {
      self,
      owner: self,
    });
    frame.lead(child, '');
    compareExchange(graph, left, right, child, 'api');
  }
};

/** Two versions of an operation, and the frame of what differs. */
export type ComparedOperation = { base: Operation; revision: Operation; frame: Frame };

const compareOperation = (graph: DiffGraph, base: Operation, revision: Operation): ComparedOperation => {
  const frame = newFrame(graph, revision.ref);
  compareOperationLife(graph, frame, base, revision);
  compareTags(frame, base, revision);
  compareOperationId(frame, base, revision);
  compareWording(frame, base, revision);
  compareExchange(graph, base, revision, frame, 'consumer');
  compareCallbacks(graph, base, revision, frame);
  compareSecurity(graph, base, revision, frame);
  compareServers(graph, base, revision, frame);
  return { base, revision, frame };
};

/**
 * Compares the operations under `paths`: who came, who went, and each pair. Answers the pairs, and collects the operations
 * that promised nothing.
 */
export const compareOperations = (graph: DiffGraph, unstable: Set<OperationRef>): ComparedOperation[] => {
  const was = operationsUnder(graph.base, 'paths');
  const is = operationsUnder(graph.revision, 'paths');
  const shift = pathShiftOf(graph);
  const { pairs, removed, added } = pairOperations(was, is, shift);
  const left = new Set(
    Object.keys(objectAt(graph.revision.root, 'paths')).map((path) => templateOf(shift.revision + path)),
  );
  for (const one of removed) {
    const frame = newFrame(graph, one.ref);
    if (isUnstable(stabilityOf(one.node))) unstable.add(one.ref);
    noteOperationRemoved(graph, frame, one, !left.has(templateOf(shift.base + one.ref.path)));
  }
  for (const one of added)
    record(newFrame(graph, one.ref), {
      id: 'endpoint-added',
      severity: 'compatible',
      text: '%place% was added',
      pointer: one.pointer,
      field,
    });
  return pairs.map(([base, revision]) => {
    if (isUnstable(stabilityOf(base.node))) unstable.add(revision.ref);
    return compareOperation(graph, base, revision);
  });
};

/** Compares the webhooks. A webhook that came or went is a matter of the document; the others are compared like operations. */
export const compareWebhooks = (graph: DiffGraph, document: Frame): void => {
  const { pairs, removed, added } = pairOperations(
    operationsUnder(graph.base, 'webhooks'),
    operationsUnder(graph.revision, 'webhooks'),
  );
  const shared = { isOfDocument: true, field };
  for (const { ref, pointer } of removed)
    record(document, {
      ...shared,
      id: 'webhook-removed',
      severity: 'breaking',
      text: `the webhook ${named(ref.path)} was removed`,
      subject: `${ref.method} ${ref.path}`,
      basePointer: pointer,
    });
  for (const { ref, pointer } of added)
    record(document, {
      ...shared,
      id: 'webhook-added',
      severity: 'compatible',
      text: `the webhook ${named(ref.path)} was added`,
      subject: `${ref.method} ${ref.path}`,
      pointer,
    });
  for (const [base, revision] of pairs) {
    const frame = newFrame(graph, revision.ref);
    compareOperationLife(graph, frame, base, revision);
    compareWording(frame, base, revision);
    compareExchange(graph, base, revision, frame, 'api');
  }
};
