import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isObject } from '../platform/request/json.ts';

/** Names below one place of a body; `null` where anything may stand and nothing is looked at. */
type Known = Map<string, Known | null>;

const depthMax = 6;
const fieldsMax = 100;

/** What a JSON Schema names, through references and alternatives. */
const knownIn = (root: Record<string, unknown>, schema: unknown, depth: number): Known => {
  const known: Known = new Map();
  const open: unknown[] = [schema];
  for (let index = 0; index < open.length && index < 50; index += 1) {
    const node = open[index];
    if (!isObject(node)) continue;
    if (typeof node.$ref === 'string') open.push(definitionOf(root, node.$ref));
    for (const word of ['anyOf', 'oneOf', 'allOf']) {
      const list = node[word];
      if (Array.isArray(list)) open.push(...list);
    }
    if (isObject(node.items)) known.set('[]', depth < depthMax ? knownIn(root, node.items, depth + 1) : null);
    for (const [name, inner] of Object.entries(isObject(node.properties) ? node.properties : {}))
      known.set(name, depth < depthMax ? knownIn(root, inner, depth + 1) : null);
  }
  return known;
};

const knownOf = (input: z.ZodObject): Known => {
  const schema: Record<string, unknown> = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
  return knownIn(schema, schema, 0);
};

const definitionOf = (root: Record<string, unknown>, ref: string): unknown => {
  const name = /^#\/\$defs\/(.+)$/.exec(ref)?.[1];
  return name !== undefined && isObject(root.$defs) ? root.$defs[name] : undefined;
};

const collect = (value: unknown, known: Known, path: string, fields: Set<string>): void => {
  if (Array.isArray(value)) {
    const items = known.get('[]');
    if (items) for (const item of value.slice(0, fieldsMax)) collect(item, items, `${path}[]`, fields);
    return;
  }
  if (!isObject(value)) return;
  for (const name of Object.keys(value)) {
    const inner = known.get(name);
    if (inner === undefined || fields.size >= fieldsMax) continue;
    const at = path === 'body' ? `body.${name}` : `${path}.${name}`;
    fields.add(at);
    if (inner) collect(value[name], inner, at, fields);
  }
};

/**
 * Which fields of a request are present: `query.status`, `body.items[].sku`, at most a hundred. Only names that the
 * operation knows, so that nobody can fill the table with names of his own; never a value.
 */
export const requestFieldsOf = (input: z.ZodObject): ((request: FastifyRequest) => string[]) => {
  let known: Known | undefined;
  return ({ method, query, body, headers }) => {
    // At the first call: for all operations together this is a quarter of what opening the doors takes.
    known ??= knownOf(input);
    const fields = new Set<string>();
    if (method === 'GET' || method === 'HEAD') {
      for (const name of Object.keys(isObject(query) ? query : {}))
        if (known.has(name)) fields.add(`query.${name}`);
    } else collect(body, known, 'body', fields);
    if (headers['idempotency-key'] !== undefined) fields.add('header.idempotency-key');
    return [...fields];
  };
};
