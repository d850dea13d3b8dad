import type { Contract } from '../diff-graph/document.ts';
import { canonical, type JsonObject, objectAt, own, textsAt } from '../diff-graph/json.ts';
import { isAnnotation, isNullSchema } from '../diff-value/null.ts';
import { typesOf, valuesOf } from '../diff-value/implied.ts';
import { wholeOf } from '../diff-all-of/whole.ts';

const depthMax = 4;
const looksMax = 20_000;

/** How many schemas may still be looked at; whoever asks for more is answered in doubt. */
type Looks = { left: number };

type Part = { contract: Contract; node: JsonObject };

const overlap = (left: ReadonlySet<string>, right: ReadonlySet<string>): boolean =>
  [...left].some((type) => right.has(type) || (type === 'integer' && right.has('number'))) ||
  (left.has('number') && right.has('integer'));

const haveStrangeTypes = (left: JsonObject, right: JsonObject): boolean => {
  const [before, now] = [typesOf(left), typesOf(right)];
  return before !== undefined && now !== undefined && !overlap(before, now);
};

const haveStrangeValues = (left: JsonObject, right: JsonObject): boolean => {
  const [before, now] = [valuesOf(left), valuesOf(right)];
  if (!before || !now) return false;
  const known = new Set(before.map((value) => canonical(value)));
  return !now.some((value) => known.has(canonical(value)));
};

const isClosedTo = (schema: JsonObject, name: string): boolean =>
  schema.additionalProperties === false &&
  schema.patternProperties === undefined &&
  own(objectAt(schema, 'properties'), name) === undefined;

/** Whether a property that one of them needs has no value, or no place, in the other. */
const partByProperty = (left: Part, right: Part, looks: Looks, depth: number): boolean => {
  const isObjects = [left, right].every(({ node }) => typesOf(node)?.has('object') ?? false);
  if (!isObjects) return false;
  const sides = [
    [left, right],
    [right, left],
  ] as const;
  return sides.some(([one, other]) =>
    textsAt(one.node, 'required').some((name) => {
      if (isClosedTo(other.node, name)) return true;
      const mine = own(objectAt(one.node, 'properties'), name);
      const theirs = own(objectAt(other.node, 'properties'), name);
      return (
        mine !== undefined &&
        theirs !== undefined &&
        isApart(
          { contract: one.contract, node: mine },
          { contract: other.contract, node: theirs },
          looks,
          depth + 1,
        )
      );
    }),
  );
};

type Side = { contract: Contract; node: unknown };

const isApart = (left: Side, right: Side, looks: Looks, depth: number): boolean => {
  looks.left -= 1;
  if (depth > depthMax || looks.left < 0) return false;
  const one = left.contract.schemaAt(left.node, '')?.node;
  const other = right.contract.schemaAt(right.node, '')?.node;
  if (!one || !other || (one.nullable === true && other.nullable === true)) return false;
  const before = { contract: left.contract, node: wholeOf(left.contract, one) };
  const now = { contract: right.contract, node: wholeOf(right.contract, other) };
  return (
    haveStrangeTypes(before.node, now.node) ||
    haveStrangeValues(before.node, now.node) ||
    partByProperty(before, now, looks, depth)
  );
};

/** Whether no value fits the schema and any of the others, as far as types, named values and needed properties tell. */
export const isApartFrom = (contract: Contract, schema: unknown, others: readonly unknown[]): boolean => {
  const looks = { left: looksMax };
  return others.every((other) => isApart({ contract, node: schema }, { contract, node: other }, looks, 0));
};

/** Whether no value fits two of the schemas, so that `oneOf` and `anyOf` say the same. */
export const areExclusive = (contract: Contract, list: readonly unknown[]): boolean => {
  const looks = { left: looksMax };
  return list.every((one, index) =>
    list
      .slice(index + 1)
      .every((other) => isApart({ contract, node: one }, { contract, node: other }, looks, 0)),
  );
};

const merged = new WeakMap<JsonObject, JsonObject | undefined>();

const onlyValues = new Set(['type', 'enum', 'const', 'nullable']);

/** The schema with one list of values that a union of named values amounts to. */
const mergeValues = (contract: Contract, node: JsonObject): JsonObject | undefined => {
  const key = Array.isArray(node.oneOf) ? 'oneOf' : 'anyOf';
  const list = node[key];
  if (!Array.isArray(list) || list.length === 0 || (node.oneOf !== undefined && node.anyOf !== undefined))
    return undefined;
  const named = new Map<string, { value: unknown; count: number }>();
  for (const one of list) {
    const part = contract.schemaAt(one, '')?.node;
    const found = part && (isNullSchema(contract, one) ? [null] : valuesOf(part));
    if (!part || !found) return undefined;
    if (Object.keys(part).some((name) => !onlyValues.has(name) && !isAnnotation(name))) return undefined;
    const values = part.nullable === true ? [...found, null] : found;
    for (const [text, value] of new Map(values.map((each) => [canonical(each), each])))
      named.set(text, { value, count: (named.get(text)?.count ?? 0) + 1 });
  }
  // What two alternatives of a oneOf name fits neither alone.
  const values = [...named.values()].flatMap(({ value, count }) =>
    key === 'oneOf' && count > 1 ? [] : [value],
  );
  const { oneOf: _oneOf, anyOf: _anyOf, ...rest } = node;
  return rest.enum === undefined && rest.const === undefined ? { ...rest, enum: values } : undefined;
};

/** A union of which each alternative names its values, as one list of them; `undefined` for any other schema. */
export const namedUnion = (contract: Contract, node: JsonObject): JsonObject | undefined => {
  if (node.oneOf === undefined && node.anyOf === undefined) return undefined;
  if (!merged.has(node)) merged.set(node, mergeValues(contract, node));
  return merged.get(node);
};

/** Whether a schema has a union of any kind. */
export const hasUnion = ({ oneOf, anyOf }: JsonObject): boolean =>
  Array.isArray(oneOf) || Array.isArray(anyOf);
