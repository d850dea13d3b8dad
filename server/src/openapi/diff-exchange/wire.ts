import type { Contract } from '../diff-graph/document.ts';
import { isObject, type JsonObject, textAt } from '../diff-graph/json.ts';
import { typesOf } from '../diff-value/implied.ts';

/** What a value is made of, as far as it matters to how it is written into a URL, a header or a form. */
type Kind = 'scalar' | 'array' | 'object';

const kinds: readonly Kind[] = ['scalar', 'array', 'object'];
const nodesMax = 500;

const kindOf = (type: string): Kind => (type === 'array' || type === 'object' ? type : 'scalar');

const impliedKinds = (node: JsonObject): readonly Kind[] | undefined => {
  if (isObject(node.properties)) return ['object'];
  if (node.items !== undefined || node.prefixItems !== undefined) return ['array'];
  return Array.isArray(node.enum) || 'const' in node || node.format !== undefined ? ['scalar'] : undefined;
};

/** What two sets have in common. */
export const common = <Value>(left: ReadonlySet<Value>, right: ReadonlySet<Value>): Set<Value> =>
  new Set([...left].filter((value) => right.has(value)));

const kindsWithin = (contract: Contract, schema: unknown, seen: Set<JsonObject>): ReadonlySet<Kind> => {
  const node = contract.schemaAt(schema, '')?.node;
  if (!node || seen.has(node) || seen.size > nodesMax) return new Set(kinds);
  seen.add(node);
  const types = typesOf(node);
  if (types) return new Set([...types].map(kindOf));
  const implied = impliedKinds(node);
  if (implied) return new Set(implied);
  const list = [node.oneOf, node.anyOf].find((one): one is unknown[] => Array.isArray(one));
  if (list) return new Set(list.flatMap((one) => [...kindsWithin(contract, one, seen)]));
  let found = new Set(kinds);
  for (const part of Array.isArray(node.allOf) ? node.allOf : [])
    found = common(found, kindsWithin(contract, part, seen));
  return found;
};

/** The kinds of values that a schema allows; all of them when it does not say. */
export const kindsOf = (contract: Contract, schema: unknown): ReadonlySet<Kind> =>
  kindsWithin(contract, schema, new Set());

/** Where and how a value is written: what a parameter and the encoding of a form field have in common. */
export type Form = { in: string; style: string; isExploded: boolean };

/** The form that a parameter, a header or an encoding asks for, with what holds when it does not say. */
export const formOf = (node: JsonObject, place: string): Form => {
  const style = textAt(node, 'style') ?? (place === 'query' || place === 'cookie' ? 'form' : 'simple');
  const isExploded = typeof node.explode === 'boolean' ? node.explode : style === 'form';
  return { in: place, style, isExploded };
};

const delimited = new Set(['form', 'spaceDelimited', 'pipeDelimited']);

/** A name for what is written: forms with the same name cannot be told apart by their bytes. */
const wireOf = ({ in: place, style, isExploded }: Form, kind: Kind): string => {
  const isPath = place === 'path' && style !== 'simple';
  if (kind === 'scalar') return isPath ? style : 'value';
  if (style === 'deepObject') return kind === 'object' ? 'name[key]=value' : style;
  if (style === 'simple') return kind === 'object' && isExploded ? 'key=value' : 'value,value';
  if (delimited.has(style) && isExploded) return kind === 'array' ? 'name=value repeated' : 'key=value apart';
  return style === 'form' ? 'value,value' : `${style} ${isExploded}`;
};

/** Whether a value is written as one text behind its name, so that a string would take it. */
export const isOneText = (form: Form): boolean =>
  (['array', 'object'] as const).every((kind) => {
    const wire = wireOf(form, kind);
    return wire !== 'name=value repeated' && wire !== 'key=value apart' && wire !== 'name[key]=value';
  });

/** Whether a list is written as its name repeated, so that one value is a list of one. */
export const isRepeated = (form: Form): boolean => wireOf(form, 'array') === 'name=value repeated';

/** Whether values of these kinds are written in two ways. */
export const isRewritten = (was: Form, is: Form, values: ReadonlySet<Kind>): boolean =>
  [...values].some((kind) => wireOf(was, kind) !== wireOf(is, kind));
