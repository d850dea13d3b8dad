import type { Contract, Resolved } from '../diff-graph/document.ts';
import { type Frame, record } from '../diff-graph/frame.ts';
import type { DiffGraph } from '../diff-graph/graph.ts';
import { isObject, named, objectAt, step } from '../diff-graph/json.ts';
import { type Initiator, headerRole } from '../diff-graph/schema-role.ts';
import { compareSchemas } from '../diff-schema/schema.ts';
import { compareContent } from './media-types.ts';
import { noteParameterLife } from './parameter-life.ts';

type Header = Resolved & { name: string };

const headersOf = (contract: Contract, { node, pointer }: Resolved): Map<string, Header> => {
  const found = new Map<string, Header>();
  for (const [name, value] of Object.entries(objectAt(node, 'headers'))) {
    const resolved = contract.resolve(value, step(step(pointer, 'headers'), name));
    if (resolved && name.toLowerCase() !== 'content-type')
      found.set(name.toLowerCase(), { ...resolved, name });
  }
  return found;
};

const fieldOf = ({ name }: Header) => ({ in: 'responseHeader', name }) as const;

const noteRemoved = (frame: Frame, header: Header): void => {
  const kind = header.node.required === true ? 'required' : 'optional';
  record(frame, {
    id: `${kind}-response-header-removed`,
    severity: kind === 'required' ? 'breaking' : 'risky',
    direction: 'response',
    text: `the ${kind} header ${named(header.name)} was removed from %place%`,
    subject: header.name.toLowerCase(),
    basePointer: header.pointer,
    field: fieldOf(header),
  });
};

const noteAdded = (frame: Frame, header: Header): void =>
  record(frame, {
    id: 'response-header-added',
    severity: 'compatible',
    direction: 'response',
    text: `the header ${named(header.name)} was added to %place%`,
    subject: header.name.toLowerCase(),
    pointer: header.pointer,
    field: fieldOf(header),
  });

const compareHeader = (
  graph: DiffGraph,
  frame: Frame,
  base: Header,
  revision: Header,
  initiator: Initiator,
): void => {
  const schemaRole = headerRole(initiator);
  const [was, is] = [base.node.required === true, revision.node.required === true];
  if (was !== is)
    record(frame, {
      id: `${schemaRole.prefix}-became-${is ? 'required' : 'optional'}`,
      severity: is === (schemaRole.direction === 'request') ? 'breaking' : 'compatible',
      direction: schemaRole.direction,
      text: `%place% became ${is ? 'required' : 'optional'}`,
      basePointer: base.pointer,
      pointer: revision.pointer,
    });
  noteParameterLife(graph, frame, base, revision, schemaRole.prefix);
  const [left, right] = [base.node.schema, revision.node.schema];
  if (isObject(base.node.content) || isObject(revision.node.content))
    compareContent(graph, frame, base, revision, {
      schemaRole: () => schemaRole,
      ids: { media: `${schemaRole.prefix}-media-type`, schema: `${schemaRole.prefix}-media-type-schema` },
      schemas: [left, right],
    });
  else
    compareSchemas(
      graph,
      frame,
      schemaRole,
      { schema: left, pointer: step(base.pointer, 'schema') },
      { schema: right, pointer: step(revision.pointer, 'schema') },
    );
};

/** Compares the headers of a response; their names have no case. */
export const compareHeaders = (
  graph: DiffGraph,
  frame: Frame,
  base: Resolved,
  revision: Resolved,
  initiator: Initiator,
): void => {
  if (graph.sameness.isUnchanged(base.node.headers, revision.node.headers)) return;
  const was = headersOf(graph.base, base);
  const is = headersOf(graph.revision, revision);
  for (const [key, one] of was) {
    const twin = is.get(key);
    if (!twin) {
      noteRemoved(frame, one);
      continue;
    }
    const component = one.component === twin.component ? one.component : undefined;
    const child = graph.frameOf(
      one.node,
      twin.node,
      `header of ${initiator}`,
      () => {
        const self = `response header ${named(twin.name)}${component === undefined ? ` of ${frame.label.owner}` : ''}`;
        return { coordinate: component ?? `${frame.coordinate} ${key}`, label: { self, owner: self } };
      },
      (fresh) => compareHeader(graph, fresh, one, twin, initiator),
    );
    frame.lead(child, '', fieldOf(one));
  }
  for (const [key, one] of is) if (!was.has(key)) noteAdded(frame, one);
};
