import { isObject } from '../platform/request/json.ts';
import {
  answeredBy,
  type Json,
  type JsonObject,
  membersOf,
  nameOf,
  objectAt,
  objectsIn,
  operationsIn,
  reachedFrom,
  refTo,
  takenBy,
  visitSchema,
} from './schema-walk.ts';

// What Zod says is true, but generators of clients read it wrongly or not at all. Here the same is said as they read it.

const isNull = (schema: JsonObject): boolean => schema.type === 'null';

/** `anyOf` with null becomes a type with null, and what describes the value describes the property. */
const plainNullable = (schema: JsonObject): void => {
  const [value, ...others] = objectsIn(schema.anyOf).filter((part) => !isNull(part));
  if (!value || others.length > 0 || !objectsIn(schema.anyOf).some(isNull)) return;
  for (const words of ['description', 'example'] as const)
    if (value[words] !== undefined) {
      schema[words] ??= value[words];
      delete value[words];
    }
  if (typeof value.type !== 'string' || value.enum !== undefined) return;
  delete schema.anyOf;
  Object.assign(schema, { ...value, ...schema, type: [value.type, 'null'] });
};

const kinds = ['null', 'boolean', 'object', 'array', 'number', 'string'];

const isMap = (schema: JsonObject): boolean => schema.type === 'object' && schema.properties === undefined;

/**
 * No generator for Java or Go can read a union with a map: it becomes any value that is of none of the other types. What
 * limits its text still holds, for it says nothing of other values.
 */
const unionWithMap = (schema: JsonObject): void => {
  const members = objectsIn(schema.anyOf);
  if (!members.some(isMap) || members.some(({ type }) => typeof type !== 'string')) return;
  delete schema.anyOf;
  for (const { minLength, maxLength } of members)
    Object.assign(schema, minLength === undefined ? {} : { minLength }, maxLength ? { maxLength } : {});
  schema.not = { type: kinds.filter((kind) => !members.some(({ type }) => type === kind)) };
};

const isOfType = ({ type }: JsonObject, name: string): boolean =>
  type === name || (Array.isArray(type) && type.includes(name));

const int32Max = 2_147_483_647;

/** Zod bounds integers by what a double holds: that is no bound of ours. Beyond 32 bits, strict languages want the width. */
const widthOfInteger = (schema: JsonObject): void => {
  if (!isOfType(schema, 'integer')) return;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (typeof schema.maximum !== 'number' || schema.maximum > int32Max) schema.format = 'int64';
};

const plainWords = (schema: JsonObject): void => {
  plainNullable(schema);
  unionWithMap(schema);
  widthOfInteger(schema);
  // Of a time, Zod says the form in a pattern of 300 characters as well.
  if (schema.format === 'date-time') delete schema.pattern;
  const { propertyNames, additionalProperties } = schema;
  // The same, and in Go a map of values and not of pointers.
  if (isObject(additionalProperties) && Object.keys(additionalProperties).length === 0)
    schema.additionalProperties = true;
  if (isObject(propertyNames) && Object.keys(propertyNames).length === 1 && propertyNames.type === 'string')
    delete schema.propertyNames;
};

const limits = [
  'pattern',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minimum',
  'maximum',
  'propertyNames',
  'not',
  'default',
] as const;

/**
 * An answer may gain fields, and what is refused today may have been taken before: strict readers would choke on either,
 * and many cannot read our patterns. So limits are said of requests only.
 */
const relax = (schema: JsonObject): void => {
  for (const limit of limits) delete schema[limit];
  if (schema.additionalProperties === false) delete schema.additionalProperties;
};

const relaxed = (schema: JsonObject): JsonObject => {
  const copy = structuredClone(schema);
  visitSchema(copy, relax);
  return copy;
};

/** Components whose limits an answer must not have although a request shares them, and all that lead to one. */
const differing = (shared: ReadonlySet<string>, components: JsonObject): Set<string> => {
  const found = new Set(
    [...shared].filter((name) => {
      const schema = objectAt(components, name);
      return JSON.stringify(relaxed(schema)) !== JSON.stringify(schema);
    }),
  );
  for (const name of shared)
    if ([...reachedFrom([objectAt(components, name)], components)].some((inner) => found.has(inner)))
      found.add(name);
  return found;
};

/** Answers lose their limits; a component that a request shares gets a twin for answers, `Audience` an `AudienceOutput`. */
const relaxAnswers = (document: JsonObject): void => {
  const components = objectAt(objectAt(document, 'components'), 'schemas');
  const operations = operationsIn(document.paths);
  const received = [...operations.flatMap(takenBy), ...operationsIn(document.webhooks).flatMap(answeredBy)];
  const sent = [...operations.flatMap(answeredBy), ...operationsIn(document.webhooks).flatMap(takenBy)];
  const ofRequests = reachedFrom(received, components);
  const ofAnswers = reachedFrom(sent, components);
  const twins = differing(new Set([...ofAnswers].filter((name) => ofRequests.has(name))), components);
  const lead = (schema: JsonObject): void => {
    const name = nameOf(schema.$ref);
    if (name !== null && twins.has(name)) schema.$ref = refTo(`${name}Output`);
  };
  const finish = (schema: JsonObject): void => {
    visitSchema(schema, relax);
    visitSchema(schema, lead);
  };
  for (const name of twins) components[`${name}Output`] = structuredClone(objectAt(components, name));
  for (const name of ofAnswers) {
    const own = twins.has(name) ? `${name}Output` : name;
    if (twins.has(name) || !ofRequests.has(name)) finish(objectAt(components, own));
  }
  for (const schema of sent) finish(schema);
};

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** A body gets a name by its operation, and is required where one of its fields is. */
const nameBodies = (document: JsonObject): void => {
  const components = objectAt(objectAt(document, 'components'), 'schemas');
  for (const operation of operationsIn(document.paths)) {
    const { requestBody, operationId } = operation;
    if (!isObject(requestBody) || typeof operationId !== 'string') continue;
    const media = objectAt(objectAt(requestBody, 'content'), 'application/json');
    const schema = objectAt(media, 'schema');
    requestBody.required = Array.isArray(schema.required) && schema.required.length > 0;
    if (schema.$ref !== undefined) continue;
    const name = `${capitalised(operationId)}Body`;
    // Zod loses it where a schema has rules that span its fields.
    components[name] = {
      description: `What \`${operationId}\` takes.`,
      ...schema,
      additionalProperties: false,
    };
    media.schema = { $ref: refTo(name) };
  }
};

const constantOf = (words: string): string =>
  words
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_');

/** In Go the constants of all enums share one space, so each gets the name of its enum in front. */
const nameConstants = (schemas: JsonObject): void => {
  for (const [name, schema] of Object.entries(schemas))
    if (isObject(schema) && Array.isArray(schema.enum))
      schema['x-enum-varnames'] = schema.enum
        .filter((value) => typeof value === 'string')
        .map((value) => `${constantOf(name)}_${constantOf(value)}`);
};

const dropUnused = (document: JsonObject): void => {
  const components = objectAt(objectAt(document, 'components'), 'schemas');
  const all = [...operationsIn(document.paths), ...operationsIn(document.webhooks)];
  const used = reachedFrom([...all.flatMap(takenBy), ...all.flatMap(answeredBy)], components);
  for (const name of Object.keys(components)) if (!used.has(name)) delete components[name];
};

const inOrder = (schemas: JsonObject): [string, Json][] =>
  Object.entries(schemas).toSorted(([left], [right]) => (left < right ? -1 : 1));

/** Rewrites the schemas of a document, in place, so that generators of clients read them. */
export const makeReadable = (document: JsonObject): void => {
  const components = objectAt(document, 'components');
  const schemas = objectAt(components, 'schemas');
  const all = [...operationsIn(document.paths), ...operationsIn(document.webhooks)];
  const everywhere = [...membersOf(schemas), ...all.flatMap(takenBy), ...all.flatMap(answeredBy)];
  for (const schema of everywhere) visitSchema(schema, plainWords);
  nameBodies(document);
  relaxAnswers(document);
  dropUnused(document);
  nameConstants(schemas);
  components.schemas = Object.fromEntries(inOrder(schemas));
};
