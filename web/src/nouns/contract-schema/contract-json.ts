import { ExactNumber } from '@parley/shared/words/json-number';
import { unescapeToken } from '../../lib/text/pointer.ts';

/** An object of a contract, of whom nothing is known yet: what is wrong in it is left out, not complained about. */
export type Json = Record<string, unknown>;

export function isJson(value: unknown): value is Json {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}

/** The entries of `record[key]` that are objects. */
export function entriesOf(record: Json, key: string): [name: string, value: Json][] {
  const value = record[key];
  if (!isJson(value)) return [];
  return Object.entries(value).filter((entry): entry is [string, Json] => isJson(entry[1]));
}

/** The list at `record[key]`; empty where there is none. */
export function listOf(record: Json, key: string): unknown[] {
  const value = record[key];
  return Array.isArray(value) ? value : [];
}

/** The text at `record[key]`; nothing where there is none. */
export function textOf(record: Json, key: string): string | undefined {
  const value = record[key];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

const hopsMax = 20;

/** What `value` refers to, with the last name on the way there. A reference that leads nowhere is left as it is. */
export function resolve(document: Json, value: Json): { name: string | undefined; value: Json } {
  let name: string | undefined;
  let current = value;
  for (let hops = 0; hops < hopsMax; hops += 1) {
    const reference = current['$ref'];
    if (typeof reference !== 'string' || !reference.startsWith('#/')) break;
    const found = at(document, reference);
    if (!isJson(found)) break;
    name = keysOf(reference).at(-1);
    current = found;
  }
  return { name, value: current };
}

function keysOf(reference: string): string[] {
  return reference
    .slice(2)
    .split('/')
    .map((key) => unescapeToken(decoded(key)));
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

function at(document: Json, reference: string): unknown {
  return keysOf(reference).reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return isJson(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, document);
}
