// For tests: small documents that differ in one thing.
import type { JsonObject } from './contract-diff.service.ts';

type Parts = {
  parameters?: unknown[];
  body?: unknown;
  bodyMedia?: string;
  response?: unknown;
  headers?: unknown;
  operation?: JsonObject;
  item?: JsonObject;
  schemas?: JsonObject;
  components?: JsonObject;
  root?: JsonObject;
};

const content = (schema: unknown, media = 'application/json') => ({ content: { [media]: { schema } } });

/** A document with `POST /things`, of which only the given parts are filled. */
export const contractOf = (parts: Parts = {}): JsonObject => ({
  openapi: '3.1.0',
  info: { title: 'Things', version: '1.0' },
  paths: {
    '/things': {
      post: {
        ...(parts.parameters ? { parameters: parts.parameters } : {}),
        ...(parts.body === undefined ? {} : { requestBody: content(parts.body, parts.bodyMedia) }),
        responses: {
          200: {
            description: 'Fine.',
            ...(parts.headers ? { headers: parts.headers } : {}),
            ...(parts.response === undefined ? {} : content(parts.response)),
          },
        },
        ...parts.operation,
      },
      ...parts.item,
    },
  },
  components: { ...parts.components, ...(parts.schemas ? { schemas: parts.schemas } : {}) },
  ...parts.root,
});

/** An object with one property. */
export const objectWith = (schema: unknown, more: JsonObject = {}): JsonObject => ({
  type: 'object',
  properties: { name: schema },
  ...more,
});

/** A query parameter of this schema. */
export const queryOf = (schema: unknown, more: JsonObject = {}): JsonObject => ({
  in: 'query',
  name: 'limit',
  schema,
  ...more,
});

/** A contract of several operations that share the schema `Pet`. */
export const sharedBy = (pet: object, paths = 3): JsonObject => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1.0' },
  paths: Object.fromEntries(
    Array.from({ length: paths }, (_, index) => [
      `/pets${index}`,
      {
        get: {
          operationId: `listPets${index}`,
          responses: {
            200: {
              content: {
                'application/json': {
                  schema: { type: 'array', items: { $ref: '#/components/schemas/Owner' } },
                },
              },
            },
          },
        },
      },
    ]),
  ),
  components: {
    schemas: {
      Owner: {
        type: 'object',
        properties: {
          pet: { $ref: '#/components/schemas/Pet' },
          friend: { $ref: '#/components/schemas/Owner' },
        },
      },
      Pet: pet,
    },
  },
});
