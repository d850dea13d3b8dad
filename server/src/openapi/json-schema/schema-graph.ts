import { isObject } from '../../platform/request/json.ts';
import { escapeToken, unescapeToken } from '../../platform/request/pointer.ts';
import { patternSizeOf } from './pattern-size.ts';

/** One subschema: what it costs by itself, and which others it leads to. Costs are in steps of some 50 nanoseconds. */
export interface SchemaNode {
  /** Its place in the list of all. */
  index: number;
  /** JSON Pointer into the schema. */
  place: string;
  /** Steps for the value itself, and for each character of it. */
  here: number;
  hereOfText: number;
  /** Steps for each property or item of the value, and for each character of a property's name. */
  eachProperty: number;
  eachItem: number;
  eachName: number;
  /** Steps for everything below the value. */
  deep: number;
  /** Others that look at the same value. */
  beside: SchemaNode[];
  /** Those of which one at most looks at a property or item. */
  properties: SchemaNode[];
  prefix: SchemaNode[];
  /** Those that all look at every property, item or name. */
  everyProperty: SchemaNode[];
  everyItem: SchemaNode[];
  names: SchemaNode[];
}

/** Of more subschemas than this a graph knows nothing but that they are more. */
export const nodesMax = 5000;

/** A schema as a graph. Its first node is the whole. */
export interface SchemaGraph {
  nodes: SchemaNode[];
  /** Instructions of all patterns together, and of the largest. */
  patternSize: number;
  largestPattern: { size: number; place: string };
  /** References that lead out of the schema or nowhere. */
  unresolved: { place: string; reference: string }[];
}

const listOfSchemas = ['allOf', 'anyOf', 'oneOf'] as const;
const besideSchemas = ['not', 'if', 'then', 'else', '$ref', '$dynamicRef', '$recursiveRef'];
const mapsBeside = ['dependentSchemas', 'dependencies'] as const;
const scalarTypes = new Set(['string', 'number', 'integer', 'boolean', 'null']);

type Base = { root: unknown; id: string; place: string };
type Pending = { node: SchemaNode; reference: string; base: Base; place: string };

const isSchema = (value: unknown): value is object | boolean => isObject(value) || typeof value === 'boolean';

const wordsIn = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, one) => sum + wordsIn(one), 1)
    : 1;

const resolved = (reference: string, base: string): string | null => {
  try {
    return new URL(reference, base).href.replace(/#$/, '');
  } catch {
    return null;
  }
};

/** The value that a JSON Pointer leads to; `undefined` where there is none. */
const valueAt = (root: unknown, pointer: string): unknown => {
  let value = root;
  for (const token of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    let key: string;
    try {
      key = unescapeToken(decodeURIComponent(token));
    } catch {
      return undefined;
    }
    value = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  }
  return value;
};

const noBase = 'schema:/';

/** Makes a graph of a schema; goes through each of its subschemas once. */
export class SchemaGraphBuilder implements SchemaGraph {
  readonly nodes: SchemaNode[] = [];
  patternSize = 0;
  largestPattern = { size: 0, place: '' };
  readonly unresolved: { place: string; reference: string }[] = [];
  readonly #known = new Map<object, SchemaNode>();
  readonly #ids = new Map<string, Base>();
  readonly #anchors = new Map<string, { schema: object; base: Base; place: string }[]>();
  readonly #pending: Pending[] = [];

  constructor(schema: object | boolean) {
    const root: Base = { root: schema, id: noBase, place: '' };
    this.#index(schema, root, '');
    this.#nodeOf(schema, root, '');
    for (let next = this.#pending.pop(); next; next = this.#pending.pop()) this.#follow(next);
  }

  // Names are looked for everywhere: a schema may stand where no keyword leads.
  #index(value: unknown, base: Base, place: string): void {
    if (typeof value !== 'object' || value === null) return;
    let inner = base;
    if (isObject(value)) {
      const id = typeof value.$id === 'string' ? resolved(value.$id, base.id) : null;
      if (id !== null) {
        inner = { root: value, id, place };
        this.#ids.set(id, inner);
      }
      for (const key of ['$anchor', '$dynamicAnchor']) {
        const name = value[key];
        if (typeof name !== 'string') continue;
        const named = this.#anchors.get(name) ?? [];
        named.push({ schema: value, base: inner, place });
        this.#anchors.set(name, named);
      }
    }
    for (const [key, one] of Object.entries(value)) this.#index(one, inner, `${place}/${escapeToken(key)}`);
  }

  #nodeOf(schema: object | boolean, base: Base, place: string): SchemaNode {
    const known = typeof schema === 'object' ? this.#known.get(schema) : undefined;
    if (known) return known;
    const [whole] = this.nodes;
    // Refused by their number: what they cost is not asked any more.
    if (whole && this.nodes.length > nodesMax) return whole;
    const node: SchemaNode = {
      index: this.nodes.length,
      place,
      here: 1,
      hereOfText: 0,
      eachProperty: 0,
      eachItem: 0,
      eachName: 0,
      deep: 0,
      beside: [],
      properties: [],
      prefix: [],
      everyProperty: [],
      everyItem: [],
      names: [],
    };
    this.nodes.push(node);
    if (!isObject(schema)) return node;
    this.#known.set(schema, node);
    const id = typeof schema.$id === 'string' ? resolved(schema.$id, base.id) : null;
    const inner = (id === null ? undefined : this.#ids.get(id)) ?? base;
    this.#readOwn(schema, node);
    this.#readBeside(schema, node, inner);
    this.#readProperties(schema, node, inner);
    this.#readItems(schema, node, inner);
    return node;
  }

  #readOwn(schema: Record<string, unknown>, node: SchemaNode): void {
    const keywords = Object.keys(schema).length;
    const allowed = wordsIn(schema.enum ?? 0) + wordsIn(schema.const ?? 0);
    const required = Array.isArray(schema.required) ? schema.required.length : 0;
    const dependent = isObject(schema.dependentRequired) ? wordsIn(schema.dependentRequired) : 0;
    node.here += keywords + allowed / 2 + required + dependent;
    if ('minLength' in schema || 'maxLength' in schema) node.hereOfText += 0.2;
    if (typeof schema.format === 'string') node.hereOfText += 2;
    if (typeof schema.pattern === 'string')
      node.hereOfText += this.#pattern(schema.pattern, `${node.place}/pattern`);
    if ('minProperties' in schema || 'maxProperties' in schema) node.eachProperty += 1;
  }

  #readBeside(schema: Record<string, unknown>, node: SchemaNode, base: Base): void {
    for (const key of listOfSchemas) {
      const list = schema[key];
      if (Array.isArray(list))
        for (const [index, one] of list.entries())
          this.#add(node.beside, one, base, `${node.place}/${key}/${index}`);
    }
    for (const key of mapsBeside) {
      const map = schema[key];
      if (isObject(map))
        for (const [name, one] of Object.entries(map))
          this.#add(node.beside, one, base, `${node.place}/${key}/${escapeToken(name)}`);
    }
    for (const key of besideSchemas) {
      const one = schema[key];
      const place = `${node.place}/${key}`;
      if (!key.startsWith('$')) this.#add(node.beside, one, base, place);
      else if (typeof one === 'string') this.#pending.push({ node, reference: one, base, place });
    }
  }

  #readProperties(schema: Record<string, unknown>, node: SchemaNode, base: Base): void {
    const named = isObject(schema.properties) ? Object.entries(schema.properties) : [];
    const patterns = isObject(schema.patternProperties) ? Object.entries(schema.patternProperties) : [];
    // Each is asked for in every object, whether it is there or not.
    node.here += named.length;
    for (const [name, one] of named)
      this.#add(node.properties, one, base, `${node.place}/properties/${escapeToken(name)}`);
    const hasRest = schema.additionalProperties !== undefined || schema.unevaluatedProperties !== undefined;
    for (const [pattern, one] of patterns) {
      const place = `${node.place}/patternProperties/${escapeToken(pattern)}`;
      this.#add(node.everyProperty, one, base, place);
      const size = this.#pattern(pattern, place) * (hasRest ? 2 : 1);
      node.eachName += size;
      // A pattern is begun anew for each name, which costs more than its characters.
      node.eachProperty += 20 + size;
    }
    if (hasRest) node.eachProperty += 1 + Math.min(named.length, 8);
    for (const key of ['additionalProperties', 'unevaluatedProperties'])
      this.#add(node.everyProperty, schema[key], base, `${node.place}/${key}`);
    this.#add(node.names, schema.propertyNames, base, `${node.place}/propertyNames`);
  }

  #readItems(schema: Record<string, unknown>, node: SchemaNode, base: Base): void {
    if (Array.isArray(schema.prefixItems))
      for (const [index, one] of schema.prefixItems.entries())
        this.#add(node.prefix, one, base, `${node.place}/prefixItems/${index}`);
    for (const key of ['items', 'contains', 'unevaluatedItems'])
      this.#add(node.everyItem, schema[key], base, `${node.place}/${key}`);
    if (schema.uniqueItems !== true) return;
    const types = isObject(schema.items) ? [schema.items.type].flat() : [];
    const isScalar = types.length > 0 && types.every((type) => scalarTypes.has(String(type)));
    node.eachItem += 4;
    // Each item is written out to be compared, with all that is in it.
    if (!isScalar) node.deep += 8;
  }

  #pattern(pattern: string, place: string): number {
    const size = patternSizeOf(pattern);
    this.patternSize += size;
    if (size > this.largestPattern.size) this.largestPattern = { size, place };
    return size;
  }

  #add(list: SchemaNode[], schema: unknown, base: Base, place: string): void {
    if (isSchema(schema)) list.push(this.#nodeOf(schema, base, place));
  }

  #follow({ node, reference, base, place }: Pending): void {
    const found = this.#find(reference, base);
    if (found.length === 0) this.unresolved.push({ place, reference });
    for (const one of found) node.beside.push(this.#nodeOf(one.schema, one.base, one.place));
  }

  #find(reference: string, from: Base): { schema: object | boolean; base: Base; place: string }[] {
    const [address = '', fragment = ''] = reference.split('#', 2);
    const id = address === '' ? null : resolved(address, from.id);
    const base = address === '' ? from : this.#ids.get(id ?? '');
    if (!base) return [];
    if (fragment !== '' && !fragment.startsWith('/')) return this.#anchors.get(fragment) ?? [];
    const schema = valueAt(base.root, fragment);
    return isSchema(schema) ? [{ schema, base, place: `${base.place}${fragment}` }] : [];
  }
}
