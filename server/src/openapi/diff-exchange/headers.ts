import type { Contract, Resolved } from '../diff-graph/document.service.ts';
import type { Comparison, Frame } from '../diff-graph/frame.service.ts';
import { isObject, named, objectAt, step } from '../diff-graph/json.service.ts';
import { type Caller, headerPlace } from '../diff-graph/place.service.ts';
import { record } from '../diff-graph/record.service.ts';
import { compareSchemas } from '../diff-schema/schema-diff.service.ts';
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
  comparison: Comparison,
  frame: Frame,
  base: Header,
  revision: Header,
  caller: Caller,
): void => {
  const place = headerPlace(caller);
  const [was, is] = [base.node.required === true, revision.node.required === true];
  if (was !== is)
    record(frame, {
      id: `${place.prefix}-became-${is ? 'required' : 'optional'}`,
      severity: is === (place.direction === 'request') ? 'breaking' : 'compatible',
      direction: place.direction,
      text: `%place% became ${is ? 'required' : 'optional'}`,
      basePointer: base.pointer,
      pointer: revision.pointer,
    });
  noteParameterLife(comparison, frame, base, revision, place.prefix);
  const [left, right] = [base.node.schema, revision.node.schema];
  if (isObject(base.node.content) || isObject(revision.node.content))
    compareContent(comparison, frame, base, revision, {
      place: () => place,
      ids: { media: `${place.prefix}-media-type`, schema: `${place.prefix}-media-type-schema` },
      schemas: [left, right],
    });
  else
    compareSchemas(
      comparison,
      frame,
      place,
      { schema: left, pointer: step(base.pointer, 'schema') },
      { schema: right, pointer: step(revision.pointer, 'schema') },
    );
};

/** Compares the headers of a response; their names have no case. */
export const compareHeaders = (
  comparison: Comparison,
  frame: Frame,
  base: Resolved,
  revision: Resolved,
  caller: Caller,
): void => {
  if (comparison.sameness.isUnchanged(base.node.headers, revision.node.headers)) return;
  const was = headersOf(comparison.base, base);
  const is = headersOf(comparison.revision, revision);
  for (const [key, one] of was) {
    const twin = is.get(key);
    if (!twin) {
      noteRemoved(frame, one);
      continue;
    }
    const component = one.component === twin.component ? one.component : undefined;
    const child = comparison.frameOf(
      one.node,
      twin.node,
      `header of ${caller}`,
      () => {
        const self = `response header ${named(twin.name)}${component === undefined ? ` of ${frame.label.owner}` : ''}`;
        return { coordinate: component ?? `${frame.coordinate} ${key}`, label: { self, owner: self } };
      },
      (fresh) => compareHeader(comparison, fresh, one, twin, caller),
    );
    frame.lead(child, '', fieldOf(one));
  }
  for (const [key, one] of is) if (!was.has(key)) noteAdded(frame, one);
};
