import type { Contract, Resolved } from '../diff-graph/document.ts';
import { isObject, type JsonObject, step } from '../diff-graph/json.ts';
import { note, type Pair, type Spot } from './spot.ts';

const annotations = new Set([
  '$comment',
  'default',
  'deprecated',
  'description',
  'discriminator',
  'example',
  'examples',
  'externalDocs',
  'nullable',
  'readOnly',
  'summary',
  'title',
  'writeOnly',
  'xml',
]);

/** Whether a keyword says nothing about which values are allowed. */
export const isAnnotation = (key: string): boolean => annotations.has(key) || key.startsWith('x-');

/** Whether a schema allows `null` and nothing else. */
export const isNullSchema = (contract: Contract, schema: unknown): boolean => {
  const node = contract.schemaAt(schema, '')?.node;
  if (!node) return false;
  const { type, enum: values } = node;
  if (type === 'null' || (Array.isArray(type) && type.length === 1 && type[0] === 'null')) return true;
  return (
    (Array.isArray(values) && values.length === 1 && values[0] === null) ||
    ('const' in node && node.const === null)
  );
};

const unionOf = (node: JsonObject): { key: 'oneOf' | 'anyOf'; list: readonly unknown[] } | undefined => {
  const key = Array.isArray(node.oneOf) ? 'oneOf' : 'anyOf';
  const list = node[key];
  return Array.isArray(list) ? { key, list } : undefined;
};

/** A schema in a union with `null` and nothing else, or alone in an `allOf`: the schema itself. */
export const coreOf = (
  contract: Contract,
  node: JsonObject,
  pointer: string,
): { schema: unknown; pointer: string; kind: 'union' | 'allOf' } | undefined => {
  const union = unionOf(node);
  const key = union?.key ?? 'allOf';
  const list = union?.list ?? (Array.isArray(node.allOf) ? node.allOf : []);
  if (list.length === 0 || list.length > 2) return undefined;
  if (Object.keys(node).some((name) => name !== key && !isAnnotation(name))) return undefined;
  const rest = union ? list.filter((one) => !isNullSchema(contract, one)) : list;
  if (rest.length !== 1 || (union && list.length === 1)) return undefined;
  const at = step(step(pointer, key), list.indexOf(rest[0]));
  return { schema: rest[0], pointer: at, kind: union ? 'union' : 'allOf' };
};

/** Whether a schema says that `null` is allowed; `undefined` when it does not say, and so allows it. */
const allowsNull = (contract: Contract, node: JsonObject): boolean | undefined => {
  const { type, enum: values, nullable } = node;
  if (nullable === true) return true;
  if (type !== undefined) return type === 'null' || (Array.isArray(type) && type.includes('null'));
  if (Array.isArray(values)) return values.includes(null);
  if ('const' in node) return node.const === null;
  const union = unionOf(node);
  if (union)
    return union.list.some(
      (one) => isNullSchema(contract, one) || allowsDirectly(contract.schemaAt(one, '')),
    );
  return Array.isArray(node.allOf) ? false : undefined;
};

/** That `properties` without a type are those of an object, as those who write `nullable` beside them take it. */
const isMeantAsObject = ({ type, properties }: JsonObject): boolean =>
  type === undefined && isObject(properties);

const allowsDirectly = (resolved: Resolved | undefined): boolean => {
  const type = resolved?.node.type;
  return resolved?.node.nullable === true || (Array.isArray(type) && type.includes('null'));
};

/** Compares whether `null` is allowed, in all the ways to say so: `nullable`, a list of types, a union. */
export const compareNull = ({ base, revision }: Pair, spot: Spot): void => {
  const isObjects = isMeantAsObject(base) && isMeantAsObject(revision);
  const was = allowsNull(spot.graph.base, base) ?? (isObjects ? false : undefined);
  const is = allowsNull(spot.graph.revision, revision) ?? (isObjects ? false : undefined);
  if (was === is || was === undefined || is === undefined) return;
  if (is) note(spot, { suffix: 'became-nullable', effect: 'widens', text: '%place% may now be null' });
  else
    note(spot, { suffix: 'became-not-nullable', effect: 'narrows', text: '%place% must no longer be null' });
};
