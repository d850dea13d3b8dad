import type { Contract } from '../diff-graph/document.ts';
import { type Field, type Frame, record } from '../diff-graph/frame.ts';
import type { DiffGraph } from '../diff-graph/graph.ts';
import { brief, isObject, type JsonObject, listAt, named, step, textAt } from '../diff-graph/json.ts';
import { namesInPath, type Operation, templateOf } from '../diff-graph/operation-list.ts';
import { type BodyForm, type Initiator, parameterRole, type SchemaRole } from '../diff-graph/schema-role.ts';
import { compareSchemas } from '../diff-schema/schema.ts';
import { compareContent } from './media-types.ts';
import { noteParameterLife, noteParameterRemoved } from './parameter-life.ts';
import { common, formOf, isOneText, isRepeated, isRewritten, kindsOf } from './wire.ts';

type Parameter = {
  key: string;
  node: JsonObject;
  pointer: string;
  component: string | undefined;
  isOfItem: boolean;
  in: string;
  name: string;
};

type Pair = { base: Parameter; revision: Parameter };

const fieldIns: Record<string, Field['in']> = {
  query: 'query',
  querystring: 'querystring',
  header: 'header',
  path: 'path',
  cookie: 'cookie',
};

const fieldOf = (one: Parameter): Field => ({ in: fieldIns[one.in] ?? 'operation', name: one.name });

const keyOf = (place: string, name: string, path: string): string => {
  if (place === 'header') return `header ${name.toLowerCase()}`;
  const index = place === 'path' ? namesInPath(path).indexOf(name) : -1;
  return index < 0 ? `${place} ${name}` : `path #${index}`;
};

/** Gives the path parameters whose name the path does not have the places that no other one takes, in order. */
const placeStrays = (found: Map<string, Parameter>, path: string): void => {
  const places = namesInPath(path)
    .map((_, index) => `path #${index}`)
    .filter((key) => !found.has(key));
  const strays = [...found.values()].filter((one) => one.in === 'path' && !one.key.startsWith('path #'));
  for (const one of strays) {
    const key = places.shift();
    if (key === undefined) return;
    found.delete(one.key);
    found.set(key, { ...one, key });
  }
};

// OpenAPI ignores header parameters of these names: media types and security say what they say.
const ignoredHeaders = new Set(['accept', 'content-type', 'authorization']);

const parametersOf = (contract: Contract, operation: Operation): Map<string, Parameter> => {
  const found = new Map<string, Parameter>();
  const { node, item, pointer, itemPointer, ref } = operation;
  const collect = (owner: JsonObject, start: string, isOfItem: boolean): void => {
    const list = listAt(owner, 'parameters');
    for (let index = 0; index < list.length; index += 1) {
      const resolved = contract.resolve(list[index], step(start, index));
      const place = resolved && textAt(resolved.node, 'in');
      const name = resolved && textAt(resolved.node, 'name');
      if (!resolved || place === undefined || name === undefined) continue;
      if (place === 'header' && ignoredHeaders.has(name.toLowerCase())) continue;
      const key = keyOf(place, name, ref.path);
      const { node: part, pointer: at, component } = resolved;
      found.set(key, { key, node: part, pointer: at, component, isOfItem, in: place, name });
    }
  };
  collect(item, step(itemPointer, 'parameters'), true);
  collect(node, step(pointer, 'parameters'), false);
  placeStrays(found, ref.path);
  return found;
};

const isRequired = (one: Parameter): boolean => one.in === 'path' || one.node.required === true;

const prefixOf = (initiator: Initiator): string =>
  initiator === 'consumer' ? 'request-parameter' : 'webhook-parameter';

const addedId = (one: Parameter): string => {
  if (one.in === 'path') return 'new-request-path-parameter';
  const need = isRequired(one) ? 'required' : 'optional';
  return one.isOfItem
    ? `new-${need}-request-default-parameter-to-existing-path`
    : `new-${need}-request-parameter`;
};

const phrase = (one: Parameter): string => `${one.in} parameter ${named(one.name)}`;

/** What is said of the path item is said once for all of its operations. */
const ownerFrame = (
  graph: DiffGraph,
  frame: Frame,
  one: Parameter,
  operation: Operation,
  say: (frame: Frame) => void,
): void => {
  if (!one.isOfItem) {
    say(frame);
    return;
  }
  const path = operation.ref.path;
  const describe = () => ({ coordinate: templateOf(path), label: { self: path, owner: path } });
  frame.lead(graph.frameOf(one.node, operation.item, 'parameter of item', describe, say), '');
};

const noteAdded = (
  graph: DiffGraph,
  frame: Frame,
  one: Parameter,
  operation: Operation,
  initiator: Initiator,
): void =>
  ownerFrame(graph, frame, one, operation, (owner) =>
    record(owner, {
      id: initiator === 'consumer' ? addedId(one) : 'webhook-parameter-added',
      severity: isRequired(one) && initiator === 'consumer' ? 'breaking' : 'compatible',
      direction: initiator === 'consumer' ? 'request' : 'response',
      text: `the ${isRequired(one) ? 'required' : 'optional'} ${phrase(one)} was added to %place%`,
      subject: one.key,
      pointer: one.pointer,
      field: fieldOf(one),
    }),
  );

const noteRemoved = (
  graph: DiffGraph,
  frame: Frame,
  one: Parameter,
  operation: Operation,
  initiator: Initiator,
): void =>
  ownerFrame(graph, frame, one, operation, (owner) => {
    const shared = { subject: one.key, basePointer: one.pointer, field: fieldOf(one) };
    if (initiator === 'consumer') noteParameterRemoved(graph, owner, one.node, phrase(one), shared);
    else
      record(owner, {
        ...shared,
        id: 'webhook-parameter-removed',
        severity: 'breaking',
        direction: 'response',
        text: `the ${phrase(one)} was removed from %place%`,
      });
  });

const compareForm = (
  graph: DiffGraph,
  { base, revision }: Pair,
  frame: Frame,
  initiator: Initiator,
): void => {
  if (isObject(base.node.content) && isObject(revision.node.content)) return;
  const [was, is] = [formOf(base.node, base.in), formOf(revision.node, revision.in)];
  const values = common(kindsOf(graph.base, base.node.schema), kindsOf(graph.revision, revision.node.schema));
  if (!isRewritten(was, is, values)) return;
  const key = was.style === is.style ? 'explode' : 'style';
  const [before, now] = key === 'style' ? [was.style, is.style] : [was.isExploded, is.isExploded];
  record(frame, {
    id: `${prefixOf(initiator)}-${key}-changed`,
    severity: 'breaking',
    direction: initiator === 'consumer' ? 'request' : 'response',
    text: `the ${key} of %place% changed from ${brief(before)} to ${brief(now)}`,
    subject: `${brief(before)} ${brief(now)}`,
    basePointer: step(base.pointer, key),
    pointer: step(revision.pointer, key),
  });
};

const compareLeave = ({ base, revision }: Pair, frame: Frame, initiator: Initiator): void => {
  for (const key of ['allowReserved', 'allowEmptyValue'] as const) {
    const [was, is] = [base.node[key] === true, revision.node[key] === true];
    if (was === is) continue;
    record(frame, {
      id: `${prefixOf(initiator)}-${key === 'allowReserved' ? 'allow-reserved' : 'allow-empty-value'}-changed`,
      severity: is ? 'compatible' : 'breaking',
      direction: 'request',
      text: `%place% ${is ? 'now takes' : 'no longer takes'} ${key === 'allowReserved' ? 'reserved characters' : 'an empty value'}`,
      subject: `${was}`,
      basePointer: step(base.pointer, key),
      pointer: step(revision.pointer, key),
    });
  }
};

const compareRequired = ({ base, revision }: Pair, frame: Frame, initiator: Initiator): void => {
  const [was, is] = [isRequired(base), isRequired(revision)];
  if (was === is) return;
  const isRequest = initiator === 'consumer';
  record(frame, {
    id: `${prefixOf(initiator)}-became-${is ? 'required' : 'optional'}`,
    severity: is === isRequest ? 'breaking' : 'compatible',
    direction: isRequest ? 'request' : 'response',
    text: `%place% became ${is ? 'required' : 'optional'}`,
    basePointer: base.pointer,
    pointer: revision.pointer,
  });
};

const compareParameter = (graph: DiffGraph, pair: Pair, frame: Frame, initiator: Initiator): void => {
  const { base, revision } = pair;
  compareRequired(pair, frame, initiator);
  noteParameterLife(graph, frame, base, revision, prefixOf(initiator));
  compareForm(graph, pair, frame, initiator);
  compareLeave(pair, frame, initiator);
  const wire = {
    isRepeated: isRepeated(formOf(revision.node, revision.in)),
    isOneText: isOneText(formOf(base.node, base.in)),
  };
  const schemaRole = parameterRole(revision.in, { ...wire, form: 'text' }, initiator);
  // What is JSON within a parameter keeps its types.
  const isContent = isObject(base.node.content) && isObject(revision.node.content);
  const roleOf = (form: BodyForm): SchemaRole =>
    isContent ? parameterRole(revision.in, { ...wire, form }, initiator) : schemaRole;
  const [was, is] = [base.node.schema, revision.node.schema];
  const hasContent = [base, revision].some(({ node }) => isObject(node.content));
  if (hasContent) {
    compareContent(graph, frame, base, revision, {
      schemaRole: roleOf,
      ids: { media: `${prefixOf(initiator)}-media-type`, schema: `${prefixOf(initiator)}-media-type-schema` },
      schemas: [was, is],
    });
    return;
  }
  compareSchemas(
    graph,
    frame,
    schemaRole,
    { schema: was, pointer: step(base.pointer, 'schema') },
    { schema: is, pointer: step(revision.pointer, 'schema') },
  );
};

const describe = (
  pair: Pair,
  operation: Operation,
): { coordinate: string; label: { self: string; owner: string } } => {
  const { base, revision } = pair;
  const component = base.component === revision.component ? base.component : undefined;
  const owner =
    component ??
    (base.isOfItem
      ? templateOf(operation.ref.path)
      : `${operation.ref.method} ${templateOf(operation.ref.path)}`);
  const words =
    component === undefined && !base.isOfItem ? ` of ${operation.ref.method} ${operation.ref.path}` : '';
  const self = `${phrase(revision)}${words}`;
  return { coordinate: `${owner} ${base.key}`, label: { self, owner: self } };
};

/** Compares the parameters of an operation, those of its path item included. A renamed path parameter is the same. */
export const compareParameters = (
  graph: DiffGraph,
  base: Operation,
  revision: Operation,
  frame: Frame,
  initiator: Initiator,
): void => {
  const { sameness } = graph;
  const isUnchanged =
    base.ref.path === revision.ref.path &&
    sameness.isUnchanged(base.node.parameters, revision.node.parameters) &&
    sameness.isUnchanged(base.item.parameters, revision.item.parameters);
  if (isUnchanged) return;
  const was = parametersOf(graph.base, base);
  const is = parametersOf(graph.revision, revision);
  for (const [key, one] of was) {
    const twin = is.get(key);
    if (!twin) {
      noteRemoved(graph, frame, one, base, initiator);
      continue;
    }
    if (sameness.isUnchanged(one.node, twin.node)) continue;
    const pair = { base: one, revision: twin };
    const child = graph.frameOf(
      one.node,
      twin.node,
      `parameter of ${initiator}`,
      () => describe(pair, base),
      (fresh) => compareParameter(graph, pair, fresh, initiator),
    );
    frame.lead(child, '', fieldOf(one));
  }
  for (const [key, one] of is) if (!was.has(key)) noteAdded(graph, frame, one, revision, initiator);
};
