import { isObject, type JsonObject } from '../../platform/request/json.ts';
import { escapeToken, keysOf } from '../../platform/request/pointer.ts';
import { pointerOf, type Reference } from './walk.ts';

/** A reference that cannot stand, and why. */
export interface ReferenceFault {
  reference: Reference;
  message: string;
  /** Whether it leads on to nothing but itself: everybody who follows it ends with nothing, as with no reference at all. */
  isCircle: boolean;
}

/** Whether it is an entry of a discriminator's mapping: one that leads nowhere changes nothing of what is compared. */
export const isMapping = ({ key }: Reference): boolean => key !== '$ref';

const tokensOf = (fragment: string): string[] | undefined => {
  try {
    return keysOf(decodeURIComponent(fragment));
  } catch {
    return undefined;
  }
};

const hopsMax = 100;

/**
 * Finds what a JSON Pointer fragment points at, through the references on its way. Undefined when there is nothing, or
 * when the way runs in a circle.
 */
export const findTarget = (root: unknown, fragment: string, hops = 0): unknown => {
  const tokens = fragment === '' ? [] : fragment.startsWith('/') ? tokensOf(fragment) : undefined;
  if (!tokens) return undefined;
  let target: unknown = root;
  let taken = hops;
  for (const token of tokens) {
    while (isObject(target) && !Object.hasOwn(target, token) && typeof target.$ref === 'string') {
      taken += 1;
      if (taken > hopsMax || !target.$ref.startsWith('#')) return undefined;
      target = findTarget(root, target.$ref.slice(1), taken);
    }
    if (Array.isArray(target)) target = /^\d+$/.test(token) ? target[Number(token)] : undefined;
    else target = isObject(target) && Object.hasOwn(target, token) ? target[token] : undefined;
    if (target === undefined) return undefined;
  }
  return target;
};

const shorten = (ref: string): string => (ref.length > 200 ? `${ref.slice(0, 200)}…` : ref);

/** Why a reference out of the document is refused. */
export const leadsOut = (ref: string): string =>
  /^[a-z][a-z0-9+.-]*:|^\/\//i.test(ref)
    ? `\`${shorten(ref)}\` leads out of the document: nothing is ever fetched. Put what it needs under \`components\`.`
    : `\`${shorten(ref)}\` is another file: send the files together, or bundle them into one.`;

/** Names inside one document that are no pointers: `$anchor`, `$id` and the document's own `$self`. */
interface LocalNames {
  self: string | undefined;
  pointers: Map<string, string>;
}

const localNamesOf = (
  root: JsonObject,
  schemas: { schema: JsonObject; pointer: () => string }[],
): LocalNames => {
  const pointers = new Map<string, string>();
  for (const { schema, pointer } of schemas) {
    const { $id: id } = schema;
    for (const anchor of [schema.$anchor, schema.$dynamicAnchor])
      if (typeof anchor === 'string') pointers.set(`#${anchor}`, pointer());
    if (typeof id === 'string') pointers.set(id.replace(/#$/, ''), pointer());
  }
  return { self: typeof root.$self === 'string' ? root.$self.replace(/#.*$/, '') : undefined, pointers };
};

/** The reference as `#/…`, or undefined when it leads out of the document. */
const asPointer = (reference: Reference, names: LocalNames, root: unknown): string | undefined => {
  const { ref, base } = reference;
  const local = names.self && ref.startsWith(`${names.self}#`) ? ref.slice(names.self.length) : ref;
  const named = names.pointers.get(local.replace(/#$/, ''));
  if (named !== undefined) return `#${named}`;
  if (!local.startsWith('#')) return undefined;
  // Inside a resource with an `$id` of its own, fragments start there; many write them as if they did not.
  if (isObject(base) && findTarget(root, local.slice(1)) === undefined) {
    const around = names.pointers.get(String(base.$id).replace(/#$/, ''));
    if (around !== undefined && findTarget(base, local.slice(1)) !== undefined)
      return `#${around}${local.slice(1)}`;
  }
  return local;
};

/** How many times `$ref` follows `$ref` from here; without end when they run in a circle. `known` keeps each answer. */
const countHops = (root: unknown, ref: string, known: Map<string, number>): number => {
  const way: string[] = [];
  const seen = new Set<string>();
  let hops = known.get(ref);
  for (let next = ref; hops === undefined; hops ??= known.get(next)) {
    if (seen.has(next)) hops = Infinity;
    else {
      way.push(next);
      seen.add(next);
      const target = findTarget(root, next.slice(1));
      if (isObject(target) && typeof target.$ref === 'string' && target.$ref.startsWith('#'))
        next = target.$ref;
      else hops = 0;
    }
  }
  for (const step of way.toReversed()) {
    hops += 1;
    known.set(step, hops);
  }
  return hops;
};

const faultOf = (
  root: unknown,
  ref: string,
  known: Map<string, number>,
): Omit<ReferenceFault, 'reference'> | undefined => {
  if (findTarget(root, ref.slice(1)) === undefined)
    return {
      message: `\`${shorten(ref)}\` points at nothing in this document, or in a circle.`,
      isCircle: false,
    };
  const hops = countHops(root, ref, known);
  if (hops === Infinity)
    return { message: `\`${shorten(ref)}\` only leads back to itself, and says nothing.`, isCircle: true };
  if (hops <= hopsMax) return undefined;
  return {
    message: `\`${shorten(ref)}\` leads on through more than ${hopsMax} references.`,
    isCircle: false,
  };
};

/**
 * Writes every reference as a pointer inside the document, and lists those that lead out of it, to nothing, or in a
 * circle. Schemas that contain themselves are fine; a reference that is nothing but a reference to itself is not.
 */
export const settleReferences = (
  root: JsonObject,
  references: readonly Reference[],
  schemas: { schema: JsonObject; pointer: () => string }[],
): ReferenceFault[] => {
  const names = localNamesOf(root, schemas);
  const faults: ReferenceFault[] = [];
  const inside: Reference[] = [];
  for (const reference of references) {
    const pointer = asPointer(reference, names, root);
    if (pointer === undefined) faults.push({ reference, message: leadsOut(reference.ref), isCircle: false });
    else {
      reference.holder[reference.key] = pointer;
      inside.push({ ...reference, ref: pointer });
    }
  }
  const known = new Map<string, number>();
  for (const reference of inside) {
    const fault = faultOf(root, reference.ref, known);
    if (fault) faults.push({ reference, ...fault });
  }
  return faults;
};

/** Where a reference stands; of a mapping, the value itself. */
export const pointerOfReference = ({ way, key }: Reference): string =>
  key === '$ref' ? `${pointerOf(way)}/${escapeToken('$ref')}` : pointerOf(way);
