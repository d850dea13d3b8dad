import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect, test } from 'vitest';
import { contractTextOf, createOpenApi, openApiText } from './doors/openapi.ts';
import { operationsOf } from './doors/operation.ts';
import { appRouter } from './doors/router.ts';
import {
  answeredBy,
  type JsonObject,
  operationsIn,
  reachedFrom,
  takenBy,
  visitSchema,
} from './doors/schema-walk.ts';
import { TestHub } from './testing/test-hub.ts';

// What the document promises to those who generate clients from it. It is walked by names that the tests spell out.
const document: any = createOpenApi('https://parley.example');
const components: JsonObject = document.components.schemas;
const operations: any[] = operationsIn(document.paths);
const schemas = Object.entries<any>(components);
const answered = operations.flatMap(answeredBy);

/** Every schema in the document, with where it stands. */
const everySchema = (): [string, any][] => {
  const found: [string, any][] = [];
  for (const [name, schema] of schemas) visitSchema(schema, (inner) => found.push([name, inner]));
  for (const { operationId, ...node } of operations)
    for (const schema of [...takenBy(node), ...answeredBy(node)])
      visitSchema(schema, (inner) => found.push([operationId, inner]));
  return found;
};

test('every component and every property says what it is', () => {
  const silent = everySchema().flatMap(([name, schema]) =>
    Object.entries<any>(schema.properties ?? {}).flatMap(([property, inner]) =>
      inner.description || inner.$ref ? [] : [`${name}.${property}`],
    ),
  );

  expect(silent).toEqual([]);
  expect(schemas.filter(([, schema]) => !schema.description).map(([name]) => name)).toEqual([]);
  for (const { operationId, parameters = [] } of operations)
    for (const { name, description, schema } of parameters)
      expect([operationId, name, Boolean(description || schema.description || schema.$ref)]).toEqual([
        operationId,
        name,
        true,
      ]);
});

test('every object, enum, body and page is a component with a name', () => {
  const nameless = (schema: any) => schema.enum || Object.keys(schema.properties ?? {}).length > 0;
  const inComponents = schemas.flatMap(([name, schema]) => {
    const found: string[] = [];
    visitSchema(schema, (inner) => inner !== schema && nameless(inner) && found.push(name));
    return found;
  });
  const inOperations = operations.flatMap((node) =>
    [...takenBy(node), ...answeredBy(node)].filter(nameless).map(() => node.operationId),
  );

  expect([...inComponents, ...inOperations]).toEqual([]);
  expect(Object.keys(components)).toEqual(
    expect.arrayContaining(['PublishEventBody', 'EventPage', 'DeliveryStatus']),
  );
  expect(Object.keys(components).filter((name) => !/^[A-Z]\w+$/.test(name) || name.startsWith('_'))).toEqual(
    [],
  );
});

test('every component is used', () => {
  const all = [...operations, ...operationsIn(document.webhooks)];
  const used = reachedFrom([...all.flatMap(takenBy), ...all.flatMap(answeredBy)], components);

  expect(Object.keys(components).filter((name) => !used.has(name))).toEqual([]);
});

test('answers have no patterns, lengths or bounds, and leave room for more fields; requests have them', () => {
  const limits = ['pattern', 'minLength', 'maxLength', 'minItems', 'maxItems', 'minimum', 'maximum', 'not'];
  const limitsIn = (schema: any) => [
    ...limits.filter((limit) => schema[limit] !== undefined),
    ...(schema.additionalProperties === false ? ['additionalProperties'] : []),
  ];
  const found: string[] = [];
  const look = (name: string) => (schema: any) =>
    found.push(...limitsIn(schema).map((limit) => `${name} ${limit}`));
  for (const name of reachedFrom(answered, components))
    visitSchema(components[name] as JsonObject, look(name));
  for (const schema of answered) visitSchema(schema, look('an answer'));

  expect(found).toEqual([]);
  expect(limitsIn(components.PublishEventBody)).toEqual(['additionalProperties']);
  expect(document.components.schemas.PublishEventBody.properties.type.pattern).toBeTruthy();
});

test('no two operations share an id, and each does one thing', () => {
  const ids = operations.map(({ operationId }) => operationId);

  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  for (const { operationId, parameters = [] } of operations)
    for (const { in: place, schema } of parameters)
      expect([operationId, place === 'path' && Boolean(schema.enum || schema.$ref)]).toEqual([
        operationId,
        false,
      ]);
  expect(ids).toEqual(
    expect.arrayContaining(['startRecovery', 'pauseRecovery', 'resumeRecovery', 'cancelRecovery']),
  );
});

test('no tag of an operation is also one of a webhook', () => {
  const ofWebhooks = operationsIn(document.webhooks).flatMap(({ tags }: any) => tags);
  const ofPaths = new Set(operations.flatMap(({ tags }) => tags));

  expect(ofWebhooks).toEqual(['Webhooks']);
  expect(ofWebhooks.filter((tag) => ofPaths.has(tag))).toEqual([]);
});

test('a body is required where one of its fields is, and nowhere else', () => {
  for (const { operationId, requestBody } of operations) {
    if (!requestBody) continue;
    const name = requestBody.content['application/json'].schema.$ref.split('/').at(-1);
    const { required = [] }: any = components[name];
    expect([operationId, requestBody.required]).toEqual([operationId, required.length > 0]);
  }
});

test('no union holds a map, which Java and Go cannot read', () => {
  const unions = everySchema().filter(([, { anyOf, oneOf }]) => anyOf ?? oneOf);
  const isMap = ({ type, properties }: any) => type === 'object' && !properties;

  expect(unions.length).toBeGreaterThan(3);
  expect(unions.filter(([, { anyOf = [], oneOf = [] }]) => [...anyOf, ...oneOf].some(isMap))).toEqual([]);
});

test('the constants of all enums differ: in Go they share one space', () => {
  const names = schemas.flatMap(([, schema]) => schema['x-enum-varnames'] ?? []);
  const withEnum = schemas.filter(([, { enum: values }]) => values);

  for (const [name, { enum: values, 'x-enum-varnames': constants }] of withEnum)
    expect([name, constants?.length]).toEqual([name, values.length]);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('every answer says its headers, and busy, limited and full are among them', () => {
  for (const { operationId, responses, requestBody } of operations) {
    for (const [status, answer] of Object.entries<any>(responses))
      expect([operationId, status, 'X-Request-Id' in answer.headers]).toEqual([operationId, status, true]);
    for (const [status, more] of [
      ['429', ['RateLimit-Policy', 'RateLimit']],
      ['503', []],
    ] as const)
      expect([operationId, Object.keys(responses[status]?.headers ?? {})]).toEqual([
        operationId,
        ['X-Request-Id', 'Retry-After', ...more],
      ]);
    if (requestBody) expect([operationId, '507' in responses]).toEqual([operationId, true]);
  }
  expect(document.paths['/v1/events'].post.responses['201'].headers).toHaveProperty('Idempotent-Replayed');
});

test('it says whose it is, and as a contract it says no address', () => {
  const contract = contractTextOf(openApiText('https://parley.example'));

  expect(document.info.license).toEqual({ name: 'Proprietary', identifier: 'LicenseRef-Proprietary' });
  expect(document.info.contact).toMatchObject({ url: 'https://parley.example' });
  expect(contract).not.toContain('parley.example');
});

/** Every example with the address of the schema that it has to fit. */
const examplesIn = (schema: any, pointer: string): [string, unknown][] => {
  const inner = (part: any, ...path: string[]) =>
    typeof part === 'object' && part !== null ? examplesIn(part, [pointer, ...path].join('/')) : [];
  return [
    ...('example' in schema ? [[pointer, schema.example] as [string, unknown]] : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, part]) => inner(part, 'properties', name)),
    ...['items', 'additionalProperties'].flatMap((key) => inner(schema[key], key)),
    ...['anyOf', 'oneOf'].flatMap((key) =>
      (schema[key] ?? []).flatMap((part: any, at: number) => inner(part, key, String(at))),
    ),
  ];
};

test('every example fits its schema', () => {
  const ajv = formats.default(new Ajv2020({ strict: false }));
  ajv.addSchema(document, 'document');
  const examples = schemas.flatMap(([name, schema]) => examplesIn(schema, `#/components/schemas/${name}`));
  const wrong = examples.filter(
    ([pointer, example]) => !ajv.validate({ $ref: `document${pointer}` }, example),
  );

  expect(examples.length).toBeGreaterThan(200);
  expect(wrong).toEqual([]);
  expect(ajv.validate({ $ref: 'document#/components/schemas/PublishEventBody' }, { type: 'a b' })).toBe(
    false,
  );
});

const deref = (schema: any): any =>
  schema?.$ref ? { ...(components[schema.$ref.split('/').at(-1)] as object), ...schema } : schema;

/** A body that is made of the examples of its fields alone. */
const exampleBodyOf = (node: any): Record<string, unknown> => {
  const { properties = {} } = deref(node.requestBody?.content['application/json'].schema) ?? {};
  return Object.fromEntries(
    Object.entries<any>(properties).flatMap(([name, schema]) => {
      const { example } = deref(schema);
      return example === undefined ? [] : [[name, example]];
    }),
  );
};

test('a request that is made of the examples is read', () => {
  for (const { name, input, meta } of operationsOf(appRouter)) {
    const node = document.paths[meta.openapi.path][meta.openapi.method.toLowerCase()];
    const parameters = (node.parameters ?? [])
      .filter(({ in: place, schema }: any) => place !== 'header' && deref(schema).example !== undefined)
      .map((parameter: any) => [parameter.name, deref(parameter.schema).example]);
    const example = { ...Object.fromEntries(parameters), ...exampleBodyOf(node) };

    expect([name, input.safeParse(example).error?.issues]).toEqual([name, undefined]);
    for (const field of Object.keys(
      deref(node.requestBody?.content['application/json'].schema)?.properties ?? {},
    ))
      if (/^(?:expires|sunset)At$/.test(field))
        expect([name, example[field]]).toEqual([name, '2099-12-31T23:00:00.000Z']);
  }
});

test('what the examples ask for is done', async () => {
  await using hub = await TestHub.start('sqlite');
  const client = await hub.client({
    scopes: ['api-keys:write', 'events:publish', 'endpoints:read', 'event-types:write'],
  });
  const bodyFor = (path: string) => exampleBodyOf(document.paths[path].post);
  const { consumerId: _none, ...key } = bodyFor('/v1/api-keys');
  const { downcast: _first, ...type } = bodyFor('/v1/event-types');

  const answers = [
    await client.rest('/v1/api-keys', { body: { ...key, environment: 'live' } }),
    await client.rest('/v1/event-types', { body: type }),
    await client.rest('/v1/events', { body: { ...bodyFor('/v1/events'), environment: 'live' } }),
  ];

  expect(answers.map(({ status, body }) => [status, body.detail])).toEqual([
    [201, undefined],
    [201, undefined],
    [201, undefined],
  ]);
});

const lintOf = async (text: string) =>
  (
    await lintFromString({
      source: text,
      absoluteRef: '/openapi.json',
      config: await createConfig({ extends: ['recommended-strict'] }),
    })
  ).map(({ ruleId, message }) => `${ruleId}: ${message}`);

test('the linter that everybody uses finds nothing', async () => {
  const broken = structuredClone(document);
  delete broken.info.license;

  expect(await lintOf(JSON.stringify(document))).toEqual([]);
  expect(await lintOf(JSON.stringify(broken))).toEqual([expect.stringContaining('info-license')]);
});
