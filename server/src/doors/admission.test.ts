import { setTimeout as sleep } from 'node:timers/promises';
import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../testing/test-hub.ts';
import { BodyBudget } from '../platform/request/body-budget.ts';
import { admitFirst, takeJson } from './admission.ts';

const kib = 1024;

const contract = {
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  paths: { '/pets': { get: { operationId: 'listPets', responses: { 200: { description: 'Fine.' } } } } },
};
const largeContract = (title = 'Pets') => ({
  ...contract,
  info: { title, version: '1', description: 'é'.repeat(300 * kib) },
});

describe.each(dialects)('on %s', (dialect) => {
  let hub: TestHub;

  beforeAll(async () => {
    hub = await TestHub.start(dialect);
    await hub.admin.api.create({ slug: 'pets', name: 'Pets' });
  });

  afterAll(async () => {
    await hub[Symbol.asyncDispose]();
  });

  test('a body that nobody may send is not read: neither its size nor what is wrong with it is told', async () => {
    const client = await hub.client({ scopes: ['events:read'] });
    const raw = `{"broken": ${'x'.repeat(2000 * kib)}`;

    expect((await hub.rest('/v1/events', { raw })).body.code).toBe('auth.required');
    expect((await client.rest('/v1/events', { raw })).body.code).toBe('auth.scope_missing');
    expect((await hub.trpc('event.publish', raw, 'POST')).body.code).toBe('auth.required');
    expect((await hub.rest('/v1/nowhere', { raw })).body.code).toBe('request.not_found');
    expect((await hub.rest('/v1/events', { raw, method: 'PUT' })).body.code).toBe(
      'request.method_not_allowed',
    );
  });

  test('before signing in a body is short', async () => {
    const refused = await hub.trpc('session.signIn', { email: 'a'.repeat(70 * kib) }, 'POST');

    expect(refused.body).toMatchObject({
      code: 'request.too_large',
      detail: expect.stringContaining('64 KiB'),
    });
  });

  test('a call that may be tried often goes alone', async () => {
    const body = { 0: { email: 'a@b.example', password: 'c' }, 1: { email: 'a@b.example', password: 'd' } };

    const answer = await hub.rest('/trpc/session.signIn,session.signIn?batch=1', { body });

    expect(answer.status).toBe(400);
    expect(answer.body.error.data.problem.detail).toContain('Send session.signIn by itself');
  });

  test('a call without an input is one without a body', async () => {
    const { cookie } = await hub.browser();

    const answer = await hub.rest('/trpc/session.signOut', {
      method: 'POST',
      headers: { cookie, origin: hub.config.publicUrl, 'content-type': 'application/json' },
    });

    expect([answer.status, answer.body]).toEqual([200, { result: {} }]);
  });

  test('of a batch the calls that are allowed are answered, the others are refused', async () => {
    const { cookie } = await hub.browser('viewer');
    const answer = await hub.rest('/trpc/session.signOut,consumer.create?batch=1', {
      body: {},
      headers: { cookie, origin: hub.config.publicUrl },
    });

    expect(answer.body.map((one: any) => one.error?.data.problem.code)).toEqual([
      undefined,
      'auth.scope_missing',
    ]);
  });

  test('a large contract is read on a thread and answers what a small one answers', async () => {
    const client = await hub.client();
    const document = largeContract();

    const asObject = await client.rest('/v1/apis/pets/versions', { body: { document } });
    const asText = await client.rest('/v1/apis/pets/versions', {
      body: { document: JSON.stringify(document) },
    });
    const asFiles = await client.rest('/v1/apis/pets/versions', {
      body: { slug: 'pets', files: { 'a.json': JSON.stringify(document) }, entry: 'a.json' },
    });

    expect(asObject).toMatchObject({ status: 201, body: { title: 'Pets', operationCount: 1 } });
    expect(asText.body).toEqual(asObject.body);
    expect(asFiles.body).toEqual(asObject.body);
    const path = `/v1/apis/pets/versions/${asObject.body.id}/document`;
    expect((await client.rest(path)).body).toEqual({
      id: asObject.body.id,
      sha256: asObject.body.sha256,
      document,
    });
    const overTrpc = await hub
      .withKey(client.secret)
      .contract.document({ slug: 'pets', id: asObject.body.id });
    expect(overTrpc.document).toEqual(document);
  });

  const large = 'x'.repeat(300 * kib);
  test.each<[string, string | Buffer, string, string]>([
    ['has a document that is no JSON', `{"document": {"a": "${large}"} what}`, 'contract.invalid', ''],
    ['is cut off', `{"document": "${large}`, 'request.malformed', ''],
    ['is no object', `["${large}"]`, 'request.malformed', ''],
    [
      'is not UTF-8',
      Buffer.concat([Buffer.from(`{"document":"${large}`), Buffer.from([0xff, 0x22, 0x7d])]),
      'request.malformed',
      '',
    ],
    ['has an unknown field', JSON.stringify({ document: large, more: 1 }), 'request.invalid', '/'],
    ['names another API', JSON.stringify({ slug: 'other', document: large }), 'request.invalid', '/slug'],
    ['has no document', JSON.stringify({ entry: 'a', files: { b: large } }), 'request.invalid', '/entry'],
    [
      'has a document of the wrong kind',
      `{"document": [${'1,'.repeat(200 * kib)}1]}`,
      'request.invalid',
      '/document',
    ],
    ['has a document that is none', JSON.stringify({ document: { a: large } }), 'contract.unsupported', ''],
  ])('a large request that %s is refused in words', async (_name, raw, code, path) => {
    const client = await hub.client();

    const { body } = await client.rest('/v1/apis/pets/check', { raw });

    expect(body.code).toBe(code);
    expect(body.errors?.[0]?.path ?? '').toBe(path);
  });
});

test('a route that takes a body and does not say who may send one does not start', async () => {
  const app = fastify();
  await using hub = await TestHub.start('sqlite');
  admitFirst(app, hub.hub.services);

  expect(() => app.post('/in/anything', () => 'taken')).toThrow('does not declare which procedures it calls');
  expect(() => app.get('/status', () => 'fine')).not.toThrow();
});

test('callers without a credential come two at a time, and whoever leaves holds nobody up', async () => {
  await using hub = await TestHub.start('sqlite');
  const app = fastify({ forceCloseConnections: true });
  let inside = 0;
  let insideMost = 0;
  const held = Promise.withResolvers<void>();
  admitFirst(app, hub.hub.services);
  takeJson(app, new BodyBudget(), () => null);
  const config = { calls: () => [{ name: 'session.signIn', access: 'anyone' as const }] };
  const answer = (until: () => Promise<unknown>) => async () => {
    inside += 1;
    insideMost = Math.max(insideMost, inside);
    await until();
    inside -= 1;
    return {};
  };
  app.post(
    '/held',
    { config },
    answer(async () => held.promise),
  );
  app.post(
    '/quick',
    { config },
    answer(async () => sleep(1)),
  );
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const post = async (path: string, signal?: AbortSignal) =>
    fetch(url + path, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
      signal: signal ?? null,
    });

  const leaving = new AbortController();
  const left = Array.from({ length: 5 }, async () => post('/held', leaving.signal).catch(() => 'left'));
  await expect.poll(() => inside).toBe(2);
  leaving.abort();
  await Promise.all(left);
  held.resolve();
  const answers = await Promise.all(Array.from({ length: 20 }, async () => post('/quick')));

  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  expect({ inside, insideMost }).toEqual({ inside: 0, insideMost: 2 });
  await app.close();
});
