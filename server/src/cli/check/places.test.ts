import { expect, test } from 'vitest';
import { placePointers } from '../../openapi/reader/placing.ts';

const entry = `openapi: 3.1.0
info: { title: A, version: '1' }
paths:
  /a:
    get:
      parameters:
        - { name: one, in: query }
        - $ref: ../shared/params.yaml#/Two
      responses:
        '200':
          description: Ok.
          content:
            application/json:
              schema: { $ref: '../shared/types.yaml#/Thing' }
`;
const types = `Other: { type: string }
Thing:
  type: object
  properties:
    inner:
      type: object
      properties:
        deep: { type: string }
`;
const params = 'Two:\n  name: two\n  in: query\n  schema: { type: string }\n';
const sent = {
  kind: 'files' as const,
  files: { 'api/openapi.yaml': entry, 'shared/types.yaml': types, 'shared/params.yaml': params },
  entry: 'api/openapi.yaml',
};

const placesOf = (...wanted: [string, boolean][]) =>
  placePointers(
    sent,
    wanted.map(([pointer, isGone]) => ({ pointer, isGone })),
  ).map(({ file, line, column }) => `${file}:${line}:${column}`);

test('a pointer into the contract in one piece leads to the file that holds the part', () => {
  expect(
    placesOf(
      ['/components/schemas/Thing/properties/inner/properties/deep/type', false],
      ['/components/parameters/Two/schema', false],
      ['/paths/~1a/get/parameters/1', false],
      ['/paths/~1a/get/responses/200/description', false],
    ),
  ).toEqual([
    'shared/types.yaml:8:17',
    'shared/params.yaml:4:3',
    'api/openapi.yaml:8:11',
    'api/openapi.yaml:11:11',
  ]);
});

test('what is gone stands at the nearest part that is there, and never at another item of a list', () => {
  expect(
    placesOf(
      ['/components/schemas/Thing/properties/inner/properties/gone/type', true],
      ['/components/schemas/Gone', true],
      ['/paths/~1gone/get', true],
      ['/paths/~1a/get/parameters/0', true],
    ),
  ).toEqual([
    'shared/types.yaml:7:7',
    'api/openapi.yaml:1:1',
    'api/openapi.yaml:3:1',
    'api/openapi.yaml:6:7',
  ]);
});
