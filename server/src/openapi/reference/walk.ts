import { isObject, type JsonObject } from '../../platform/request/json.ts';
import { escapeToken } from '../../platform/request/pointer.ts';
import { type Field, isExtension, isReferring, type Kind, type ReferringKind } from '../structure/kind.ts';
import { openApiKinds } from '../structure/openapi-grammar.ts';
import { swaggerKinds } from '../structure/swagger-grammar.ts';

/** A node's way back to the root. Pointers of a large document are only spelled out where they are needed. */
export interface Way {
  parent: Way | undefined;
  key: string;
}

export const pointerOf = (way: Way | undefined): string => {
  let pointer = '';
  for (let step = way; step?.parent; step = step.parent) pointer = `/${escapeToken(step.key)}${pointer}`;
  return pointer;
};

/** One node of a kind in which references may stand, or several of them. */
export type NodeShape = ReferringKind | `map of ${ReferringKind}` | `list of ${ReferringKind}`;

type Grammar = ReadonlyMap<string, ReadonlyMap<string, Field>>;

/** The fields of each kind that lead on to references; the others hold words or data: an example that contains `$ref` is one. */
const grammarOf = (kinds: Readonly<Record<string, Kind>>): Grammar =>
  new Map(
    Object.entries(kinds).map(([kind, { fields }]) => [
      kind,
      new Map([...fields].filter(([, { of }]) => isReferring(of))),
    ]),
  );

const grammars = { openapi: grammarOf(openApiKinds), swagger: grammarOf(swaggerKinds) };

/** Which of the two specifications a document is of. */
export type Dialect = keyof typeof grammars;

export interface Reference {
  /** The object that holds `$ref`, or a discriminator's mapping. */
  holder: JsonObject;
  key: string;
  ref: string;
  /** What has to stand at the other end. */
  shape: NodeShape;
  way: Way;
  /** The root of the schema resource around it that has an `$id`; its own fragments may start there. */
  base: unknown;
}

/** What a walk over the document meets, each in the order of the document. */
export interface DocumentSites {
  references: Reference[];
  schemas: { schema: JsonObject; way: Way }[];
  operations: { operation: JsonObject; way: Way }[];
  parameters: { parameter: JsonObject; way: Way }[];
  /** Objects with `$ref` inside examples, defaults and extensions: data that nobody may follow. */
  quoted: JsonObject[];
}

class Walk {
  readonly sites: DocumentSites = { references: [], schemas: [], operations: [], parameters: [], quoted: [] };
  readonly #grammar: Grammar;
  #base: unknown;

  constructor(grammar: Grammar) {
    this.#grammar = grammar;
  }

  node(kind: ReferringKind, node: unknown, way: Way): void {
    if (!isObject(node)) return;
    const around = this.#base;
    if (kind === 'schema') {
      if (typeof node.$id === 'string') this.#base = node;
      this.sites.schemas.push({ schema: node, way });
      this.#mapping(node, way);
    } else if (kind === 'operation') this.sites.operations.push({ operation: node, way });
    else if (kind === 'parameter') this.sites.parameters.push({ parameter: node, way });
    if (typeof node.$ref === 'string') this.#reference(node, '$ref', kind, way);
    const fields = this.#grammar.get(kind);
    for (const [key, value] of Object.entries(node)) {
      const inner = { parent: way, key };
      const field = fields?.get(key);
      if (kind === 'callback') {
        if (key.startsWith('x-')) this.data(value);
        else this.node('pathItem', value, inner);
      } else if (field && isReferring(field.of)) this.#field(field.form, field.of, value, inner);
      else this.data(value);
    }
    this.#base = around;
  }

  data(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    if (isObject(value) && '$ref' in value) this.sites.quoted.push(value);
    for (const inner of Object.values(value)) this.data(inner);
  }

  shape(shape: NodeShape, value: unknown, way: Way): void {
    const [form, , kind] = shape.split(' ');
    if (isReferring(shape)) this.#field('one', shape, value, way);
    else if (kind !== undefined && isReferring(kind)) this.#field(form, kind, value, way);
  }

  #field(form: string | undefined, kind: ReferringKind, value: unknown, way: Way): void {
    if (typeof value !== 'object' || value === null) return;
    // Some dialects of schema take a list where others take one.
    if (Array.isArray(value))
      for (const [index, inner] of value.entries())
        this.node(kind, inner, { parent: way, key: String(index) });
    else if (form === 'map') this.#map(kind, value, way);
    else if (form === 'one') this.node(kind, value, way);
  }

  #map(kind: ReferringKind, map: object, way: Way): void {
    // Not of the specification, but many files keep their paths in another one.
    if (isObject(map) && typeof map.$ref === 'string') this.#reference(map, '$ref', `map of ${kind}`, way);
    for (const [key, value] of Object.entries(map)) {
      if (key.startsWith('x-') && isExtension(way.key, key, value)) this.data(value);
      else this.node(kind, value, { parent: way, key });
    }
  }

  #mapping(schema: JsonObject, way: Way): void {
    const mapping = isObject(schema.discriminator) ? schema.discriminator.mapping : undefined;
    if (!isObject(mapping)) return;
    const inner = { parent: { parent: way, key: 'discriminator' }, key: 'mapping' };
    for (const [key, ref] of Object.entries(mapping))
      // A bare word is the name of a schema, everything else is a reference.
      if (typeof ref === 'string' && /[#/]|\.(?:json|ya?ml)$/.test(ref))
        this.#reference(mapping, key, 'schema', { parent: inner, key });
  }

  #reference(holder: JsonObject, key: string, shape: NodeShape, way: Way): void {
    this.sites.references.push({ holder, key, ref: String(holder[key]), shape, way, base: this.#base });
  }
}

/** Walks over a node of the given shape. Tolerates whatever stands in it; references are listed, never followed. */
export const walkOpenApi = (shape: NodeShape, node: unknown, dialect: Dialect = 'openapi'): DocumentSites => {
  const walk = new Walk(grammars[dialect]);
  walk.shape(shape, node, { parent: undefined, key: '' });
  return walk.sites;
};
