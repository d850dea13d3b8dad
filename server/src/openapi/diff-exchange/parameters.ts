import type { Contract } from '../diff-graph/document.service.ts';
import type { Comparison, Field, Frame } from '../diff-graph/frame.service.ts';
import { brief, isObject, type JsonObject, listAt, named, step, textAt } from '../diff-graph/json.service.ts';
import { namesInPath, type Operation, templateOf } from '../diff-graph/operation-list.service.ts';
import { type Caller, parameterPlace } from '../diff-graph/place.service.ts';
import { record } from '../diff-graph/record.service.ts';
import { compareSchemas } from '../diff-schema/schema-diff.service.ts';
import { compareContent } from './media-types.ts';
import { noteParameterLife, noteParameterRemoved } from './parameter-life.ts';

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
      const key = keyOf(place, name, ref.path);
      const { node: part, pointer: at, component } = resolved;
      found.set(key, { key, node: part, pointer: at, component, isOfItem, in: place, name });
    }
  };
  collect(item, step(itemPointer, 'parameters'), true);
  collect(node, step(pointer, 'parameters'), false);
  return found;
};

const isRequired = (one: Parameter): boolean => one.in === 'path' || one.node.required === true;

const prefixOf = (caller: Caller): string =>
  caller === 'consumer' ? 'request-parameter' : 'webhook-parameter';

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
  comparison: Comparison,
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
  frame.lead(comparison.frameOf(one.node, operation.item, 'parameter of item', describe, say), '');
};

const noteAdded = (
  comparison: Comparison,
  frame: Frame,
  one: Parameter,
  operation: Operation,
  caller: Caller,
): void =>
  ownerFrame(comparison, frame, one, operation, (owner) =>
    record(owner, {
      id: caller === 'consumer' ? addedId(one) : 'webhook-parameter-added',
      severity: isRequired(one) && caller === 'consumer' ? 'breaking' : 'compatible',
      direction: caller === 'consumer' ? 'request' : 'response',
      text: `the ${isRequired(one) ? 'required' : 'optional'} ${phrase(one)} was added to %place%`,
      subject: one.key,
      pointer: one.pointer,
      field: fieldOf(one),
    }),
  );

const noteRemoved = (
  comparison: Comparison,
  frame: Frame,
  one: Parameter,
  operation: Operation,
  caller: Caller,
): void =>
  ownerFrame(comparison, frame, one, operation, (owner) => {
    const shared = { subject: one.key, basePointer: one.pointer, field: fieldOf(one) };
    if (caller === 'consumer') noteParameterRemoved(comparison, owner, one.node, phrase(one), shared);
    else
      record(owner, {
        ...shared,
        id: 'webhook-parameter-removed',
        severity: 'breaking',
        direction: 'response',
        text: `the ${phrase(one)} was removed from %place%`,
      });
  });

const styleOf = ({ node, in: place }: Parameter): string =>
  textAt(node, 'style') ?? (place === 'query' || place === 'cookie' ? 'form' : 'simple');

const isExploded = (one: Parameter): boolean =>
  typeof one.node.explode === 'boolean' ? one.node.explode : styleOf(one) === 'form';

const isScalar = (contract: Contract, schema: unknown): boolean => {
  const type = contract.schemaAt(schema, '')?.node.type;
  return typeof type === 'string' && type !== 'array' && type !== 'object';
};

const compareForm = (
  comparison: Comparison,
  { base, revision }: Pair,
  frame: Frame,
  caller: Caller,
): void => {
  const isFlat =
    isScalar(comparison.base, base.node.schema) && isScalar(comparison.revision, revision.node.schema);
  const aspects: [string, unknown, unknown, boolean][] = [
    ['style', styleOf(base), styleOf(revision), false],
    ['explode', isExploded(base), isExploded(revision), isFlat || styleOf(base) !== styleOf(revision)],
  ];
  for (const [key, was, is, isMoot] of aspects)
    if (was !== is && !isMoot)
      record(frame, {
        id: `${prefixOf(caller)}-${key}-changed`,
        severity: 'breaking',
        direction: 'request',
        text: `the ${key} of %place% changed from ${brief(was)} to ${brief(is)}`,
        subject: `${brief(was)} ${brief(is)}`,
        basePointer: step(base.pointer, key),
        pointer: step(revision.pointer, key),
      });
  for (const key of ['allowReserved', 'allowEmptyValue'] as const) {
    const [was, is] = [base.node[key] === true, revision.node[key] === true];
    if (was === is) continue;
    record(frame, {
      id: `${prefixOf(caller)}-${key === 'allowReserved' ? 'allow-reserved' : 'allow-empty-value'}-changed`,
      severity: is ? 'compatible' : 'breaking',
      direction: 'request',
      text: `%place% ${is ? 'now takes' : 'no longer takes'} ${key === 'allowReserved' ? 'reserved characters' : 'an empty value'}`,
      subject: `${was}`,
      basePointer: step(base.pointer, key),
      pointer: step(revision.pointer, key),
    });
  }
};

const compareRequired = ({ base, revision }: Pair, frame: Frame, caller: Caller): void => {
  const [was, is] = [isRequired(base), isRequired(revision)];
  if (was === is) return;
  const isRequest = caller === 'consumer';
  record(frame, {
    id: `${prefixOf(caller)}-became-${is ? 'required' : 'optional'}`,
    severity: is === isRequest ? 'breaking' : 'compatible',
    direction: isRequest ? 'request' : 'response',
    text: `%place% became ${is ? 'required' : 'optional'}`,
    basePointer: base.pointer,
    pointer: revision.pointer,
  });
};

const compareParameter = (comparison: Comparison, pair: Pair, frame: Frame, caller: Caller): void => {
  const { base, revision } = pair;
  compareRequired(pair, frame, caller);
  noteParameterLife(comparison, frame, base, revision, prefixOf(caller));
  compareForm(comparison, pair, frame, caller);
  const place = parameterPlace(revision.in, isExploded(base) && isExploded(revision), caller);
  const [was, is] = [base.node.schema, revision.node.schema];
  const hasContent = [base, revision].some(({ node }) => isObject(node.content));
  if (hasContent) {
    compareContent(comparison, frame, base, revision, {
      place: () => place,
      ids: { media: `${prefixOf(caller)}-media-type`, schema: `${prefixOf(caller)}-media-type-schema` },
      schemas: [was, is],
    });
    return;
  }
  compareSchemas(
    comparison,
    frame,
    place,
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
  comparison: Comparison,
  base: Operation,
  revision: Operation,
  frame: Frame,
  caller: Caller,
): void => {
  const { sameness } = comparison;
  const isUnchanged =
    base.ref.path === revision.ref.path &&
    sameness.isUnchanged(base.node.parameters, revision.node.parameters) &&
    sameness.isUnchanged(base.item.parameters, revision.item.parameters);
  if (isUnchanged) return;
  const was = parametersOf(comparison.base, base);
  const is = parametersOf(comparison.revision, revision);
  for (const [key, one] of was) {
    const twin = is.get(key);
    if (!twin) {
      noteRemoved(comparison, frame, one, base, caller);
      continue;
    }
    if (sameness.isUnchanged(one.node, twin.node)) continue;
    const pair = { base: one, revision: twin };
    const child = comparison.frameOf(
      one.node,
      twin.node,
      `parameter of ${caller}`,
      () => describe(pair, base),
      (fresh) => compareParameter(comparison, pair, fresh, caller),
    );
    frame.lead(child, '', fieldOf(one));
  }
  for (const [key, one] of is) if (!was.has(key)) noteAdded(comparison, frame, one, revision, caller);
};
