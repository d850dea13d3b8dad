import { isObject, type JsonObject } from '../../platform/request/json.ts';
import { keysOf, pointerOf } from '../../platform/request/pointer.ts';

const buckets: Readonly<Record<string, string>> = {
  schemas: 'definitions',
  parameters: 'parameters',
  requestBodies: 'parameters',
  responses: 'responses',
  securitySchemes: 'securityDefinitions',
};

/** Without the step into a schema that Swagger does not have: its parameters and headers are schemas themselves. */
const unwrapped = ([first, ...rest]: readonly string[]): string[] =>
  first === 'schema' ? rest : first === undefined ? [] : [first, ...rest];

/** `content`, a media type and `schema` are one step in Swagger. */
const inContent = (way: readonly string[]): string[] =>
  way[0] === 'content' ? (way[2] === 'schema' ? ['schema', ...way.slice(3)] : []) : [...way];

const inResponse = (way: readonly string[]): string[] =>
  way[0] === 'headers' ? [...way.slice(0, 2), ...unwrapped(way.slice(2))] : inContent(way);

const parametersAt = (holder: unknown): readonly unknown[] =>
  isObject(holder) && Array.isArray(holder.parameters) ? holder.parameters : [];

const parameterOf = (document: JsonObject, parameter: unknown): JsonObject => {
  if (!isObject(parameter)) return {};
  const name =
    typeof parameter.$ref === 'string' ? /^#\/parameters\/(.+)$/.exec(parameter.$ref)?.[1] : undefined;
  if (name === undefined) return parameter;
  const { parameters } = document;
  const target = isObject(parameters) ? parameters[name] : undefined;
  return isObject(target) ? target : {};
};

/** Leads pointers into a converted document back to where it stands in the Swagger document that it was made of. */
class SwaggerPlaces {
  readonly #source: JsonObject;

  constructor(source: JsonObject) {
    this.#source = source;
  }

  sourceOf([first, second, third, ...rest]: readonly string[]): string[] {
    if (first === 'openapi') return ['swagger'];
    if (first === 'servers') return [this.#source.host === undefined ? 'basePath' : 'host'];
    if (first === 'components') return this.#inComponents(second ?? '', third, rest);
    if (first === 'paths' && second !== undefined && third !== undefined)
      return ['paths', second, ...this.#inPath(second, third, rest)];
    return [first, second, third, ...rest].filter((key) => key !== undefined);
  }

  #inComponents(bucket: string, name: string | undefined, rest: readonly string[]): string[] {
    const room = buckets[bucket];
    if (room === undefined || name === undefined) return room === undefined ? [] : [room];
    if (bucket === 'schemas') return [room, name, ...rest];
    if (bucket === 'responses') return [room, name, ...inResponse(rest)];
    if (bucket === 'parameters') return [room, name, ...unwrapped(rest)];
    return [room, name, ...(bucket === 'requestBodies' ? inContent(rest) : [])];
  }

  #inPath(path: string, key: string, rest: readonly string[]): string[] {
    const { paths } = this.#source;
    const item = isObject(paths) ? paths[path] : undefined;
    if (key === 'parameters') return this.#inParameters(item, rest);
    const [field, ...inner] = rest;
    const operation = isObject(item) ? item[key] : undefined;
    if (field === 'parameters') return [key, ...this.#inParameters(operation, inner)];
    if (field === 'requestBody') return this.#inBody(key, operation, item, inner);
    if (field === 'responses') return [key, field, ...inner.slice(0, 1), ...inResponse(inner.slice(1))];
    return [key, ...rest];
  }

  #inParameters(holder: unknown, [index, ...rest]: readonly string[]): string[] {
    if (index === undefined) return ['parameters'];
    const kept = parametersAt(holder).flatMap((parameter, at) => {
      const { in: place } = parameterOf(this.#source, parameter);
      return place === 'body' || place === 'formData' ? [] : [String(at)];
    });
    const at = kept[Number(index)];
    return at === undefined ? ['parameters'] : ['parameters', at, ...unwrapped(rest)];
  }

  #inBody(method: string, operation: unknown, item: unknown, rest: readonly string[]): string[] {
    const [, , , properties, name] = rest;
    const isWanted = (parameter: unknown) => {
      const { in: place, name: own } = parameterOf(this.#source, parameter);
      return place === 'body' || (place === 'formData' && (properties !== 'properties' || own === name));
    };
    for (const [holder, way] of [
      [operation, [method]],
      [item, []],
    ] as const) {
      const at = parametersAt(holder).findIndex(isWanted);
      if (at === -1) continue;
      const { in: place } = parameterOf(this.#source, parametersAt(holder)[at]);
      return [...way, 'parameters', String(at), ...(place === 'body' ? inContent(rest) : rest.slice(5))];
    }
    return [method];
  }
}

/** Answers where a pointer into the converted document leads in the one that was sent, or what is around it there. */
export const placesOfSwagger = (source: JsonObject): ((pointer: string) => string) => {
  const places = new SwaggerPlaces(source);
  return (pointer) => (pointer === '' ? '' : pointerOf(places.sourceOf(keysOf(pointer))));
};
