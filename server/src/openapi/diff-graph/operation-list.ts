import type { Contract } from './document.ts';
import type { OperationRef } from './frame.ts';
import { isObject, type JsonObject, listAt, objectAt, own, step, textAt } from './json.ts';

/** One operation of a document with the path item that holds it. */
export type Operation = {
  ref: OperationRef;
  node: JsonObject;
  pointer: string;
  item: JsonObject;
  itemPointer: string;
};

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

const refTo = (method: string, path: string, node: JsonObject): OperationRef => {
  const operationId = textAt(node, 'operationId');
  return { method, path, ...(operationId === undefined ? {} : { operationId }) };
};

/** The operations of one path item, in a fixed order. */
export const operationsOfItem = (
  contract: Contract,
  path: string,
  value: unknown,
  pointer: string,
): Operation[] => {
  const resolved = contract.resolve(value, pointer);
  if (!resolved) return [];
  const { node: item, pointer: itemPointer } = resolved;
  const found: Operation[] = [];
  for (const method of methods) {
    const node = item[method];
    if (isObject(node))
      found.push({
        ref: refTo(method.toUpperCase(), path, node),
        node,
        pointer: step(itemPointer, method),
        item,
        itemPointer,
      });
  }
  for (const [method, node] of Object.entries(objectAt(item, 'additionalOperations')))
    if (isObject(node))
      found.push({
        ref: refTo(method.toUpperCase(), path, node),
        node,
        pointer: step(step(itemPointer, 'additionalOperations'), method),
        item,
        itemPointer,
      });
  return found;
};

/** The operations under `paths` or `webhooks`, in the order of the document. */
export const operationsUnder = (contract: Contract, key: 'paths' | 'webhooks'): Operation[] => {
  const start = step('', key);
  return Object.entries(objectAt(contract.root, key)).flatMap(([path, item]) =>
    path.startsWith('x-') ? [] : operationsOfItem(contract, path, item, step(start, path)),
  );
};

/** A path without the names of its parameters: `/pets/{}`. */
export const templateOf = (path: string): string => path.replaceAll(/\{[^{}]*\}/g, '{}');

/** The names of the parameters in a path, in order. */
export const namesInPath = (path: string): string[] =>
  [...path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');

/** Pairs of operations, and those without a twin. */
export type OperationPairs = { pairs: [Operation, Operation][]; removed: Operation[]; added: Operation[] };

/** What the paths of each side need in front of them so that those of both are under the same servers. */
export type PathShift = { base: string; revision: string };

const hasOwnServers = ({ node, item }: Operation): boolean =>
  [node, item].some((owner) => Array.isArray(own(owner, 'servers')));

/** The path of an operation below the servers of both sides; who has servers of its own is not moved. */
const shifted = (one: Operation, shift: string): string =>
  shift === '' || hasOwnServers(one) ? one.ref.path : shift + one.ref.path;

/** Finds the twin of each operation: the same method and path, then the same path but for names of parameters. */
export const pairOperations = (
  base: readonly Operation[],
  revision: readonly Operation[],
  shift: PathShift = { base: '', revision: '' },
): OperationPairs => {
  const pairs: [Operation, Operation][] = [];
  let removed = [...base];
  const open = new Set(revision);
  for (const pathKey of [(path: string) => path, templateOf]) {
    const waiting = new Map<string, Operation[]>();
    for (const one of open) {
      const key = `${one.ref.method} ${pathKey(shifted(one, shift.revision))}`;
      const list = waiting.get(key);
      if (list) list.push(one);
      else waiting.set(key, [one]);
    }
    removed = removed.filter((one) => {
      const twin = waiting.get(`${one.ref.method} ${pathKey(shifted(one, shift.base))}`)?.shift();
      if (!twin) return true;
      open.delete(twin);
      pairs.push([one, twin]);
      return false;
    });
  }
  return { pairs, removed, added: [...open] };
};

/** The servers in force for an operation, and the object that says so. */
export const serversOf = (
  contract: Contract,
  { node, item }: Operation,
): { owner: JsonObject; list: readonly unknown[] } => {
  for (const owner of [node, item])
    if (Array.isArray(own(owner, 'servers'))) return { owner, list: listAt(owner, 'servers') };
  return { owner: contract.root, list: listAt(contract.root, 'servers') };
};
