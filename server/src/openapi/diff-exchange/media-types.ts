import { type Contract, isAnything, isNever, type Resolved } from '../diff-graph/document.ts';
import { type Frame, record } from '../diff-graph/frame.ts';
import type { DiffGraph } from '../diff-graph/graph.ts';
import { type JsonObject, named, objectAt, step } from '../diff-graph/json.ts';
import type { BodyForm, SchemaRole } from '../diff-graph/schema-role.ts';
import { compareSchemas } from '../diff-schema/schema.ts';
import { compareEncodings } from './encodings.ts';
import {
  compareParameters,
  containsMedia,
  type MediaName,
  matchMediaNames,
  type MediaRelation,
} from './media-names.ts';

/** In which role content is compared, and how the ids begin. */
export type ContentRole = {
  schemaRole: (form: BodyForm) => SchemaRole;
  ids: { media: string; schema: string };
  /** The schemas beside the content, where a parameter has one instead. */
  schemas?: [unknown, unknown];
};

type Part = { node: JsonObject; pointer: string };

// Text has no numbers and no objects: what is a string there takes anything.
const formOf = (name: string): BodyForm => {
  if (/json|yaml|\*|cbor/i.test(name)) return 'typed';
  return /xml/i.test(name) ? 'xml' : 'text';
};

const isRequestRole = (role: ContentRole): boolean => role.schemaRole('typed').direction === 'request';

const noteMedia = (
  frame: Frame,
  role: ContentRole,
  name: MediaName,
  verb: 'added' | 'removed',
  pointer: string,
  isCovered = false,
): void =>
  record(frame, {
    id: `${role.ids.media}-${verb}`,
    severity: verb === 'added' || isCovered ? 'compatible' : 'breaking',
    direction: role.schemaRole('typed').direction,
    text: `the media type ${named(name.text)} was ${verb === 'added' ? 'added to' : 'removed from'} %place%`,
    subject: name.text,
    basePointer: verb === 'removed' ? pointer : undefined,
    pointer: verb === 'added' ? pointer : undefined,
  });

const noteParameters = (
  frame: Frame,
  role: ContentRole,
  before: MediaName,
  now: MediaName,
  pointers: [string, string],
): void => {
  const isRequest = isRequestRole(role);
  for (const { name, verb, was, is, effect } of compareParameters(before, now)) {
    const stops = effect === 'different' || effect === (isRequest ? 'narrower' : 'wider');
    const words = `the parameter ${named(name)} of the media type ${named(now.essence)} of %place%`;
    record(frame, {
      id: `${role.ids.media}-parameter-${verb}`,
      severity: stops ? 'breaking' : 'compatible',
      direction: role.schemaRole('typed').direction,
      text:
        verb === 'changed'
          ? `${words} changed from ${named(was ?? '')} to ${named(is ?? '')}`
          : `${words}, ${named(was ?? is ?? '')}, was ${verb}`,
      subject: `${name} ${was ?? ''} ${is ?? ''}`,
      basePointer: pointers[0],
      pointer: pointers[1],
    });
  }
};

const noteRenamed = (
  frame: Frame,
  role: ContentRole,
  before: MediaName,
  now: MediaName,
  relation: MediaRelation,
  pointers: [string, string],
): void => {
  if (relation === 'same') return;
  if (relation === 'parameters') {
    noteParameters(frame, role, before, now, pointers);
    return;
  }
  const stops = relation === (isRequestRole(role) ? 'specialized' : 'generalized');
  record(frame, {
    id: `${role.ids.media}-name-${relation}`,
    severity: relation === 'changed' ? 'risky' : stops ? 'breaking' : 'compatible',
    direction: role.schemaRole('typed').direction,
    text: `the media type of %place% changed from ${named(before.text)} to ${named(now.text)}`,
    subject: `${before.text} ${now.text}`,
    basePointer: pointers[0],
    pointer: pointers[1],
  });
};

type SchemaKey = 'schema' | 'itemSchema';

/** The id of a schema that came or went; what is left without any word on its items has a name of its own. */
const idOfSchema = (role: ContentRole, [base, revision]: [Part, Part], key: SchemaKey): string => {
  const isGone = revision.node[key] === undefined;
  if (key === 'schema') return `${role.ids.schema}-${isGone ? 'removed' : 'added'}`;
  const start = role.ids.schema.replace(/-schema$/, '-item-schema');
  if (!isGone) return `${start}-added`;
  const isUntyped = base.node.schema === undefined && revision.node.schema === undefined;
  return `${start}-removed${isUntyped && !isRequestRole(role) ? '-untyped' : ''}`;
};

/** Answers whether both sides have a schema to compare. No schema at all is one that allows anything. */
const compareOneSchema = (frame: Frame, role: ContentRole, pair: [Part, Part], key: SchemaKey): boolean => {
  const [was, is] = [pair[0].node[key], pair[1].node[key]];
  if (was !== undefined && is !== undefined) return true;
  if (isAnything(was) && isAnything(is)) return false;
  if (was === undefined && isNever(is)) return true;
  const isGone = is === undefined;
  record(frame, {
    id: idOfSchema(role, pair, key),
    severity: isGone === isRequestRole(role) ? 'compatible' : 'breaking',
    direction: role.schemaRole('typed').direction,
    text: `the schema was ${isGone ? 'removed from' : 'added to'} %place%`,
    subject: key,
    basePointer: isGone ? step(pair[0].pointer, key) : undefined,
    pointer: isGone ? undefined : step(pair[1].pointer, key),
  });
  return false;
};

const compareMediaType = (
  graph: DiffGraph,
  frame: Frame,
  role: ContentRole,
  pair: [Part, Part],
  name: string,
): void => {
  const schemaRole = role.schemaRole(formOf(name));
  for (const key of ['schema', 'itemSchema'] as const)
    if (compareOneSchema(frame, role, pair, key))
      compareSchemas(
        graph,
        frame,
        key === 'schema' ? schemaRole : schemaRole.inner,
        { schema: pair[0].node[key] ?? true, pointer: step(pair[0].pointer, key) },
        { schema: pair[1].node[key] ?? true, pointer: step(pair[1].pointer, key) },
      );
  const { direction } = schemaRole;
  compareEncodings(graph, frame, { media: name, id: `${role.ids.media}-encoding-changed`, direction }, pair);
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
  const isRequest = isRequestRole(role);
  for (const name of removed) {
    const isCovered = isRequest && [...is.keys()].some((other) => containsMedia(other, name.text));
    noteMedia(frame, role, name, 'removed', was.get(name.text)?.pointer ?? '', isCovered);
  }
  for (const name of added) noteMedia(frame, role, name, 'added', is.get(name.text)?.pointer ?? '');
  for (const [before, now, relation] of matched) {
    const [left, right] = [was.get(before.text), is.get(now.text)];
    if (!left || !right) continue;
    if (relation === 'same' && graph.sameness.isUnchanged(left.node, right.node)) continue;
    noteRenamed(frame, role, before, now, relation, [left.pointer, right.pointer]);
    const { label, coordinate } = frame;
    const child = graph.frameOf(
      left.node,
      right.node,
      role.schemaRole(formOf(before.text)),
      () => ({ coordinate: `${coordinate} ${before.essence}`, label }),
      (fresh) => compareMediaType(graph, fresh, role, [left, right], before.text),
    );
    frame.lead(child, '');
  }
};
