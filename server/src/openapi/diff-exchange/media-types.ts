import type { Contract, Resolved } from '../diff-graph/document.ts';
import { type Frame, record } from '../diff-graph/frame.ts';
import type { DiffGraph } from '../diff-graph/graph.ts';
import { isSame, type JsonObject, named, objectAt, step } from '../diff-graph/json.ts';
import type { SchemaRole } from '../diff-graph/schema-role.ts';
import { compareSchemas } from '../diff-schema/schema.ts';
import { type MediaName, matchMediaNames, type MediaRelation } from './media-names.ts';

/** In which role content is compared, and how the ids begin. */
export type ContentRole = {
  schemaRole: (isLoose: boolean) => SchemaRole;
  ids: { media: string; schema: string };
  /** The schemas beside the content, where a parameter has one instead. */
  schemas?: [unknown, unknown];
};

type Part = { node: JsonObject; pointer: string };

// Text has no numbers and no objects: what is a string there takes anything.
const isLoose = (name: string): boolean => !/json|yaml|\*|cbor/i.test(name);

const isRequestRole = (role: ContentRole): boolean => role.schemaRole(false).direction === 'request';

const noteMedia = (
  frame: Frame,
  role: ContentRole,
  name: MediaName,
  verb: 'added' | 'removed',
  pointer: string,
): void =>
  record(frame, {
    id: `${role.ids.media}-${verb}`,
    severity: verb === 'added' ? 'compatible' : 'breaking',
    direction: role.schemaRole(false).direction,
    text: `the media type ${named(name.text)} was ${verb === 'added' ? 'added to' : 'removed from'} %place%`,
    subject: name.text,
    basePointer: verb === 'removed' ? pointer : undefined,
    pointer: verb === 'added' ? pointer : undefined,
  });

const noteRenamed = (
  frame: Frame,
  role: ContentRole,
  names: [string, string],
  relation: MediaRelation,
  pointers: [string, string],
): void => {
  if (relation === 'same') return;
  const stops = relation === (isRequestRole(role) ? 'specialized' : 'generalized');
  record(frame, {
    id: `${role.ids.media}-name-${relation}`,
    severity: relation === 'changed' ? 'compatible' : stops ? 'breaking' : 'compatible',
    direction: role.schemaRole(false).direction,
    text: `the media type of %place% changed from ${named(names[0])} to ${named(names[1])}`,
    subject: names.join(' '),
    basePointer: pointers[0],
    pointer: pointers[1],
  });
};

const compareOneSchema = (
  frame: Frame,
  role: ContentRole,
  pair: [Part, Part],
  key: 'schema' | 'itemSchema',
): boolean => {
  const [was, is] = [pair[0].node[key], pair[1].node[key]];
  if ((was === undefined) === (is === undefined)) return was !== undefined;
  const isGone = is === undefined;
  const isRequest = isRequestRole(role);
  const id = key === 'schema' ? role.ids.schema : `${role.ids.media}-item-schema`;
  record(frame, {
    id: `${id}-${isGone ? 'removed' : 'added'}`,
    severity: isGone ? (isRequest ? 'compatible' : 'risky') : isRequest ? 'breaking' : 'compatible',
    direction: role.schemaRole(false).direction,
    text: `the schema was ${isGone ? 'removed from' : 'added to'} %place%`,
    subject: key,
    basePointer: isGone ? step(pair[0].pointer, key) : undefined,
    pointer: isGone ? undefined : step(pair[1].pointer, key),
  });
  return false;
};

const compareEncoding = (frame: Frame, role: ContentRole, [base, revision]: [Part, Part]): void => {
  for (const key of ['encoding', 'itemEncoding', 'prefixEncoding']) {
    const [was, is] = [base.node[key], revision.node[key]];
    if (isSame(was, is)) continue;
    const [left, right] = [objectAt(base.node, key), objectAt(revision.node, key)];
    const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].filter(
      (name) => !isSame(left[name], right[name]),
    );
    for (const name of names.length > 0 ? names : [key])
      record(frame, {
        id: `${role.ids.media}-encoding-changed`,
        severity: 'risky',
        direction: role.schemaRole(false).direction,
        text: `the encoding of ${named(name)} in %place% changed`,
        subject: `${key} ${name}`,
        basePointer: step(base.pointer, key),
        pointer: step(revision.pointer, key),
      });
  }
};

const compareMediaType = (
  graph: DiffGraph,
  frame: Frame,
  role: ContentRole,
  pair: [Part, Part],
  name: string,
): void => {
  const schemaRole = role.schemaRole(isLoose(name));
  for (const key of ['schema', 'itemSchema'] as const)
    if (compareOneSchema(frame, role, pair, key))
      compareSchemas(
        graph,
        frame,
        key === 'schema' ? schemaRole : schemaRole.inner,
        { schema: pair[0].node[key], pointer: step(pair[0].pointer, key) },
        { schema: pair[1].node[key], pointer: step(pair[1].pointer, key) },
      );
  compareEncoding(frame, role, pair);
};

const contentOf = (contract: Contract, { node, pointer }: Part, schema: unknown): Map<string, Resolved> => {
  const content = new Map<string, Resolved>();
  for (const [name, value] of Object.entries(objectAt(node, 'content'))) {
    const resolved = contract.resolve(value, step(step(pointer, 'content'), name));
    if (resolved) content.set(name, resolved);
  }
  if (content.size === 0 && schema !== undefined)
    content.set('*/*', { node: { schema }, pointer, component: undefined });
  return content;
};

/** Compares the media types of a body, a parameter or a header, and their schemas. */
export const compareContent = (
  graph: DiffGraph,
  frame: Frame,
  base: Part,
  revision: Part,
  role: ContentRole,
): void => {
  const was = contentOf(graph.base, base, role.schemas?.[0]);
  const is = contentOf(graph.revision, revision, role.schemas?.[1]);
  const { matched, removed, added } = matchMediaNames([...was.keys()], [...is.keys()]);
  for (const name of removed) noteMedia(frame, role, name, 'removed', was.get(name.text)?.pointer ?? '');
  for (const name of added) noteMedia(frame, role, name, 'added', is.get(name.text)?.pointer ?? '');
  for (const [before, now, relation] of matched) {
    const [left, right] = [was.get(before.text), is.get(now.text)];
    if (!left || !right) continue;
    if (relation === 'same' && graph.sameness.isUnchanged(left.node, right.node)) continue;
    noteRenamed(frame, role, [before.text, now.text], relation, [left.pointer, right.pointer]);
    const { label, coordinate } = frame;
    const child = graph.frameOf(
      left.node,
      right.node,
      role.schemaRole(isLoose(before.text)),
      () => ({ coordinate: `${coordinate} ${before.essence}`, label }),
      (fresh) => compareMediaType(graph, fresh, role, [left, right], before.text),
    );
    frame.lead(child, '');
  }
};
