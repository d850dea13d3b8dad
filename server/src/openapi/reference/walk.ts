import { isObject, type JsonObject } from '../../platform/request/json.ts';
import { escapeToken } from '../../platform/request/pointer.ts';

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

/** The objects of OpenAPI 3.0 to 3.2 in which references may stand. */
type NodeKind =
  | 'document'
  | 'components'
  | 'pathItem'
  | 'operation'
  | 'parameter'
  | 'requestBody'
  | 'mediaType'
  | 'encoding'
  | 'response'
  | 'header'
  | 'example'
  | 'link'
  | 'callback'
  | 'securityScheme'
  | 'schema';

/** One node of a kind, or several of them. */
export type NodeShape = NodeKind | `map of ${NodeKind}` | `list of ${NodeKind}`;

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'] as const;

const parameterFields = {
  schema: 'schema',
  content: 'map of mediaType',
  examples: 'map of example',
} as const;

const subschemas =
  'items additionalItems additionalProperties unevaluatedItems unevaluatedProperties contains propertyNames contentSchema not if then else'.split(
    ' ',
  );

// Fields that are not named here hold words or data: an example that contains `$ref` is still an example.
const grammar: Record<NodeKind, Record<string, NodeShape>> = {
  document: { paths: 'map of pathItem', webhooks: 'map of pathItem', components: 'components' },
  components: {
    schemas: 'map of schema',
    responses: 'map of response',
    parameters: 'map of parameter',
    examples: 'map of example',
    requestBodies: 'map of requestBody',
    headers: 'map of header',
    securitySchemes: 'map of securityScheme',
    links: 'map of link',
    callbacks: 'map of callback',
    pathItems: 'map of pathItem',
    mediaTypes: 'map of mediaType',
  },
  pathItem: {
    ...Object.fromEntries(methods.map((method) => [method, 'operation' as const])),
    additionalOperations: 'map of operation',
    parameters: 'list of parameter',
  },
  operation: {
    parameters: 'list of parameter',
    requestBody: 'requestBody',
    responses: 'map of response',
    callbacks: 'map of callback',
  },
  parameter: parameterFields,
  header: parameterFields,
  requestBody: { content: 'map of mediaType' },
  mediaType: {
    schema: 'schema',
    itemSchema: 'schema',
    examples: 'map of example',
    encoding: 'map of encoding',
    prefixEncoding: 'list of encoding',
    itemEncoding: 'encoding',
  },
  encoding: {
    headers: 'map of header',
    encoding: 'map of encoding',
    prefixEncoding: 'list of encoding',
    itemEncoding: 'encoding',
  },
  response: { headers: 'map of header', content: 'map of mediaType', links: 'map of link' },
  callback: {},
  example: {},
  link: {},
  securityScheme: {},
  schema: {
    properties: 'map of schema',
    patternProperties: 'map of schema',
    dependentSchemas: 'map of schema',
    $defs: 'map of schema',
    definitions: 'map of schema',
    allOf: 'list of schema',
    anyOf: 'list of schema',
    oneOf: 'list of schema',
    prefixItems: 'list of schema',
    ...Object.fromEntries(subschemas.map((keyword) => [keyword, 'schema' as const])),
  },
};

/** Maps in which keys with `x-` are extensions and not members. */
const extensible = new Set(['paths', 'responses', 'callbacks']);

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
  #base: unknown;

  node(kind: NodeKind, node: unknown, way: Way): void {
    if (!isObject(node)) return;
    const around = this.#base;
    if (kind === 'schema') {
      if (typeof node.$id === 'string') this.#base = node;
      this.sites.schemas.push({ schema: node, way });
      this.#mapping(node, way);
    } else if (kind === 'operation') this.sites.operations.push({ operation: node, way });
    else if (kind === 'parameter') this.sites.parameters.push({ parameter: node, way });
    if (typeof node.$ref === 'string') this.#reference(node, '$ref', kind, way);
    const fields = grammar[kind];
    for (const [key, value] of Object.entries(node)) {
      const inner = { parent: way, key };
      if (kind === 'callback') {
        if (key.startsWith('x-')) this.data(value);
        else this.node('pathItem', value, inner);
      } else if (Object.hasOwn(fields, key)) this.shape(fields[key], value, inner);
      else this.data(value);
    }
    this.#base = around;
  }

  data(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    if (isObject(value) && '$ref' in value) this.sites.quoted.push(value);
    for (const inner of Object.values(value)) this.data(inner);
  }

  shape(shape: NodeShape | undefined, value: unknown, way: Way): void {
    if (shape === undefined || typeof value !== 'object' || value === null) return;
    const [form, , kind] = shape.split(' ');
    // Some dialects of schema take a list where others take one.
    if (Array.isArray(value)) {
      const item = isKind(kind) ? kind : isKind(shape) ? shape : undefined;
      if (item)
        for (const [index, inner] of value.entries())
          this.node(item, inner, { parent: way, key: String(index) });
    } else if (form === 'map' && isKind(kind)) this.#map(kind, value, way);
    else if (isKind(shape)) this.node(shape, value, way);
  }

  #map(kind: NodeKind, map: object, way: Way): void {
    // Not of the specification, but many files keep their paths in another one.
    if (isObject(map) && typeof map.$ref === 'string') this.#reference(map, '$ref', `map of ${kind}`, way);
    for (const [key, value] of Object.entries(map)) {
      if (key.startsWith('x-') && extensible.has(way.key)) this.data(value);
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

const isKind = (word: string | undefined): word is NodeKind =>
  word !== undefined && Object.hasOwn(grammar, word);

/** Walks over a node of the given shape. Tolerates whatever stands in it; references are listed, never followed. */
export const walkOpenApi = (shape: NodeShape, node: unknown): DocumentSites => {
  const walk = new Walk();
  walk.shape(shape, node, { parent: undefined, key: '' });
  return walk.sites;
};
