const ok = { description: 'Done' };
const invoice = {
  type: 'object',
  required: ['id'],
  properties: {
    id: { type: 'string', readOnly: true },
    status: { type: 'string', enum: ['open', 'paid'] },
    replaces: { $ref: '#/components/schemas/Invoice' },
  },
};
const answer = {
  ...ok,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Invoice' } } },
};

/** A small contract; the second version has no way to remove an invoice any more, and one that is on its way out. */
export const contract = (version: string) => {
  const isFirst = version === '1.0.0';
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
  return {
    openapi: '3.1.0',
    info: { title: 'Billing', version },
    paths: {
      '/invoices': {
        get: { operationId: 'listInvoices', tags: ['Invoices'], responses: { 200: answer } },
        post: { operationId: 'createInvoice', tags: ['Invoices'], responses: { 201: answer } },
      },
      '/invoices/{id}': {
        parameters: [id],
        get: {
          operationId: 'readInvoice',
          tags: ['Invoices'],
          deprecated: !isFirst,
          responses: { 200: answer },
        },
        ...(isFirst && { delete: { operationId: 'removeInvoice', responses: { 204: ok } } }),
      },
    },
    components: { schemas: { Invoice: invoice } },
  };
};

/** A contract of about 4 MB whose schemas hold each other. */
export const largeContract = (version: string) => {
  const text = `Version ${version} of a long description. `.repeat(20);
  const names = Array.from({ length: 1000 }, (_, index) => `Thing${index}`);
  const schema = (index: number) => ({
    type: 'object',
    description: text,
    properties: Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => [
        `field${at}`,
        { $ref: `#/components/schemas/Thing${(index * 7 + at) % names.length}` },
      ]),
    ),
  });
  return {
    openapi: '3.0.3',
    info: { title: 'Large', version },
    paths: Object.fromEntries(
      names.slice(0, 400).map((name) => [
        `/${name}`,
        {
          get: {
            operationId: `get${name}`,
            description: text.repeat(4),
            responses: {
              200: {
                ...ok,
                content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
              },
            },
          },
        },
      ]),
    ),
    components: { schemas: Object.fromEntries(names.map((name, index) => [name, schema(index)])) },
  };
};

const entry = `
openapi: 3.1.0
info: { title: Several, version: 1.0.0 }
paths:
  /pets:
    get:
      responses:
        200:
          description: Done
          content: { application/json: { schema: { $ref: ./pet.yaml } } }
`;

/** A contract of two files, the second of which is the first to read, as a file input takes them. */
export const severalFiles = [
  { name: 'pet.yaml', text: 'type: object\nproperties: { id: { type: string } }\n' },
  { name: 'a.yaml', text: entry },
].map(({ name, text }) => ({ name, mimeType: 'application/yaml', buffer: Buffer.from(text) }));
