import { isObject } from './json.ts';
import { ExactNumber } from './json-number.ts';

/**
 * A text that is the same for equal values of JSON, and differs for different ones: the order of keys and the way of
 * writing numbers make no difference. Takes what `JSON.parse` and `parseExact` answer; members that are `undefined` are
 * left out, as in JSON.
 */
export const canonicalJson = (value: unknown): string => {
  if (typeof value === 'number') return JSON.stringify(value === 0 ? 0 : value);
  if (value instanceof ExactNumber) return value.canonical();
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
  return `{${members.join(',')}}`;
};
