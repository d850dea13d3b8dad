import type { Contract } from '../diff-graph/document.ts';
import { canonical, isObject, isSame, type JsonObject, objectAt, own, textsAt } from '../diff-graph/json.ts';
import { isAmount, order, valuesOf } from '../diff-value/implied.ts';
import { isAnnotation } from '../diff-value/null.ts';
import { partsOf } from './whole.ts';

type Draft = Record<string, unknown>;

/** Puts one more word into a draft that has another; answers whether one keyword can say both. */
type Join = (draft: Draft, key: string, value: unknown) => boolean;

const keepTighter =
  (isUpper: boolean): Join =>
  (draft, key, value) => {
    const known = draft[key];
    if (!isAmount(known) || !isAmount(value)) return false;
    if (order(value, known) < 0 === isUpper) draft[key] = value;
    return true;
  };

const typesIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const takes = (list: readonly unknown[], type: unknown): boolean =>
  list.includes(type) || (type === 'integer' && list.includes('number'));

const joinTypes: Join = (draft, key, value) => {
  const [known, more] = [typesIn(draft[key]), typesIn(value)];
  const both = [
    ...known.filter((type) => takes(more, type)),
    ...more.filter((type) => takes(known, type) && !known.includes(type)),
  ];
  draft[key] = both.length === 1 ? both[0] : both;
  return both.length > 0;
};

const joinValues: Join = (draft, _key, value) => {
  const before = valuesOf(draft);
  const more = new Set((Array.isArray(value) ? value : []).map((one: unknown) => canonical(one)));
  if (!before) return false;
  delete draft.const;
  draft.enum = before.filter((one) => more.has(canonical(one)));
  return true;
};

const joined = new WeakSet<object>();

/**
 * Both schemas hold: they stand side by side in an `allOf`, each once. The parts may lead back to the whole, so that they
 * must not grow with each turn.
 */
const sideBySide = (known: unknown, value: unknown): unknown => {
  if (known === false || value === false) return false;
  const list = [known, value].flatMap((one) =>
    isObject(one) && joined.has(one) && Array.isArray(one.allOf) ? one.allOf : [one],
  );
  const parts = new Map(list.map((one) => [canonical(one), one]));
  const both = { allOf: [...parts.values()] };
  joined.add(both);
  return both;
};

const joinSchemas: Join = (draft, key, value) => {
  draft[key] = sideBySide(draft[key], value);
  return true;
};

const joinMultiples: Join = (draft, key, value) => {
  const [known, more] = [Number(draft[key]), Number(value)];
  if (!(known > 0 && more > 0)) return false;
  if (Number.isInteger(known / more)) return true;
  draft[key] = value;
  return Number.isInteger(more / known);
};

const joins: Record<string, Join> = {
  type: joinTypes,
  enum: joinValues,
  const: (draft, key, value) => joinValues(draft, key, [value]),
  multipleOf: joinMultiples,
  items: joinSchemas,
  additionalProperties: joinSchemas,
  propertyNames: joinSchemas,
  uniqueItems: (draft, key, value) => {
    draft[key] = draft[key] === true || value === true;
    return true;
  },
};
for (const keyword of ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'])
  joins[keyword] = keepTighter(true);
for (const keyword of ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'])
  joins[keyword] = keepTighter(false);

const joinWord = (draft: Draft, key: string, value: unknown): boolean => {
  const isNamed = key === 'enum' || key === 'const';
  const isNew = isNamed ? valuesOf(draft) === undefined : !Object.hasOwn(draft, key);
  if (isNew) {
    draft[key] = value;
    return true;
  }
  if (isSame(draft[key], value)) return true;
  if (isAnnotation(key)) return true;
  const join = Object.hasOwn(joins, key) ? joins[key] : undefined;
  return join?.(draft, key, value) ?? false;
};

/** Properties that two parts describe hold what both say. */
const joinProperties = (properties: Draft, part: JsonObject): void => {
  const more = objectAt(part, 'properties');
  for (const name of Object.keys(more)) {
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const value = own(more, name);
    if (known === undefined || isSame(known, value)) properties[name] = value;
    else properties[name] = sideBySide(known, value);
  }
};

// A boolean `exclusiveMaximum` belongs to the `maximum` beside it, and to no other.
const isCoupled = ({ exclusiveMaximum, exclusiveMinimum }: JsonObject): boolean =>
  typeof exclusiveMaximum === 'boolean' || typeof exclusiveMinimum === 'boolean';

const intersect = (parts: readonly JsonObject[]): JsonObject | undefined => {
  const draft: Draft = {};
  const properties: Draft = Object.create(null);
  const required = new Set<string>();
  for (const part of parts) {
    if (parts.length > 1 && isCoupled(part)) return undefined;
    for (const [key, value] of Object.entries(part)) {
      if (key === 'allOf' || key === 'properties' || key === 'required' || key === '__proto__') continue;
      if (!joinWord(draft, key, value)) return undefined;
    }
    joinProperties(properties, part);
    for (const name of textsAt(part, 'required')) required.add(name);
  }
  if (Object.keys(properties).length > 0) draft.properties = properties;
  if (required.size > 0) draft.required = [...required].toSorted();
  return draft;
};

const known = new WeakMap<JsonObject, JsonObject | undefined>();
const byParts = new WeakMap<Contract, Map<string, JsonObject | undefined>>();

/** Schemas that were put side by side say the same whenever they say the same words: then they are one object. */
const intersectJoined = (contract: Contract, schema: JsonObject): JsonObject | undefined => {
  const key = canonical(schema);
  let answers = byParts.get(contract);
  if (!answers) byParts.set(contract, (answers = new Map()));
  if (!answers.has(key)) answers.set(key, intersect([...partsOf(contract, schema)]));
  return answers.get(key);
};

/**
 * The one schema without `allOf` that allows what all parts of a schema allow: the tighter of two bounds, the types and
 * values that both name, properties as both describe them. `undefined` when no one keyword can say what two parts say.
 */
export const intersectionOf = (contract: Contract, schema: JsonObject): JsonObject | undefined => {
  if (schema.allOf === undefined) return schema;
  if (joined.has(schema)) return intersectJoined(contract, schema);
  if (!known.has(schema)) known.set(schema, intersect([...partsOf(contract, schema)]));
  return known.get(schema);
};
