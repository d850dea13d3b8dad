import { type Frame, record } from '../diff-graph/frame.ts';
import type { DiffGraph } from '../diff-graph/graph.ts';
import {
  brief,
  isObject,
  isSame,
  type JsonObject,
  listAt,
  named,
  objectAt,
  own,
  textAt,
} from '../diff-graph/json.ts';
import { type Operation, type PathShift, serversOf, templateOf } from '../diff-graph/operation-list.ts';
import { pathShiftOf } from './server-prefix.ts';

type Server = { url: string; node: JsonObject };

const field = { in: 'operation', name: '' } as const;

/** A URL without what means nothing in it: the case of the host, the usual port, slashes at the end. */
const placeOf = (url: string): string =>
  url
    .replace(/^[a-z]+:\/\/[^/{}]*/i, (origin) => origin.toLowerCase())
    .replace(/^(https:\/\/[^/]*):443(?=\/|$)/, '$1')
    .replace(/^(http:\/\/[^/]*):80(?=\/|$)/, '$1')
    .replace(/\/+$/, '');

// A document without servers is served where it lies.
const urlsOf = (list: readonly unknown[], moved = ''): Map<string, Server> => {
  const found = new Map<string, Server>();
  for (const node of list.length > 0 ? list : [{ url: '/' }]) {
    const url = isObject(node) ? textAt(node, 'url') : undefined;
    if (!isObject(node) || url === undefined) continue;
    const key = placeOf(url);
    // What moved from the server into the paths is called as before.
    found.set(moved !== '' && key.endsWith(moved) ? key.slice(0, -moved.length) : key, { url, node });
  }
  return found;
};

const compareVariables = (frame: Frame, was: Server, is: Server, isOfDocument: boolean): void => {
  const [before, now] = [objectAt(was.node, 'variables'), objectAt(is.node, 'variables')];
  for (const name of Object.keys(before)) {
    const [left, right] = [own(before, name), own(now, name)];
    if (isSame(left, right) || !isObject(left) || !isObject(right)) continue;
    const lost = listAt(left, 'enum').filter(
      (value) => listAt(right, 'enum').length > 0 && !listAt(right, 'enum').includes(value),
    );
    const hasMoved = !isSame(left.default, right.default);
    if (lost.length === 0 && !hasMoved) continue;
    record(frame, {
      id: 'api-server-variable-changed',
      severity: lost.length > 0 ? 'breaking' : 'risky',
      text:
        lost.length > 0
          ? `the variable ${named(name)} of the server ${named(was.url)} no longer takes ${brief(lost)}`
          : `the default of the variable ${named(name)} of the server ${named(was.url)} changed from ${brief(left.default)} to ${brief(right.default)}`,
      subject: `${was.url} ${name} ${brief(lost)}`,
      field,
      isOfDocument,
    });
  }
};

const compareLists = (
  frame: Frame,
  before: readonly unknown[],
  now: readonly unknown[],
  isOfDocument: boolean,
  shift: PathShift = { base: '', revision: '' },
): void => {
  if (isSame(before, now)) return;
  const [was, is] = [urlsOf(before, shift.base), urlsOf(now, shift.revision)];
  const shared = { field, isOfDocument };
  for (const [key, server] of was) {
    const twin = is.get(key);
    if (twin) compareVariables(frame, server, twin, isOfDocument);
    else
      record(frame, {
        ...shared,
        id: 'api-server-removed',
        severity: 'breaking',
        text: `%place% is no longer served at ${named(server.url)}`,
        subject: key,
        basePointer: '/servers',
      });
  }
  for (const [key, server] of is)
    if (!was.has(key))
      record(frame, {
        ...shared,
        id: 'api-server-added',
        severity: 'compatible',
        text: `%place% is now served at ${named(server.url)}`,
        subject: key,
        pointer: '/servers',
      });
};

/** Whether both versions of an operation are served where the document says for all. */
export const isServedByDocument = (
  { base, revision }: DiffGraph,
  left: Operation,
  right: Operation,
): boolean => serversOf(base, left).owner === base.root && serversOf(revision, right).owner === revision.root;

/** Compares where an operation is served, when that is said at the operation or its path. */
export const compareServers = (
  graph: DiffGraph,
  base: Operation,
  revision: Operation,
  frame: Frame,
): void => {
  if (isServedByDocument(graph, base, revision)) return;
  const was = serversOf(graph.base, base);
  const is = serversOf(graph.revision, revision);
  if (was.owner !== base.item || is.owner !== revision.item) {
    compareLists(frame, was.list, is.list, false);
    return;
  }
  const { path } = revision.ref;
  const describe = () => ({ coordinate: templateOf(path), label: { self: path, owner: path } });
  const child = graph.frameOf(base.item, revision.item, 'servers', describe, (fresh) =>
    compareLists(fresh, was.list, is.list, false),
  );
  frame.lead(child, '');
};

/** Compares where the operations are served that do not say it themselves. */
export const compareGlobalServers = (graph: DiffGraph, frame: Frame): void =>
  compareLists(
    frame,
    listAt(graph.base.root, 'servers'),
    listAt(graph.revision.root, 'servers'),
    true,
    pathShiftOf(graph),
  );
