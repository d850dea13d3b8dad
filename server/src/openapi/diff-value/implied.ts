import { compareNumbers, ExactNumber } from '@parley/shared/words/json-number';
import type { JsonObject } from '../diff-graph/json.ts';

/** A number, to the last digit of what was written. */
export type Amount = number | ExactNumber;

/** Whether a value is a number, however exact. */
export const isAmount = (value: unknown): value is Amount =>
  typeof value === 'number' || value instanceof ExactNumber;

/** Below 0 when `left` is less than `right`. */
export const order = (left: Amount, right: Amount): number =>
  typeof left === 'number' && typeof right === 'number'
    ? left - right
    : compareNumbers(String(left), String(right));

const typeOfValue = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (isAmount(value)) return Number.isInteger(Number(value)) ? 'integer' : 'number';
  return typeof value;
};

/** The values that a schema allows by name, `null` included; `undefined` when it names none. */
export const valuesOf = (schema: JsonObject): readonly unknown[] | undefined => {
  if (Object.hasOwn(schema, 'const')) return [schema.const];
  return Array.isArray(schema.enum) ? schema.enum : undefined;
};

const declaredTypes = ({ type }: JsonObject): ReadonlySet<string> | undefined => {
  if (typeof type === 'string') return new Set(type === 'null' ? [] : [type]);
  if (!Array.isArray(type)) return undefined;
  return new Set(type.filter((one) => typeof one === 'string' && one !== 'null'));
};

/**
 * The types of the values that a schema allows, without `null`: those that it names, or those of its named values;
 * `undefined` when any type will do.
 */
export const typesOf = (schema: JsonObject): ReadonlySet<string> | undefined => {
  const declared = declaredTypes(schema);
  if (declared) return declared;
  const values = valuesOf(schema);
  if (!values || values.length === 0) return undefined;
  const types = new Set(values.map(typeOfValue));
  types.delete('null');
  if (types.has('number')) types.delete('integer');
  return types;
};

/** Whether a value is of one of the types; a whole number is a number. */
export const isOfType = (value: unknown, types: ReadonlySet<string> | undefined): boolean => {
  const type = typeOfValue(value);
  return !types || types.has(type) || (type === 'integer' && types.has('number'));
};

const isWhole = ({ multipleOf }: JsonObject): boolean =>
  isAmount(multipleOf) && Number(multipleOf) > 0 && Number.isInteger(Number(multipleOf));

/** The same, where numbers of which only whole ones are allowed are integers. */
export const wholeTypesOf = (schema: JsonObject): ReadonlySet<string> | undefined => {
  const types = typesOf(schema);
  if (!types?.has('number') || !isWhole(schema)) return types;
  return new Set([...types].map((type) => (type === 'number' ? 'integer' : type)));
};

/** Whether all numbers that a schema allows are whole. */
export const isInteger = (schema: JsonObject): boolean => {
  const types = wholeTypesOf(schema);
  return types !== undefined && types.has('integer') && !types.has('number');
};

/** What a keyword measures. */
export type Measure = 'number' | 'string' | 'array' | 'object';

/** Whether a schema allows any value that a keyword could measure. */
export const isMeasured = (schema: JsonObject, measure: Measure): boolean => {
  const types = typesOf(schema);
  return !types || types.has(measure) || (measure === 'number' && types.has('integer'));
};

/** The least and the greatest measure of what a schema allows, as far as anything but the bound itself says so. */
export type Range = { min?: Amount | undefined; max?: Amount | undefined };

const measureOf: Record<Measure, (value: unknown) => Amount | undefined> = {
  number: (value) => (isAmount(value) ? value : undefined),
  // Lengths are counted in characters, as JSON Schema does.
  string: (value) => (typeof value === 'string' ? Array.from(value).length : undefined),
  array: (value) => (Array.isArray(value) ? value.length : undefined),
  object: (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.keys(value).length
      : undefined,
};

const rangeOfValues = (values: readonly unknown[], measure: Measure): Range => {
  let range: Range = {};
  for (const value of values) {
    const size = measureOf[measure](value);
    if (size === undefined) continue;
    const { min = size, max = size } = range;
    range = { min: order(size, min) < 0 ? size : min, max: order(size, max) > 0 ? size : max };
  }
  return range;
};

const formats: Record<string, Range & { measure: Measure }> = {
  int32: { measure: 'number', min: -2147483648, max: 2147483647 },
  int64: {
    measure: 'number',
    min: new ExactNumber('-9223372036854775808'),
    max: new ExactNumber('9223372036854775807'),
  },
  uuid: { measure: 'string', min: 36, max: 36 },
  date: { measure: 'string', min: 10, max: 10 },
  'date-time': { measure: 'string', min: 20 },
  email: { measure: 'string', min: 3 },
  hostname: { measure: 'string', min: 1, max: 253 },
  ipv4: { measure: 'string', min: 7, max: 15 },
  ipv6: { measure: 'string', min: 2, max: 45 },
};

const rangeOfFormat = ({ format }: JsonObject, measure: Measure): Range => {
  const range = typeof format === 'string' && Object.hasOwn(formats, format) ? formats[format] : undefined;
  return range?.measure === measure ? range : {};
};

const rangeOfShape = (schema: JsonObject, measure: Measure): Range => {
  if (measure === 'array' && Array.isArray(schema.prefixItems) && schema.items === false)
    return { max: schema.prefixItems.length };
  if (measure !== 'object') return {};
  const required = Array.isArray(schema.required) ? new Set(schema.required).size : 0;
  const { properties } = schema;
  const isClosed = schema.additionalProperties === false && schema.patternProperties === undefined;
  const count = typeof properties === 'object' && properties !== null ? Object.keys(properties).length : 0;
  return { ...(required > 0 ? { min: required } : {}), ...(isClosed ? { max: count } : {}) };
};

const tighter = (
  left: Amount | undefined,
  right: Amount | undefined,
  isUpper: boolean,
): Amount | undefined => {
  if (left === undefined || right === undefined) return left ?? right;
  return order(left, right) < 0 === isUpper ? left : right;
};

/** What a schema says of a measure without any bound: by the values that it names, its format, its shape. */
export const impliedRange = (schema: JsonObject, measure: Measure): Range => {
  const values = valuesOf(schema);
  const ranges = [
    values ? rangeOfValues(values, measure) : {},
    rangeOfFormat(schema, measure),
    rangeOfShape(schema, measure),
    measure === 'number' ? {} : { min: 0 },
  ];
  return ranges.reduce<Range>(
    (all, one) => ({ min: tighter(all.min, one.min, false), max: tighter(all.max, one.max, true) }),
    {},
  );
};
