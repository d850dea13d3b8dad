import { unescapeToken } from '../../platform/request/pointer.ts';
import { isObject, type JsonObject, listAt, own, step } from './json.ts';

/** A node of a document after its references were followed. */
export type Resolved = { node: JsonObject; pointer: string; component: string | undefined };

const hopsMax = 32;
const besideRef = new Set([
  '$ref',
  '$dynamicRef',
  'summary',
  'description',
  'title',
  'example',
  'examples',
  '$comment',
]);

/** The schema `true`. */
const anything: JsonObject = Object.freeze({});
/** The schema `false`. */
const never: JsonObject = Object.freeze({ not: anything });

/** Whether a schema allows any value: it is absent, `true` or empty. */
export const isAnything = (schema: unknown): boolean =>
  schema === undefined || schema === true || (isObject(schema) && Object.keys(schema).length === 0);

/** Whether a schema allows no value at all: `false`, however it is spelled. */
export const isNever = (schema: unknown): boolean =>
  schema === false ||
  schema === never ||
  (isObject(schema) && schema.not !== undefined && isAnything(schema.not));

const decode = (part: string): string => {
  if (!part.includes('%') && !part.includes('~')) return part;
  let text = part;
  try {
    text = decodeURIComponent(part);
  } catch {
    // A stray percent sign is taken as it stands.
  }
  return unescapeToken(text);
};

const componentOf = (pointer: string): string => {
  const match = /^\/components\/([^/]+)\/([^/]+)$/.exec(pointer);
  return match ? `${match[1]}/${decode(match[2] ?? '')}` : pointer;
};

/** The last part of a reference, as people call its target: `Pet` of `#/components/schemas/Pet`. */
export const nameOfRef = (ref: string): string => decode(ref.slice(ref.lastIndexOf('/') + 1));

/**
 * One OpenAPI document with its internal references. A reference to another file or host, to nothing or in a circle leads
 * nowhere: it is `undefined`, never fetched and never an error.
 */
export class Contract {
  readonly root: JsonObject;
  /** The minor version of OpenAPI 3; 1 when the document does not say. */
  readonly minor: number;
  private readonly targets = new Map<string, Resolved | undefined>();
  private readonly expanded = new Map<JsonObject, JsonObject>();
  private anchors: Map<string, Resolved> | undefined;

  constructor(root: JsonObject) {
    this.root = root;
    const text = own(root, 'openapi');
    const version = /^3\.(\d)/.exec(typeof text === 'string' || typeof text === 'number' ? `${text}` : '');
    this.minor = version ? Number(version[1]) : 1;
  }

  /** The reference of a node, or `undefined` when it is none. */
  refOf(node: JsonObject): string | undefined {
    const ref = node.$ref ?? node.$dynamicRef;
    return typeof ref === 'string' ? ref : undefined;
  }

  /** Whether a node with a reference says nothing else that counts: before 3.1 what stands beside `$ref` is void. */
  isPureRef(node: JsonObject): boolean {
    return this.minor === 0 || Object.keys(node).every((key) => besideRef.has(key));
  }

  /**
   * The schema at a place: references followed, `true` and `false` as objects, and what stands beside a `$ref` since 3.1
   * as an `allOf`. The same node answers the same object each time.
   */
  schemaAt(node: unknown, pointer: string): Resolved | undefined {
    if (node === true) return { node: anything, pointer, component: undefined };
    if (node === false) return { node: never, pointer, component: undefined };
    if (!isObject(node)) return undefined;
    const ref = this.refOf(node);
    if (ref === undefined) return { node, pointer, component: undefined };
    if (this.isPureRef(node)) {
      const target = this.targetOf(ref);
      const next = target && this.refOf(target.node);
      return target && next !== undefined ? { ...target, node: this.expand(target.node, next) } : target;
    }
    return { node: this.expand(node, ref), pointer, component: undefined };
  }

  private expand(node: JsonObject, ref: string): JsonObject {
    const known = this.expanded.get(node);
    if (known) return known;
    const { $ref: _ref, $dynamicRef: _dynamicRef, ...siblings } = node;
    const fresh = { ...siblings, allOf: [...listAt(node, 'allOf'), { $ref: ref }] };
    this.expanded.set(node, fresh);
    return fresh;
  }

  /** Where a node's references end; the node itself when it has none. */
  resolve(node: unknown, pointer: string): Resolved | undefined {
    if (!isObject(node)) return undefined;
    const ref = this.refOf(node);
    return ref === undefined ? { node, pointer, component: undefined } : this.targetOf(ref);
  }

  /** What a reference points to, through further references. */
  targetOf(ref: string): Resolved | undefined {
    if (this.targets.has(ref)) return this.targets.get(ref);
    let target = this.find(ref);
    for (let hops = 0; target; hops += 1) {
      const next = this.refOf(target.node);
      if (next === undefined || !this.isPureRef(target.node)) break;
      target = hops < hopsMax ? this.find(next) : undefined;
    }
    this.targets.set(ref, target);
    return target;
  }

  private find(ref: string): Resolved | undefined {
    if (!ref.startsWith('#')) return undefined;
    const pointer = ref.slice(1);
    if (pointer !== '' && !pointer.startsWith('/')) return this.anchorsOf().get(pointer);
    let node: unknown = this.root;
    let plain = '';
    for (const part of pointer.split('/').slice(1)) {
      const key = decode(part);
      plain = step(plain, key);
      if (Array.isArray(node)) node = /^\d{1,9}$/.test(key) ? node[Number(key)] : undefined;
      else node = isObject(node) ? own(node, key) : undefined;
    }
    return isObject(node) ? { node, pointer: plain, component: componentOf(plain) } : undefined;
  }

  private anchorsOf(): Map<string, Resolved> {
    if (this.anchors) return this.anchors;
    const anchors = new Map<string, Resolved>();
    const open: [unknown, string][] = [[this.root, '']];
    for (let next = open.pop(); next; next = open.pop()) {
      const [node, pointer] = next;
      if (typeof node !== 'object' || node === null) continue;
      if (isObject(node))
        for (const name of [node.$anchor, node.$dynamicAnchor])
          if (typeof name === 'string' && !anchors.has(name))
            anchors.set(name, { node, pointer, component: componentOf(pointer) });
      for (const [key, value] of Object.entries(node)) open.push([value, step(pointer, key)]);
    }
    this.anchors = anchors;
    return anchors;
  }
}
