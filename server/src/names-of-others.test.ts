// Plants a consumer whose every text is unmistakable, calls every operation as somebody else's key, with scopes for
// all of them and with whatever could make it talk, and looks for what was planted in the answers.
import { type Scope, scopeDescriptions } from '@parley/shared/scope';
import type { AnyProcedure } from '@trpc/server';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { appRouter } from './doors/router.ts';
import type { Meta } from './platform/guard/context.ts';
import { makeIssue } from './testing/issues.ts';
import { type Client, dialects, keyScopes, TestHub } from './testing/test-hub.ts';

const mark = 'zz-planted';

const typeNamed = (schema: object) => ({
  name: 'invoice.generated',
  description: 'An invoice was generated.',
  schema,
  example: { amount: 1200 },
});
const whole = { type: 'object', required: ['amount'], properties: { amount: { type: 'integer' } } };
const breaking = { type: 'object', properties: { amount: { type: ['integer', 'string'] } } };

const petsWith = (version: string, parameters: string[]) => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version },
  paths: {
    '/pets': {
      get: {
        operationId: 'listPets',
        parameters: parameters.map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
        responses: { 200: { description: 'Pets.' } },
      },
    },
  },
});

/** A consumer with a row of each noun; answers every text of it that nobody else may read. */
const plant = async (hub: TestHub): Promise<string[]> => {
  const consumer = await hub.admin.consumer.create({
    name: `${mark} name`,
    kind: 'partner',
    description: `${mark} description`,
    contactEmail: `${mark}@victim.example`,
    technicalEmail: `${mark}@technical.example`,
  });
  const key = await hub.admin.apiKey.create({
    name: `${mark} key`,
    consumerId: consumer.id,
    environment: 'live',
    scopes: keyScopes,
  });
  const victim = (path: string, body?: unknown) =>
    hub.rest(path, {
      ...(body === undefined ? {} : { body }),
      headers: { authorization: `Bearer ${key.secret}`, 'x-request-id': `${mark}-request` },
    });
  await victim('/v1/event-types', typeNamed(whole));
  const endpoint = {
    url: `https://8.8.8.8/${mark}-path`,
    eventTypes: ['*'],
    description: `${mark} endpoint`,
    headers: { [`x-${mark}`]: mark },
  };
  const open = await victim('/v1/endpoints', endpoint);
  const pinned = await victim('/v1/endpoints', { ...endpoint, schemaVersions: { 'invoice.generated': 1 } });
  const event = await victim('/v1/events', {
    type: 'invoice.generated',
    id: `${mark}-event`,
    subject: `${mark}-subject`,
    data: { amount: 1 },
    audience: 'everyone',
  });
  const requirement = await victim(`/v1/consumers/${consumer.id}/requirements`, {
    purpose: `${mark} purpose`,
    operations: [{ api: 'pets', operation: 'listPets' }],
    eventTypes: [],
  });
  const recovery = await victim('/v1/recoveries', { scope: 'everything' });
  const issue = { body: { id: await makeIssue(hub, open.body.id) } };
  await victim('/v1/apis', { slug: 'pets', name: 'Pets' });
  const first = await victim('/v1/apis/pets/versions', { document: petsWith('1.0.0', ['status', 'limit']) });
  await victim(`/v1/apis/pets/versions/${first.body.id}/publish`, {});
  const { body: checked } = await victim('/v1/apis/pets/check', { document: petsWith('1.1.0', ['limit']) });
  for (const { fingerprint } of checked.changes)
    await victim('/v1/apis/pets/acceptances', { fingerprint, reason: 'Nobody uses it.' });
  await victim('/v1/apis/pets/versions', { document: petsWith('1.1.0', ['limit']) });
  const { items } = (await victim('/v1/deliveries?limit=1')).body;
  await hub.hub.services.usage.flush();
  const ids = [
    consumer,
    key,
    open.body,
    pinned.body,
    requirement.body,
    recovery.body,
    issue.body,
    ...items,
  ].map(({ id }) => id);
  expect(ids.every((id) => typeof id === 'string')).toBe(true);
  return [mark, ...new Set([...ids, event.body.uniqueId])];
};

interface Walked {
  name: string;
  room: string;
  type: 'query' | 'mutation';
  shape: Record<string, z.ZodType>;
}

const walked: Walked[] = Object.entries(
  appRouter._def.procedures as unknown as Record<string, AnyProcedure>,
).flatMap(([name, procedure]) => {
  const { type, meta, inputs } = procedure._def as unknown as {
    type: 'query' | 'mutation';
    meta: Meta;
    inputs: unknown[];
  };
  const isForKeys =
    meta.access === 'credential' ||
    (meta.access in scopeDescriptions && keyScopes.includes(meta.access as Scope));
  // What a key is refused needs no walk; what it loses itself by ends the walk.
  if (!isForKeys || name === 'apiKey.revoke') return [];
  const shape = inputs[0] instanceof z.ZodObject ? (inputs[0].shape as Record<string, z.ZodType>) : {};
  return [{ name, room: name.split('.')[0]!, type, shape }];
});

// What is published under a name of somebody else's is the caller's own from then on, and shows up in lists.
const rank = ({ name, type }: Walked): number => (name === 'event.publish' ? 2 : type === 'query' ? 0 : 1);
const inOrder = walked.toSorted((a, b) => rank(a) - rank(b));

const exampleOf = (schema: z.ZodType): unknown =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable
    ? exampleOf(schema.unwrap() as z.ZodType)
    : (z.globalRegistry.get(schema) as { example?: unknown } | undefined)?.example;

const isLeftOut = (schema: z.ZodType): boolean =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodDefault;

/** Fields of changes that point at something; what is put into others is the caller's own from then on. */
const isReference = (name: string): boolean => /^(?:id|.*Ids?|slug|from|to|fingerprint)$/.test(name);

/** What makes operations talk about others: their ids and names in any field, and what concerns them. */
const inputsOf = (procedure: Walked, own: Record<string, unknown>, foreign: readonly string[]) => {
  const fields = Object.entries(procedure.shape);
  const base = Object.fromEntries(
    fields
      .filter(([, schema]) => !isLeftOut(schema))
      .map(([name, schema]) => [name, own[`${procedure.room}.${name}`] ?? own[name] ?? exampleOf(schema)]),
  );
  return [
    base,
    ...fields
      .filter(([name]) => procedure.type === 'query' || isReference(name))
      .flatMap(([name]) =>
        foreign.map((value) => ({ ...base, [name]: name.endsWith('Ids') ? [value] : value })),
      ),
    ...(procedure.name === 'event.publish' ? foreign.map((value) => ({ ...base, audience: [value] })) : []),
    ...(procedure.name === 'consumer.update' ? [{ ...base, name: `${mark} name` }] : []),
    ...(procedure.room === 'eventType' && procedure.type === 'mutation'
      ? [
          { ...base, ...typeNamed(breaking) },
          { ...base, ...typeNamed(breaking), acknowledgeBreaking: true },
          { ...base, ...typeNamed(whole), downcast: [{ op: 'remove', path: '/none' }] },
        ]
      : []),
  ];
};

const rowsOf = async (hub: TestHub, client: Client): Promise<Record<string, unknown>> => {
  const body = async (path: string, input?: unknown) =>
    (await client.rest(path, input === undefined ? {} : { body: input })).body;
  const endpoint = await body('/v1/endpoints', { url: 'https://8.8.4.4/own', eventTypes: ['*'] });
  const event = await body('/v1/events', { type: 'invoice.generated', data: { amount: 1 } });
  const [delivery] = (await body('/v1/deliveries')).items;
  const recovery = await body('/v1/recoveries', { scope: 'everything' });
  const [version] = (await body('/v1/apis/pets/versions')).items;
  return {
    'consumer.id': client.consumerId,
    consumerId: client.consumerId,
    'apiKey.id': client.keyId,
    'endpoint.id': endpoint.id,
    endpointId: endpoint.id,
    'event.id': event.id,
    'delivery.id': delivery.id,
    'lineage.id': delivery.id,
    'recovery.id': recovery.id,
    'issue.id': await makeIssue(hub, endpoint.id),
    'contract.id': version.id,
    'contractVersion.id': version.id,
    url: 'https://8.8.4.4/own',
    slug: 'pets',
    name: 'invoice.generated',
    data: { amount: 1 },
    type: 'invoice.generated',
    document: petsWith('1.2.0', []),
  };
};

test.each(dialects)(
  'no answer to a key names what is another consumer’s, on %s',
  async (dialect) => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const planted = await plant(hub);
    const client = await hub.client();
    const own = await rowsOf(hub, client);
    const foreign = [...planted.slice(1), `${mark} name`, `${mark}-event`, `${mark}-request`];
    const headers = { authorization: `Bearer ${client.secret}` };
    const answered = new Set<string>();

    for (const procedure of inOrder)
      for (const input of inputsOf(procedure, own, foreign)) {
        const method = procedure.type === 'query' ? 'GET' : 'POST';
        const { status, body } = await hub.trpc(procedure.name, input, method, headers);
        const sent = JSON.stringify(input);
        const text = JSON.stringify(body ?? null);
        expect([procedure.name, status === 500]).toEqual([procedure.name, false]);
        if (status < 300) answered.add(procedure.name);
        // What was sent may come back.
        for (const one of planted.filter((each) => !sent.includes(each)))
          expect(text, `${procedure.name} ${sent.slice(0, 300)}`).not.toContain(one);
      }

    const { items } = await hub.admin.endpoint.list({ limit: 200 });
    expect(items.filter(({ description }) => description === `${mark} endpoint`)).toHaveLength(2);
    // A walk of refusals would prove nothing.
    expect(answered.size).toBeGreaterThan(walked.length / 2);
  },
  240_000,
);
