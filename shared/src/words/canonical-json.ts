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
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`);
  return `{${members.join(',')}}`;
};
