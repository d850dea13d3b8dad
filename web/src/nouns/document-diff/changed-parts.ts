import { keysOf, pointerOf } from '../../lib/text/pointer.ts';

/** A part of a contract that is not the same in two versions; `undefined` where it is not there. */
export interface ChangedPart {
  pointer: string;
  before: unknown;
  after: unknown;
}

type Json = Record<string, unknown>;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where a contract falls into parts that people read as one: an operation, a component, a webhook. */
const depths: Record<string, number> = { paths: 3, webhooks: 3, components: 3 };

/** The value at a JSON pointer; `undefined` where there is none. */
export function valueAt(document: unknown, pointer: string): unknown {
  return keysOf(pointer).reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, document);
}

/** The pointer of the part that a place belongs to. */
export function partPointerOf(pointer: string): string {
  const segments = keysOf(pointer);
  return pointerOf(segments.slice(0, depths[segments[0] ?? ''] ?? 1));
}

/** What differs between two contracts, part by part, in the order of the newer one; what is gone comes last. */
export function changedParts(before: unknown, after: unknown): ChangedPart[] {
  const parts: ChangedPart[] = [];
  collect(parts, [], before, after);
  return parts;
}

function collect(parts: ChangedPart[], path: readonly string[], before: unknown, after: unknown) {
  const depth = path.length === 0 ? 1 : (depths[path[0] ?? ''] ?? 1);
  if (path.length >= depth && path.length > 0) {
    if (!isEqual(before, after)) parts.push({ pointer: pointerOf(path), before, after });
    return;
  }
  const old = isRecord(before) ? before : {};
  const fresh = isRecord(after) ? after : {};
  for (const key of new Set([...Object.keys(fresh), ...Object.keys(old)]))
    collect(parts, [...path, key], own(old, key), own(fresh, key));
}

const own = (record: Json, key: string): unknown => (Object.hasOwn(record, key) ? record[key] : undefined);

/** Whether two JSON values are the same; the order of names does not count. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]))
  );
}
