import { isObject } from '../platform/request/json.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** The object that a member holds; an empty one is put there when there is none. */
export const objectAt = (parent: JsonObject, key: string): JsonObject => {
  const value = parent[key];
  if (isObject(value)) return value;
  const fresh: JsonObject = {};
  parent[key] = fresh;
  return fresh;
};

const isJsonObject = (value: Json | undefined): value is JsonObject => isObject(value);

/** The objects in a list; none when it is no list. */
export const objectsIn = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isJsonObject) : [];

/** The members that are objects. */
export const membersOf = (value: Json | undefined): JsonObject[] =>
  isJsonObject(value) ? Object.values(value).filter(isJsonObject) : [];

const inOne = ['items', 'additionalProperties', 'propertyNames', 'not'] as const;
const inMany = ['anyOf', 'oneOf', 'allOf'] as const;

/** The schemas that stand directly in one. What is data, such as an example, is none. */
const partsOf = (schema: JsonObject): JsonObject[] => [
  ...inOne.flatMap((key) => (isObject(schema[key]) ? [schema[key]] : [])),
  ...inMany.flatMap((key) => objectsIn(schema[key])),
  ...membersOf(schema.properties),
];

/** Shows a schema and all that stand in it, the inner ones first. References are not followed. */
export const visitSchema = (schema: JsonObject, visit: (schema: JsonObject) => void): void => {
  for (const part of partsOf(schema)) visitSchema(part, visit);
  visit(schema);
};

const prefix = '#/components/schemas/';

/** The component that a reference names; `null` for everything else. */
export const nameOf = (ref: Json | undefined): string | null =>
  typeof ref === 'string' && ref.startsWith(prefix) ? ref.slice(prefix.length) : null;

/** A reference to a component. */
export const refTo = (name: string): string => prefix + name;

/** The components that these schemas lead to, whatever the way. */
export const reachedFrom = (schemas: readonly JsonObject[], components: JsonObject): Set<string> => {
  const reached = new Set<string>();
  const follow = (schema: JsonObject): void => {
    const name = nameOf(schema.$ref);
    if (name === null || reached.has(name)) return;
    reached.add(name);
    visitSchema(objectAt(components, name), follow);
  };
  for (const schema of schemas) visitSchema(schema, follow);
  return reached;
};

/** The schemas of the media types of a request body, an answer, a parameter or a header. */
const schemasIn = (node: JsonObject): JsonObject[] => [
  ...(isObject(node.schema) ? [node.schema] : []),
  ...membersOf(node.content).flatMap((type) => (isObject(type.schema) ? [type.schema] : [])),
];

const methods = new Set(['get', 'post', 'put', 'patch', 'delete']);

/** The operations below `paths` or `webhooks`. */
export const operationsIn = (paths: Json | undefined): JsonObject[] =>
  membersOf(paths).flatMap((item) =>
    Object.entries(item).flatMap(([method, node]) => (methods.has(method) && isObject(node) ? [node] : [])),
  );

/** What an operation takes: the schemas of its parameters and its body. */
export const takenBy = (operation: JsonObject): JsonObject[] => [
  ...objectsIn(operation.parameters).flatMap(schemasIn),
  ...(isObject(operation.requestBody) ? schemasIn(operation.requestBody) : []),
];

/** What an operation answers: the schemas of its answers. */
export const answeredBy = (operation: JsonObject): JsonObject[] =>
  membersOf(operation.responses).flatMap(schemasIn);
