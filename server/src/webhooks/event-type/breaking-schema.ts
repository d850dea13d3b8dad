import { diffContracts } from '../../openapi/diff/diff.ts';

/** Where the schema stands in the document that is made of it. */
const place = '#/components/schemas/data';

// References of a schema lead within it; in a document they have to lead within its place there.
const moved = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(moved);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) =>
      key === '$ref' && typeof value === 'string' && value.startsWith('#')
        ? [key, `${place}${value.slice(1)}`]
        : [key, moved(value)],
    ),
  );
};

// What a schema that is only `true` or `false` says in the words of one that is an object.
const words: Record<string, object> = { true: {}, false: { not: {} } };

/** An event type as the contract of a webhook. */
export const contractOf = (name: string, schema: unknown) => ({
  openapi: '3.1.0',
  info: { title: 'Events', version: '1' },
  webhooks: {
    [name]: { post: { requestBody: { content: { 'application/json': { schema: { $ref: place } } } } } },
  },
  components: { schemas: { data: moved(typeof schema === 'boolean' ? words[String(schema)] : schema) } },
});

/** The changes of two such contracts that break somebody, in sentences about an event type. */
export const breakingOf = (name: string, changes: readonly { severity: string; text: string }[]): string[] =>
  changes
    .filter(({ severity }) => severity !== 'compatible')
    .map(({ text }) =>
      text
        .replace(/\.$/, '')
        .replaceAll(`the request body of POST ${name}`, 'the data')
        .replaceAll(` of POST ${name}`, '')
        .replaceAll(' of schema `data`', '')
        .replaceAll('schema `data`', 'the data')
        .replaceAll(/webhook property/gi, (found) => (found.startsWith('W') ? 'Property' : 'property')),
    );

/**
 * What a reader of the version before can trip over, in sentences. An event goes out, so widening breaks: a field that may
 * be missing, a type or value that could not occur. The comparison is that of contracts.
 */
export const breakingChanges = (name: string, before: unknown, after: unknown): string[] =>
  breakingOf(name, diffContracts(contractOf(name, before), contractOf(name, after)).changes);
