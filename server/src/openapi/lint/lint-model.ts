import { isObject, type JsonObject } from '../../platform/request/json.ts';
import { pointerOf, unescapeToken } from '../../platform/request/pointer.ts';

export type LintSeverity = 'info' | 'warn' | 'error';

/** One place where a contract departs from its own norm, or from good practice. */
export interface LintFinding {
  rule: string;
  severity: LintSeverity;
  message: string;
  /** JSON Pointer into the document. */
  pointer: string;
  /** Such as `GET /users`, where the place belongs to one. */
  operation?: string;
}

/** What a house rule reports; its rule and severity are added by whoever runs it. */
export type Stray = Pick<LintFinding, 'message' | 'pointer' | 'operation'>;

/** A rule that compares the parts of one document with each other. */
export interface HouseRule {
  id: `house/${string}`;
  severity: LintSeverity;
  /** What it asks for, in one sentence. */
  says: string;
  check: (model: LintModel) => Stray[];
}

export interface SchemaSite {
  schema: JsonObject;
  pointer: () => string;
}

/** A parameter, once for each operation that takes it. */
export interface LintParameter {
  name: string;
  in: string;
  node: JsonObject;
  /** Of the parameter itself, which several operations may share. */
  pointer: string;
}

export interface LintResponse {
  status: string;
  node: JsonObject;
  pointer: string;
}

export interface LintOperation {
  /** Such as `GET /users/{id}`. */
  id: string;
  method: string;
  path: string;
  segments: string[];
  node: JsonObject;
  pointer: string;
  parameters: LintParameter[];
  responses: LintResponse[];
  /** Names of schemes that a call may use, sorted; empty when it is open. */
  schemes: string[];
}

export interface PropertySite {
  name: string;
  /** As it is written, and at the end of its references. */
  written: JsonObject;
  schema: JsonObject;
  pointer: string;
}

export const join = (pointer: string, ...keys: (string | number)[]): string => pointer + pointerOf(keys);

export const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];
const refsMax = 50;

/** A contract, made ready for comparing its parts: references followed, operations and properties listed. */
export class LintModel {
  readonly document: JsonObject;
  readonly schemas: readonly SchemaSite[];
  readonly operations: LintOperation[];
  #properties: PropertySite[] | undefined;

  constructor(document: JsonObject, schemas: readonly SchemaSite[]) {
    this.document = document;
    this.schemas = schemas;
    this.operations = this.#listOperations();
  }

  /** The node at the end of its references, and where that is. Anything that is no object answers an empty one. */
  follow(node: unknown, pointer: string): { node: JsonObject; pointer: string } {
    let at = { node: isObject(node) ? node : {}, pointer };
    for (let hops = 0; hops < refsMax; hops += 1) {
      const { $ref: ref } = at.node;
      if (typeof ref !== 'string' || !ref.startsWith('#')) break;
      const target = this.#find(ref);
      if (!isObject(target)) break;
      at = { node: target, pointer: ref.slice(1) };
    }
    return at;
  }

  schemaOf(node: unknown): JsonObject {
    return this.follow(node, '').node;
  }

  /** Every property of every object schema, where it is declared. */
  get properties(): PropertySite[] {
    this.#properties ??= this.schemas.flatMap(({ schema, pointer }) => {
      const { properties } = schema;
      if (!isObject(properties)) return [];
      const around = join(pointer(), 'properties');
      return Object.entries(properties).map(([name, inner]) => ({
        name,
        written: isObject(inner) ? inner : {},
        schema: this.schemaOf(inner),
        pointer: join(around, name),
      }));
    });
    return this.#properties;
  }

  /** The parameters in the given places, each once, however many operations share it. */
  parametersIn(...places: string[]): (LintParameter & { operation: string })[] {
    const sites = new Map<JsonObject, LintParameter & { operation: string }>();
    for (const { id, parameters } of this.operations)
      for (const parameter of parameters)
        if (places.includes(parameter.in) && !sites.has(parameter.node))
          sites.set(parameter.node, { ...parameter, operation: id });
    return [...sites.values()];
  }

  /** The schema of the JSON body of a request body or response. */
  bodyOf(node: JsonObject): { schema: JsonObject; name: string; mediaType: string } | undefined {
    if (!isObject(node.content)) return undefined;
    for (const [mediaType, content] of Object.entries(node.content))
      if (/json/i.test(mediaType) && isObject(content) && isObject(content.schema)) {
        const { $ref: ref } = content.schema;
        const name = typeof ref === 'string' ? (ref.split('/').at(-1) ?? '') : '';
        return { schema: this.schemaOf(content.schema), name, mediaType };
      }
    return undefined;
  }

  #find(ref: string): unknown {
    let target: unknown = this.document;
    for (const token of ref.split('/').slice(1)) {
      const key = unescapeToken(safeDecode(token));
      if (Array.isArray(target)) target = target[Number(key)];
      else target = isObject(target) && Object.hasOwn(target, key) ? target[key] : undefined;
    }
    return target;
  }

  #listOperations(): LintOperation[] {
    const { paths } = this.document;
    if (!isObject(paths)) return [];
    return Object.entries(paths).flatMap(([path, item]) => {
      if (!path.startsWith('/')) return [];
      const { node, pointer } = this.follow(item, join('/paths', path));
      return methods.flatMap((method) => {
        const operation = node[method];
        return isObject(operation) ? [this.#operation(path, method, node, operation, pointer)] : [];
      });
    });
  }

  #operation(
    path: string,
    method: string,
    item: JsonObject,
    node: JsonObject,
    itemAt: string,
  ): LintOperation {
    const pointer = join(itemAt, method);
    const parameters = new Map<string, LintParameter>();
    for (const parameter of this.#parameters(item.parameters, join(itemAt, 'parameters')))
      parameters.set(`${parameter.in} ${parameter.name}`, parameter);
    for (const parameter of this.#parameters(node.parameters, join(pointer, 'parameters')))
      parameters.set(`${parameter.in} ${parameter.name}`, parameter);
    const responses = isObject(node.responses) ? Object.entries(node.responses) : [];
    return {
      id: `${method.toUpperCase()} ${path}`,
      method,
      path,
      segments: path.split('/').filter((segment) => segment !== ''),
      node,
      pointer,
      parameters: [...parameters.values()],
      responses: responses
        .filter(([status]) => !status.startsWith('x-'))
        .map(([status, response]) => ({
          status,
          node: this.schemaOf(response),
          pointer: join(pointer, 'responses', status),
        })),
      schemes: this.#schemes(node.security ?? this.document.security),
    };
  }

  #parameters(list: unknown, around: string): LintParameter[] {
    if (!Array.isArray(list)) return [];
    return list.map((entry, index) => {
      const { node, pointer } = this.follow(entry, join(around, index));
      return { name: String(node.name), in: String(node.in), node, pointer };
    });
  }

  #schemes(security: unknown): string[] {
    if (!Array.isArray(security)) return [];
    const names = security.flatMap((alternative) => (isObject(alternative) ? Object.keys(alternative) : []));
    return [...new Set(names)].toSorted();
  }
}

const safeDecode = (token: string): string => {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
};

export const isParameter = (segment: string): boolean => segment.includes('{');

/** What most sites do, and those that do otherwise. */
export interface Norm<Site> {
  value: string;
  count: number;
  total: number;
  strays: Site[];
}

/**
 * The norm of a document is what at least `share` of the sites do, when there are enough of them to speak of one. A site
 * without a value has no say.
 */
export const normOf = <Site>(
  sites: readonly Site[],
  valueOf: (site: Site) => string | undefined,
  { share = 0.6, atLeast = 3 } = {},
): Norm<Site> | undefined => {
  const groups = new Map<string, Site[]>();
  let total = 0;
  for (const site of sites) {
    const value = valueOf(site);
    if (value === undefined) continue;
    total += 1;
    const group = groups.get(value);
    if (group) group.push(site);
    else groups.set(value, [site]);
  }
  const sorted = [...groups].toSorted(([, one], [, other]) => other.length - one.length);
  const [first] = sorted;
  if (!first || first[1].length < atLeast || first[1].length < share * total) return undefined;
  return {
    value: first[0],
    count: first[1].length,
    total,
    strays: sorted.slice(1).flatMap(([, group]) => group),
  };
};

/** How often the norm is kept, for messages: `41 of 43`. */
export const said = ({ count, total }: { count: number; total: number }): string => `${count} of ${total}`;
