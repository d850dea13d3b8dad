// For tests: a shop whose three resources do everything in the same way, and what may be added to it.
import { lintContract, type LintSettings } from './contract-lint.service.ts';

// A document is walked by names that the tests spell out.
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = { [key: string]: any };

export const body = (schema: object, mediaType = 'application/json') => ({
  description: 'Fine.',
  content: { [mediaType]: { schema } },
});
const problem = {
  type: 'object',
  properties: { code: { type: 'string' }, message: { type: 'string' } },
};
export const text = { type: 'string' };
export const query = (...names: string[]) =>
  names.map((name) => ({ name, in: 'query', description: name, schema: text }));
export const operation = (more: Json = {}): Json => ({
  summary: 'Does it.',
  tags: ['all'],
  security: [{ key: [] }],
  ...more,
  responses: {
    200: { description: 'Fine.' },
    400: body(problem),
    401: body(problem),
    404: body(problem),
    429: body(problem),
    ...more.responses,
  },
});
export const list = (...paging: string[]) =>
  operation({
    parameters: query(...paging),
    responses: { 200: body({ type: 'object', properties: { data: { type: 'array', items: {} } } }) },
  });

/** Three resources that do everything in the same way; what a test adds departs from them. */
const paths = (more: Json = {}): Json => ({
  ...Object.fromEntries(
    ['users', 'orders', 'order_items'].flatMap((name) => [
      [
        `/${name}`,
        {
          get: list('cursor', 'limit'),
          post: operation({ responses: { 200: undefined, 201: body(problem) } }),
        },
      ],
      [
        `/${name}/{id}`,
        {
          parameters: [{ name: 'id', in: 'path', required: true, description: 'Which.', schema: text }],
          get: operation(),
          delete: operation({ responses: { 200: undefined, 204: { description: 'Gone.' } } }),
        },
      ],
    ]),
  ),
  ...more,
});
export const schema = (properties: Json) => ({ type: 'object', properties });

export const lint = async (
  more: { paths?: Json; schemas?: Json; settings?: LintSettings; document?: Json } = {},
) => {
  let count = 0;
  const document: Json = JSON.parse(
    JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'Shop', version: '1' },
      servers: [{ url: 'https://shop.test' }],
      tags: [{ name: 'all', description: 'All.' }],
      paths: paths(more.paths),
      components: {
        schemas: more.schemas ?? {},
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer' },
          other: { type: 'http', scheme: 'basic' },
        },
      },
      ...more.document,
    }),
  );
  for (const item of Object.values<Json>(document.paths))
    for (const node of Object.values<Json>(item))
      if (node.responses) node.operationId ??= `operation_${(count += 1)}`;
  const schemas = Object.entries<Json>(document.components.schemas).map(([name, node]) => ({
    schema: node,
    pointer: () => `/components/schemas/${name}`,
  }));
  return lintContract({
    document,
    openapi: '3.1',
    schemas,
    settings: { ...more.settings, rules: { 'no-unused-components': 'off', ...more.settings?.rules } },
  });
};
