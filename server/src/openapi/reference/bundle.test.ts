import { afterAll, expect, test } from 'vitest';
import { ContractReader } from '../reader/reader.ts';

const reader = new ContractReader({ threads: 1 });
afterAll(async () => reader.close());

const entry = 'api/openapi.yaml';
const files = {
  [entry]: `openapi: 3.0.3
info: {title: Clinic, version: "1"}
paths:
  /pets:
    $ref: './paths/pets.yaml'
components:
  schemas:
    Owner:
      $ref: '../schemas/person.yaml'
`,
  'api/paths/pets.yaml': `get:
  operationId: listPets
  responses:
    '200':
      description: Pets.
      content:
        application/json:
          schema:
            type: array
            items: {$ref: '../../schemas/pet.yaml#/Pet'}
    default:
      $ref: '../../schemas/common.json#/components/responses/Failure'
`,
  'schemas/pet.yaml': `Pet:
  type: object
  properties:
    owner: {$ref: 'person.yaml'}
    mother: {$ref: '#/Pet'}
    kind: {$ref: '#/Kind'}
Kind:
  type: string
`,
  'schemas/person.yaml': `type: object
properties:
  pets:
    type: array
    items: {$ref: 'pet.yaml#/Pet'}
  home: {$ref: '../api/openapi.yaml#/components/schemas/Owner'}
`,
  'schemas/common.json':
    '{"components": {"responses": {"Failure": {"description": "No.", "x-odd": {"$ref": "../secret"}}}}}',
};

test('files that refer to each other become one document, each part once and by its name', async () => {
  const { document } = await reader.readContract({ files, entry });

  expect(document).toEqual({
    openapi: '3.0.3',
    info: { title: 'Clinic', version: '1' },
    paths: {
      '/pets': {
        get: {
          operationId: 'listPets',
          responses: {
            200: {
              description: 'Pets.',
              content: {
                'application/json': {
                  schema: { type: 'array', items: { $ref: '#/components/schemas/Pet' } },
                },
              },
            },
            default: { $ref: '#/components/responses/Failure' },
          },
        },
      },
    },
    components: {
      schemas: {
        Owner: {
          type: 'object',
          properties: {
            pets: { type: 'array', items: { $ref: '#/components/schemas/Pet' } },
            home: { $ref: '#/components/schemas/Owner' },
          },
        },
        Pet: {
          type: 'object',
          properties: {
            owner: { $ref: '#/components/schemas/Owner' },
            mother: { $ref: '#/components/schemas/Pet' },
            kind: { $ref: '#/components/schemas/Kind' },
          },
        },
        Kind: { type: 'string' },
      },
      responses: { Failure: { description: 'No.', 'x-odd': { $ref: '../secret' } } },
    },
  });
});

test('what is wrong is named in the file in which it stands', async () => {
  const broken = {
    ...files,
    'schemas/pet.yaml': 'Pet:\n  type: object\n  properties: 5\nKind: {type: string}\n',
  };

  await expect(reader.readContract({ files: broken, entry })).rejects.toMatchObject({
    code: 'contract.invalid',
    problems: [{ file: 'schemas/pet.yaml', pointer: '/Pet/properties', line: 3, column: 3 }],
  });
});

test.each([
  ['a file that was not sent', './missing.yaml'],
  ['a way out of the files', '../../../../etc/passwd'],
  ['a place that is not there', '../schemas/pet.yaml#/Cat'],
  ['another host', 'https://example.com/pet.yaml'],
])('refused with its place: %s', async (_name, ref) => {
  const document = `openapi: 3.1.0\ninfo: {title: a, version: "1"}\npaths: {}\ncomponents:\n  schemas:\n    A: {$ref: '${ref}'}\n`;

  await expect(reader.readContract({ files: { ...files, [entry]: document }, entry })).rejects.toMatchObject({
    code: 'contract.invalid',
    problems: [{ rule: 'reference', file: entry, pointer: '/components/schemas/A', line: 6 }],
  });
});

test('two things of one name both stay, and the names do not depend on the order of the files', async () => {
  const of = (first: string, second: string) => ({
    [entry]: `openapi: 3.1.0\ninfo: {title: a, version: "1"}\npaths: {}\ncomponents:\n  schemas:\n    All:\n      type: object\n      properties:\n        x: {$ref: '${first}'}\n        y: {$ref: '${second}'}\n`,
    'api/a/item.yaml': 'type: string\n',
    'api/b/item.yaml': 'type: integer\n',
  });
  const namesOf = async (first: string, second: string) => {
    const { document } = await reader.readContract({ files: of(first, second), entry });
    return document.components;
  };

  const one = await namesOf('a/item.yaml', 'b/item.yaml');
  const other = await namesOf('b/item.yaml', 'a/item.yaml');

  expect(one).toMatchObject({ schemas: { item: { type: 'string' }, api_b_item_item: { type: 'integer' } } });
  expect(other).toMatchObject({
    schemas: { item: { type: 'string' }, api_b_item_item: { type: 'integer' } },
  });
});

test('path items that include each other without end are refused', async () => {
  const circle = {
    [entry]: "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths:\n  /a: {$ref: a.yaml}\n",
    'api/a.yaml': "get:\n  responses: {'200': {description: a}}\n  callbacks: {c: {x: {$ref: a.yaml}}}\n",
  };

  await expect(reader.readContract({ files: circle, entry })).rejects.toMatchObject({
    code: 'contract.invalid',
  });
});

test('files that include each other twice do not become endless', async () => {
  const level = (at: number) =>
    `get:\n  responses: {'200': {description: a}}\n  callbacks: {c: {x: {$ref: 'p${at + 1}.yaml'}, y: {$ref: 'p${at + 1}.yaml'}}}\n`;
  const doubling = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`p${at}.yaml`, level(at)]));
  const root = "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths:\n  /a: {$ref: p0.yaml}\n";

  await expect(
    reader.readContract({ files: { ...doubling, 'p40.yaml': 'get: {}\n', 'o.yaml': root }, entry: 'o.yaml' }),
  ).rejects.toMatchObject({ code: 'contract.too_complex' });
});

test('the files of a Swagger document become one, and what is wrong is named in its file', async () => {
  const swagger = {
    'api.yaml': `swagger: '2.0'
info: {title: Clinic, version: '1'}
paths:
  /pets: {$ref: 'pets.yaml'}
`,
    'pets.yaml': `post:
  parameters:
    - {$ref: 'common.yaml#/parameters/Pet'}
  responses:
    201: {description: Kept., schema: {$ref: 'common.yaml#/definitions/Pet'}}
`,
    'common.yaml': `parameters:
  Pet: {name: pet, in: body, schema: {$ref: '#/definitions/Pet'}}
definitions:
  Pet:
    type: object
    properties: {mother: {$ref: '#/definitions/Pet'}, name: }
`,
  };

  const { document, convertedFrom, lint } = await reader.readContract({ files: swagger, entry: 'api.yaml' });

  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } };
  expect(convertedFrom).toBe('swagger-2.0');
  expect(document).toMatchObject({
    paths: { '/pets': { post: { requestBody: { content }, responses: { 201: { content } } } } },
    components: { schemas: { Pet: { properties: { mother: { $ref: '#/components/schemas/Pet' } } } } },
  });
  expect(lint.findings.filter(({ rule }) => rule === 'openapi/empty-field')).toMatchObject([
    { file: 'common.yaml', line: 6, pointer: '/definitions/Pet/properties/name' },
  ]);
  const broken = {
    ...swagger,
    'pets.yaml': swagger['pets.yaml'].replace('definitions/Pet', 'definitions/Dog'),
  };
  await expect(reader.readContract({ files: broken, entry: 'api.yaml' })).rejects.toMatchObject({
    problems: [{ file: 'pets.yaml', line: 5 }],
  });
});

test('a mapping to a file that was not sent is found at its line, and stays as it is', async () => {
  const mapping = `
discriminator: {propertyName: kind, mapping: {cat: 'cat.yaml'}}
`;
  const { document, lint } = await reader.readContract({
    files: { ...files, 'schemas/person.yaml': `type: object${mapping}` },
    entry,
  });

  expect(lint.findings.filter(({ rule }) => rule === 'openapi/dangling-mapping')).toMatchObject([
    { file: 'schemas/person.yaml', line: 2 },
  ]);
  expect(document).toMatchObject({
    components: { schemas: { Owner: { discriminator: { mapping: { cat: 'cat.yaml' } } } } },
  });
});
