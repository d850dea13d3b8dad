import { readFileSync } from 'node:fs';
import { problems } from '@parley/shared/problem';
import { scopeDescriptions } from '@parley/shared/scope';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createOpenApi } from './doors/openapi.ts';
import { operationsOf } from './doors/operation.ts';
import { appRouter } from './doors/router.ts';
import { TestHub } from './testing/test-hub.ts';

// A document is walked by names that the test spells out.
const document: any = createOpenApi('http://127.0.0.1:4100');
const operations = operationsOf(appRouter);
const nodeOf = (path: string, method: string) => document.paths[path][method.toLowerCase()];

test('the document is valid OpenAPI 3.1, says a validator that knows nothing of us', async () => {
  const result = await new Validator().validate(structuredClone(document));

  expect(result).toMatchObject({ valid: true });
  expect(document.openapi).toMatch(/^3\.1\./);
});

test('the document has the version of package.json', () => {
  const file = new URL('../../package.json', import.meta.url);

  expect(document.info.version).toBe(JSON.parse(readFileSync(file, 'utf8')).version);
});

test('every operation has its true status, its scope, a summary, tags and problem answers', () => {
  for (const { name, meta } of operations) {
    const node = nodeOf(meta.openapi.path, meta.openapi.method);
    const successes = Object.keys(node.responses).filter((status) => status.startsWith('2'));

    expect(successes, name).toEqual([...(meta.mayExist ? ['200'] : []), String(meta.status ?? 200)]);
    // A search looks at the scopes of its caller kind by kind, and no one of them is needed. A link has none, nor what is
    // for every person who signed in.
    const isScoped =
      !['session', 'credential', 'intake', 'anyone'].includes(meta.access) && name !== 'search.find';
    const needed = isScoped ? [meta.access] : [];
    // The link itself is the credential, and stands in the body; a session is a cookie, and no bearer has it.
    const isBearers = !['anyone', 'session'].includes(meta.access);
    expect(node.security, name).toEqual(isBearers ? [{ bearer: needed }] : []);
    for (const scope of needed) expect(Object.keys(scopeDescriptions), name).toContain(scope);
    expect(node.summary, name).toBeTruthy();
    expect(
      document.tags.map((tag: { name: string }) => tag.name),
      name,
    ).toContain(node.tags[0]);
    expect(node.responses['401'].content['application/problem+json'].schema.$ref).toBe(
      '#/components/schemas/Problem',
    );
  }
});

test('conditions, keys and the headers of answers stand with the operations that have them', () => {
  for (const { name, type, input, meta } of operations) {
    const node = nodeOf(meta.openapi.path, meta.openapi.method);
    const headers = Object.keys(node.responses[String(meta.status ?? 200)].headers);
    const parameters = (node.parameters ?? []).map((one: { name: string }) => one.name);
    const isKeyed = meta.idempotency === 'door' || meta.idempotency === 'publisher';

    expect([name, headers.includes('ETag')]).toEqual([name, Boolean(meta.tag)]);
    expect([name, headers.includes('Location')]).toEqual([name, meta.status === 201]);
    expect([name, headers.includes('Link')]).toEqual([name, 'cursor' in input.shape]);
    expect([name, '304' in node.responses]).toEqual([name, Boolean(meta.tag) && type === 'query']);
    expect([name, '412' in node.responses]).toEqual([name, Boolean(meta.takesIfMatch)]);
    expect([name, parameters.includes('If-Match')]).toEqual([name, Boolean(meta.takesIfMatch)]);
    expect([name, parameters.includes('Idempotency-Key')]).toEqual([name, isKeyed]);
  }
});

test('the document has exactly the operations that the door serves', async () => {
  await using hub = await TestHub.start('sqlite');
  const served: { path: string; method: string }[] = operations.map(({ meta }) => meta.openapi);
  const documented = Object.entries<object>(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );

  expect(documented.toSorted()).toEqual(served.map(({ path, method }) => `${method} ${path}`).toSorted());
  for (const { path, method } of served) {
    if (path === '/v1/intake/claim') continue;
    const answer = await hub.rest(path.replaceAll(/\{\w+\}/g, 'x'), { method });
    expect(answer.status, `${method} ${path}`).toBe(401);
  }
});

test('every time that comes in may have any offset, as the document says', () => {
  const found = operations.flatMap(({ name, input }) => {
    const { properties = {} } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
    return Object.entries(properties).flatMap(([field, schema]) =>
      JSON.stringify(schema).includes('"date-time"')
        ? [{ name: `${name} ${field}`, schema: input.shape[field] }]
        : [],
    );
  });

  expect(found.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['event.publish occurredAt', 'delivery.list since', 'apiKey.create expiresAt']),
  );
  for (const { name, schema } of found)
    expect([name, schema?.parse('2026-11-27t06:00:00+01:00')]).toEqual([name, '2026-11-27T05:00:00.000Z']);
});

test('the outgoing webhook is described as it is sent', () => {
  const { post } = document.webhooks.event;

  expect(post.parameters.map((parameter: { name: string }) => parameter.name)).toEqual([
    'webhook-id',
    'webhook-timestamp',
    'webhook-signature',
  ]);
  expect(Object.keys(document.components.schemas.WebhookEvent.properties)).toEqual([
    'type',
    'timestamp',
    'data',
  ]);
});

test('an address, an id or a secret in an answer leaves room for new fields', () => {
  expect(document.components.schemas.Consumer.additionalProperties).toBeUndefined();
});

test('every problem has a page of its own', async () => {
  await using hub = await TestHub.start('sqlite');

  for (const [code, { remedy }] of Object.entries(problems)) {
    const page = await hub.rest(`/docs/problems/${code}`);
    expect([code, page.status]).toEqual([code, 200]);
    expect(remedy.length).toBeGreaterThan(10);
  }
});
