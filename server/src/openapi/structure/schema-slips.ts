import { isObject, type JsonObject } from '../../platform/request/json.ts';
import { ExactNumber } from '@parley/shared/words/json-number';
import { gone, type LeafPlace } from './leaf.ts';
import type { SlipNotes } from './slips.ts';

const types = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean']);

/** Whether it is a type of every version. */
export const isType = (name: string): boolean => types.has(name);

const noteType = (type: unknown, { notes, minor }: LeafPlace, isSwagger: boolean): void => {
  if (types.has(String(type)) || (isSwagger && type === 'file')) return;
  if (type === 'null') {
    if (minor === 0) notes.note('openapi/other-version', () => '`null` is a type since OpenAPI 3.1 only.');
    return;
  }
  notes.note(
    'openapi/wrong-value',
    () => `\`${String(type).slice(0, 60)}\` is no type; there are ${[...types].join(', ')}.`,
  );
};

/** The `type` of a schema. An item that YAML reads as nothing means the type of that name. */
export const readTypes = (value: unknown, place: LeafPlace, isSwagger: boolean): unknown => {
  const { notes, minor, reject } = place;
  if (typeof value === 'string') {
    noteType(value, place, isSwagger);
    return value;
  }
  if (!Array.isArray(value)) return reject(value, 'the name of a type');
  if (minor === 0) notes.note('openapi/other-version', () => 'A list of types is of OpenAPI 3.1 and later.');
  if (value.length === 0) return gone;
  return value.map((item, index) => {
    notes.way.push(String(index));
    const type: unknown =
      item === null ? nameNull(notes) : typeof item === 'string' ? item : reject(item, 'the name of a type');
    if (type !== gone) noteType(type, place, isSwagger);
    notes.way.pop();
    return type === gone ? 'null' : type;
  });
};

/** In YAML `null` without quotes is no text. */
export const nameNull = (notes: SlipNotes): string => {
  notes.note('openapi/wrong-type', () => 'This is nothing, not the type `null`: put it into quotes.');
  return 'null';
};

const isOf = (value: unknown, type: string): boolean => {
  const isNumber = typeof value === 'number' || value instanceof ExactNumber;
  if (type === 'string') return typeof value === 'string';
  if (type === 'integer') return isNumber && (!(typeof value === 'number') || Number.isInteger(value));
  if (type === 'number') return isNumber;
  if (type === 'boolean') return typeof value === 'boolean';
  if (type === 'array') return Array.isArray(value);
  return type === 'object' ? isObject(value) : type !== 'null' || value === null;
};

/** A default or an example that is of none of the types beside it. */
export const noteStrayValues = (schema: JsonObject, notes: SlipNotes): void => {
  if (schema.default === undefined && schema.example === undefined) return;
  const { type } = schema;
  if (type === undefined) return;
  const wanted = (Array.isArray(type) ? type : [type]).filter((name) => typeof name === 'string');
  for (const key of ['default', 'example'] as const) {
    const value = schema[key];
    // What `null` means is said in too many ways.
    if (value === undefined || value === null || wanted.some((name) => isOf(value, name))) continue;
    notes.note('openapi/wrong-value', () => `The ${key} is not of the type ${wanted.join(' or ')}.`, key);
  }
};
