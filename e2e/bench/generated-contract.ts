/** One operation in five has a resource of its own; resources hold each other, so that every schema leads to all. */
const operationsPerResource = 5;

type Json = { [key: string]: unknown };

const ref = (kind: string, name: string): Json => ({ $ref: `#/components/${kind}/${name}` });
const body = (schema: Json): Json => ({ content: { 'application/json': { schema } } });

const resourceOf = (index: number, count: number, isRevised: boolean): Json => {
  const next = (step: number) => ref('schemas', `Resource${(index + step) % count}`);
  const isChanged = isRevised && index % 10 === 0;
  return {
    type: 'object',
    description: `The resource ${index}.`,
    required: isChanged ? ['id', 'name'] : ['id'],
    properties: {
      id: { type: 'string', format: 'uuid' },
      name: { type: 'string', maxLength: isChanged ? 50 : 100 },
      amount: { type: isChanged ? 'number' : 'integer', minimum: 0 },
      state: { type: 'string', enum: isChanged ? ['open', 'closed', 'held'] : ['open', 'closed'] },
      next: next(1),
      related: { type: 'array', items: next(7) },
      owner: { oneOf: [next(3), ref('schemas', 'Problem')] },
      meta: ref('schemas', 'Meta'),
      ...(isChanged ? { note: { type: 'string' } } : {}),
    },
  };
};

const errors = { '404': ref('responses', 'NotFound'), default: ref('responses', 'Failure') };

const pathsOf = (index: number, isRevised: boolean): Json => {
  const schema = ref('schemas', `Resource${index}`);
  const limit = { type: 'integer', minimum: 1, maximum: isRevised && index % 20 === 0 ? 50 : 100 };
  const operation = (verb: string, more: Json): Json => ({
    operationId: `${verb}Resource${index}`,
    summary: `${verb} the resource ${index}.`,
    tags: [`group${index % 20}`],
    ...more,
  });
  const id = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }];
  const one = { '200': { description: 'The resource.', ...body(schema) }, ...errors };
  return {
    [`/resources${index}`]: {
      get: operation('list', {
        parameters: [{ name: 'limit', in: 'query', schema: limit }],
        responses: {
          '200': { description: 'Resources.', ...body({ type: 'array', items: schema }) },
          ...errors,
        },
      }),
      post: operation('create', { requestBody: { required: true, ...body(schema) }, responses: one }),
    },
    [`/resources${index}/{id}`]: {
      get: operation('read', { parameters: id, responses: one }),
      put: operation('replace', { parameters: id, requestBody: body(schema), responses: one }),
      delete: operation('remove', {
        parameters: id,
        responses: { '204': { description: 'Gone.' }, ...errors },
      }),
    },
  };
};

const documentOf = (operations: number, isRevised: boolean): Json => {
  const count = Math.ceil(operations / operationsPerResource);
  const indexes = Array.from({ length: count }, (_, index) => index);
  return {
    openapi: '3.1.0',
    info: { title: 'Generated', version: isRevised ? '2.0.0' : '1.0.0' },
    paths: Object.assign({}, ...indexes.map((index) => pathsOf(index, isRevised))),
    components: {
      schemas: {
        ...Object.fromEntries(
          indexes.map((index) => [`Resource${index}`, resourceOf(index, count, isRevised)]),
        ),
        Meta: {
          type: 'object',
          properties: { createdAt: { type: 'string' }, by: { type: isRevised ? 'integer' : 'string' } },
        },
        Problem: {
          type: 'object',
          required: ['code'],
          properties: { code: { type: 'string' }, detail: { type: 'string' } },
        },
      },
      responses: {
        NotFound: { description: 'Not found.', ...body(ref('schemas', 'Problem')) },
        Failure: { description: 'Failed.', ...body(ref('schemas', 'Problem')) },
      },
    },
  };
};

/**
 * Two versions of an API of this many operations as JSON texts, whose schemas all lead to each other: what changes in one
 * reaches every operation.
 */
export const generatePair = (operations: number): readonly [string, string] => [
  JSON.stringify(documentOf(operations, false)),
  JSON.stringify(documentOf(operations, true)),
];
