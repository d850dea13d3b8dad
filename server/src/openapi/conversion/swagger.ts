import { randomUUID } from 'node:crypto';
import { ExactNumber } from '@parley/shared/words/json-number';
import { upgradeFromTwoToThree } from '@scalar/openapi-upgrader/2.0-to-3.0';
import { isObject, type JsonObject } from '../../platform/request/json.ts';
import { keysOf } from '../../platform/request/pointer.ts';
import { textLimits, TextRefusal } from '../text/text.ts';

/** Whether a document says that it is Swagger 2.0. YAML reads `2.0` without quotes as a number. */
export const isSwagger = (document: JsonObject): boolean =>
  document.openapi === undefined && (document.swagger === '2.0' || document.swagger === 2);

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];

/** Where the examples of a response wait: the converter leaves media types out when one of them has an example. */
const waiting = 'x-parley-examples';

/** A copy in which each object stands at one place. What is shared is written out, so its size is bounded. */
const copyTree = (value: unknown, leafOf: (leaf: unknown) => unknown): unknown => {
  let nodes = 0;
  const copy = (node: unknown): unknown => {
    nodes += 1;
    if (nodes > textLimits.nodesMax)
      throw new TextRefusal('contract.too_complex', 'Converted, the document is far too large.', 0, '');
    if (Array.isArray(node)) return node.map(copy);
    if (!isObject(node)) return leafOf(node);
    return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, copy(inner)]));
  };
  return copy(value);
};

const isExtension = (key: string): boolean => key.startsWith('x-');

const onlyKnown = (node: JsonObject, known: (key: string) => boolean): JsonObject =>
  Object.fromEntries(Object.entries(node).filter(([key]) => known(key)));

const targetOf = (document: JsonObject, ref: unknown): unknown => {
  if (typeof ref !== 'string' || !ref.startsWith('#/parameters/')) return undefined;
  let node: unknown = document;
  for (const key of keysOf(ref.slice(1)))
    node = isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;
  return node;
};

const isBody = (parameter: unknown): parameter is JsonObject =>
  isObject(parameter) && (parameter.in === 'body' || parameter.in === 'formData');

/** The parameters of a path or an operation: those that are bodies written out, for a reference to one has no place in 3.0. */
const parametersOf = (document: JsonObject, list: readonly unknown[]): JsonObject[] =>
  list.filter(isObject).flatMap((parameter) => {
    const target = targetOf(document, parameter.$ref);
    if (isBody(target)) return [structuredClone(target)];
    return typeof parameter.$ref === 'string' || typeof parameter.in === 'string' ? [parameter] : [];
  });

/** The converter copies all headers for each of them; no real response has a tenth of this. */
const headersMax = 1000;

const assertFewHeaders = (response: JsonObject): void => {
  if (!isObject(response.headers) || Object.keys(response.headers).length <= headersMax) return;
  const message = `A response of this Swagger document has more than ${headersMax} headers.`;
  throw new TextRefusal('contract.too_complex', message, 0, '');
};

const prepareResponses = (responses: unknown): unknown => {
  if (!isObject(responses)) return responses;
  const known = Object.entries(responses).filter(([status]) => !isExtension(status));
  return Object.fromEntries(
    known.map(([status, response]) => {
      if (!isObject(response)) return [status, response];
      assertFewHeaders(response);
      if (response.examples === undefined) return [status, response];
      const { examples, ...rest } = response;
      return [status, { ...rest, [waiting]: examples }];
    }),
  );
};

const prepareOperation = (document: JsonObject, operation: JsonObject): JsonObject => {
  const { schemes: _schemes, ...rest } = operation;
  return {
    ...rest,
    ...(Array.isArray(rest.parameters) && { parameters: parametersOf(document, rest.parameters) }),
    ...(rest.responses !== undefined && { responses: prepareResponses(rest.responses) }),
  };
};

/** The converter takes each key of a path for a method, and applies only the parameters that stand before it. */
const preparePath = (document: JsonObject, item: JsonObject): JsonObject => ({
  ...(Array.isArray(item.parameters) && { parameters: parametersOf(document, item.parameters) }),
  ...Object.fromEntries(
    methods.flatMap((method) => {
      const operation = item[method];
      return isObject(operation) ? [[method, prepareOperation(document, operation)] as const] : [];
    }),
  ),
});

const rootFields = new Set(
  'info host basePath schemes consumes produces paths definitions parameters responses securityDefinitions security tags externalDocs'.split(
    ' ',
  ),
);

const prepare = (document: JsonObject): JsonObject => {
  const paths = isObject(document.paths) ? document.paths : {};
  const items = Object.entries(paths).flatMap(([path, item]) =>
    isObject(item) && !isExtension(path) && typeof item.$ref !== 'string'
      ? [[path, preparePath(document, item)] as const]
      : [],
  );
  return {
    swagger: '2.0',
    ...onlyKnown(document, (key) => rootFields.has(key) || isExtension(key)),
    paths: Object.fromEntries(items),
    ...(isObject(document.responses) && { responses: prepareResponses(document.responses) }),
  };
};

const showExamples = (responses: unknown): void => {
  if (!isObject(responses)) return;
  for (const response of Object.values(responses)) {
    if (!isObject(response)) continue;
    const { [waiting]: examples } = response;
    delete response[waiting];
    if (!isObject(examples) || !isObject(response.content)) continue;
    for (const [mediaType, content] of Object.entries(response.content))
      if (isObject(content) && Object.hasOwn(examples, mediaType)) content.example = examples[mediaType];
  }
};

/** Gives the parts of paths back that the converter has no eye for. */
const finish = (converted: JsonObject, source: JsonObject): void => {
  const { paths, components } = converted;
  if (!isObject(paths)) return;
  for (const item of Object.values(paths))
    if (isObject(item))
      for (const method of methods) {
        const operation = item[method];
        if (isObject(operation)) showExamples(operation.responses);
      }
  if (isObject(components)) showExamples(components.responses);
  if (!isObject(source.paths)) return;
  for (const [path, item] of Object.entries(source.paths)) {
    if (isExtension(path)) paths[path] = item;
    else if (isObject(item) && typeof item.$ref === 'string') paths[path] = { $ref: item.$ref };
    else if (isObject(item) && isObject(paths[path]))
      Object.assign(paths[path], onlyKnown(item, isExtension));
  }
};

/**
 * A Swagger 2.0 document as OpenAPI 3.0; the given one, which has to be regular, stays as it is. Throws `TextRefusal` for what
 * cannot be converted, or would grow without measure. Every digit of its numbers is kept.
 */
export const convertSwagger = (document: JsonObject): JsonObject => {
  // The converter copies by ways that know JSON only: exact numbers travel as texts that nobody can have written.
  const mark = `${randomUUID()}:`;
  const plain = copyTree(document, (leaf) => (leaf instanceof ExactNumber ? `${mark}${leaf.written}` : leaf));
  const restore = (leaf: unknown) =>
    typeof leaf === 'string' && leaf.startsWith(mark) ? new ExactNumber(leaf.slice(mark.length)) : leaf;
  const converted = isObject(plain) ? upgrade(prepare(plain)) : {};
  if (isObject(plain)) finish(converted, plain);
  const tree = copyTree(converted, restore);
  return isObject(tree) ? tree : {};
};

const upgrade = (prepared: JsonObject): JsonObject => {
  try {
    const converted: unknown = upgradeFromTwoToThree(prepared);
    if (isObject(converted)) return converted;
  } catch (error) {
    if (error instanceof RangeError) throw error;
  }
  const message =
    'This Swagger document cannot be converted to OpenAPI 3. Convert it first, and send what comes out.';
  throw new TextRefusal('contract.invalid', message, 0, '');
};
