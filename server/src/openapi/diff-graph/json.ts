import { codeSpan } from '@parley/shared/words/code-span';
import { isObject } from '../../platform/request/json.ts';
import { ExactNumber, isSameScalar } from '@parley/shared/words/json-number';
import { escapeToken } from '../../platform/request/pointer.ts';

export { isObject };

/** Whether the value has no parts. */
export const isScalar = (
  value: unknown,
): value is string | number | boolean | null | undefined | ExactNumber =>
  typeof value !== 'object' || value === null || value instanceof ExactNumber;

/** A parsed JSON object. Its values are whatever a stranger uploaded: nothing about them is taken for granted. */
export type JsonObject = { readonly [key: string]: unknown };

const depthMax = 60;
const nothing: JsonObject = Object.freeze({});

/** The value under a key that a stranger named: `__proto__` and `constructor` are keys like any other. */
export const own = (value: JsonObject, key: string): unknown =>
  Object.hasOwn(value, key) ? value[key] : undefined;

/** The object under a key, or an empty one. */
export const objectAt = (value: JsonObject, key: string): JsonObject => {
  const inner = own(value, key);
  return isObject(inner) ? inner : nothing;
};

/** The list under a key, or an empty one. */
export const listAt = (value: JsonObject, key: string): readonly unknown[] => {
  const inner = own(value, key);
  return Array.isArray(inner) ? inner : [];
};

/** The text under a key, or `undefined`. */
export const textAt = (value: JsonObject, key: string): string | undefined => {
  const inner = own(value, key);
  return typeof inner === 'string' ? inner : undefined;
};

/** The texts of a list under a key; anything else in it is left out. */
export const textsAt = (value: JsonObject, key: string): string[] =>
  listAt(value, key).filter((one) => typeof one === 'string');

/** Whether two JSON values are equal, whatever the order of keys. Below 60 levels everything is equal. */
export const isSame = (left: unknown, right: unknown, depth = 0): boolean => {
  if (isSameScalar(left, right) || depth > depthMax) return true;
  if (Array.isArray(left))
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((one, index) => isSame(one, right[index], depth + 1))
    );
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isSame(left[key], right[key], depth + 1))
  );
};

/** A text that is the same for equal JSON values, whatever the order of keys. */
export const canonical = (value: unknown, depth = 0): string => {
  if (depth > depthMax) return '…';
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one, depth + 1)).join(',')}]`;
  if (isObject(value))
    return `{${Object.keys(value)
      .toSorted()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key], depth + 1)}`)
      .join(',')}}`;
  if (value instanceof ExactNumber) return value.canonical();
  return JSON.stringify(value) ?? 'null';
};

/** A copy in which each object stands at one place, as after parsing. Depth costs no stack. */
export const treeOf = (document: JsonObject): JsonObject => {
  const open: ({ [key: string]: unknown } | unknown[])[] = [];
  // Copied whole, which keeps the shape that the parser gave it; then what has parts itself is replaced by its own copy.
  const copy = (value: unknown): unknown => {
    if (isScalar(value)) return value;
    const to = Array.isArray(value) ? [...value] : { ...value };
    open.push(to);
    return to;
  };
  const root = copy(document);
  for (let next = open.pop(); next; next = open.pop()) {
    if (Array.isArray(next)) {
      for (const [index, value] of next.entries()) if (!isScalar(value)) next[index] = copy(value);
      continue;
    }
    for (const key of Object.keys(next)) {
      const value = next[key];
      if (isScalar(value)) continue;
      // An assignment would make it the prototype.
      if (key === '__proto__') Object.defineProperty(next, key, { value: copy(value) });
      else next[key] = copy(value);
    }
  }
  return isObject(root) ? root : nothing;
};

const briefMax = 60;

/** A value as people read it in a sentence: JSON, at most 60 characters. */
export const brief = (value: unknown): string => {
  if (typeof value === 'string' && value.length > briefMax)
    return JSON.stringify(`${value.slice(0, briefMax - 3)}…`);
  if (isObject(value) && Object.keys(value).length > 20)
    return `an object of ${Object.keys(value).length} keys`;
  if (Array.isArray(value) && value.length > 40) return `a list of ${value.length}`;
  const text = canonical(value);
  return text.length > briefMax ? `${text.slice(0, briefMax - 1)}…` : text;
};

/** A name in a sentence: code marks, at most 120 characters. */
export const named = (name: string): string => codeSpan(name.length > 120 ? `${name.slice(0, 119)}…` : name);

/** One more step of a JSON pointer. */
export const step = (pointer: string, key: string | number): string =>
  `${pointer}/${typeof key === 'string' ? escapeToken(key) : key}`;
