import type { Contract } from '../diff-graph/document.ts';
import { type JsonObject, objectAt, step, textsAt } from '../diff-graph/json.ts';
import type { Part } from '../diff-value/spot.ts';

const partsMax = 500;

/** A schema with all that its `allOf` says, however deep; each part once. */
export const partsOf = (contract: Contract, schema: JsonObject): Set<JsonObject> => {
  const parts = new Set([schema]);
  for (const part of parts) {
    if (parts.size > partsMax) break;
    for (const one of Array.isArray(part.allOf) ? part.allOf : []) {
      const node = contract.schemaAt(one, '')?.node;
      if (node) parts.add(node);
    }
  }
  return parts;
};

/** The same parts, each with its place in the document. */
export const placedParts = (contract: Contract, schema: JsonObject, start: string): Part[] => {
  const parts: Part[] = [{ node: schema, pointer: start }];
  const seen = new Set([schema]);
  for (const { node, pointer } of parts)
    for (const [index, one] of (Array.isArray(node.allOf) ? node.allOf : []).entries()) {
      const part = contract.schemaAt(one, step(step(pointer, 'allOf'), index));
      if (!part || seen.has(part.node) || parts.length > partsMax) continue;
      seen.add(part.node);
      parts.push(part);
    }
  return parts;
};

/** All that several schemas say; of a keyword that two of them have, the first word counts. */
export const merge = (parts: Iterable<JsonObject>): JsonObject => {
  const merged: Record<string, unknown> = {};
  const properties: Record<string, unknown> = Object.create(null);
  const required = new Set<string>();
  for (const part of parts) {
    for (const [key, value] of Object.entries(part))
      if (key !== 'allOf' && key !== '__proto__' && !Object.hasOwn(merged, key)) merged[key] = value;
    for (const [name, property] of Object.entries(objectAt(part, 'properties')))
      if (!Object.hasOwn(properties, name)) properties[name] = property;
    for (const name of textsAt(part, 'required')) required.add(name);
  }
  if (Object.keys(properties).length > 0) merged.properties = properties;
  if (required.size > 0) merged.required = [...required].toSorted();
  return merged;
};

const wholes = new WeakMap<JsonObject, JsonObject>();

/** A schema with all that its `allOf` says, in one. */
export const wholeOf = (contract: Contract, schema: JsonObject): JsonObject => {
  let whole = wholes.get(schema);
  if (!whole)
    wholes.set(schema, (whole = schema.allOf === undefined ? schema : merge(partsOf(contract, schema))));
  return whole;
};
