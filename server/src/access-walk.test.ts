// Walks every procedure of the router, over both doors, as callers who should get nothing. A new procedure is walked
// without a word here; one that takes an id of a new room fails until `foreignRowsOf` has a row of it.
import { scopeDescriptions, type Scope } from '@parley/shared/scope';
import type { AnyProcedure } from '@trpc/server';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { appRouter } from './doors/router.ts';
import { foreignRowsOf } from './testing/foreign-rows.ts';
import { type Bearer, startBearers } from './testing/bearers.ts';
import { answering, Receiver } from './testing/receiver.ts';
import { type Client, dialects, keyScopes, type RestAnswer, TestHub } from './testing/test-hub.ts';
import type { Meta } from './platform/guard/context.ts';

interface Walked {
  name: string;
  room: string;
  type: 'query' | 'mutation';
  meta: Meta;
  input: z.ZodObject | null;
}

const walked: Walked[] = Object.entries(
  appRouter._def.procedures as unknown as Record<string, AnyProcedure>,
).map(([name, procedure]) => {
  const definition = procedure._def as unknown as {
    type: 'query' | 'mutation';
    inputs: unknown[];
    meta: Meta;
  };
  const input = definition.inputs[0];
  return {
    name,
    room: name.split('.')[0]!,
    type: definition.type,
    meta: definition.meta,
    input: input instanceof z.ZodObject ? input : null,
  };
});

/** Before signing in, on purpose. Anything added here is a door without a lock. */
const openOnPurpose = [
  'session.current',
  'session.setUp',
  'session.invitation',
  'session.acceptInvitation',
  'session.signIn',
  'session.finishSignIn',
  'session.beginPasskey',
  'session.signInByPasskey',
  'session.signOut',
  'intake.claim',
];

/** Rooms whose rows belong to the company and to no consumer: whoever may read one row may read all. */
const ofTheCompany = ['contract', 'contractImpact'];

const sampleOf = (schema: z.core.$ZodType): unknown => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return sampleOf(schema.unwrap());
  const example = (z.globalRegistry.get(schema) as { example?: unknown } | undefined)?.example;
  if (example !== undefined) return example;
  if (schema instanceof z.ZodBoolean) return true;
  throw new Error(
    `A field without an example: ${JSON.stringify(z.toJSONSchema(schema))}. Give its schema one, it is in the API reference as well.`,
  );
};

const isLeftOut = (schema: z.core.$ZodType): boolean =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodDefault;

const sampleInput = (procedure: Walked): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(procedure.input?.shape ?? {})
      .filter(([, schema]) => !isLeftOut(schema))
      .map(([name, schema]) => [name, name === 'secret' || name === 'token' ? 'nothing' : sampleOf(schema)]),
  );

const withoutVolatile = ({ status, body }: RestAnswer) => ({
  status,
  code: body?.code,
  detail: body?.detail,
});

const callRest = async (
  rest: TestHub['rest'],
  procedure: Walked,
  input: Record<string, unknown>,
): Promise<RestAnswer> => {
  const { openapi } = procedure.meta;
  if (!openapi) throw new Error(`${procedure.name} has no REST.`);
  const left = { ...input };
  const path = openapi.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(left[name]);
    delete left[name];
    return encodeURIComponent(value);
  });
  if (openapi.method !== 'GET') return rest(path, { method: openapi.method, body: left });
  const query = new URLSearchParams(
    Object.entries(left).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return rest(`${path}?${query.toString()}`);
};

const callTrpc = async (
  hub: TestHub,
  procedure: Walked,
  input: Record<string, unknown>,
  headers: Record<string, string>,
) =>
  hub.trpc(
    procedure.name,
    procedure.input ? input : undefined,
    procedure.type === 'query' ? 'GET' : 'POST',
    headers,
  );

const bothDoors = async (
  hub: TestHub,
  procedure: Walked,
  input: Record<string, unknown>,
  client: Pick<Client, 'secret'> | null,
): Promise<RestAnswer[]> => {
  const headers: Record<string, string> = client ? { authorization: `Bearer ${client.secret}` } : {};
  const answers = [await callTrpc(hub, procedure, input, headers)];
  if (procedure.meta.openapi)
    answers.push(
      await callRest(
        (path, call) => hub.rest(path, { ...call, headers: { ...headers, ...call?.headers } }),
        procedure,
        input,
      ),
    );
  return answers;
};

/** Whether it acts on one row that its `id` names. */
const takesId = ({ input }: Walked): boolean => {
  const id = input?.shape.id;
  return id !== undefined && !isLeftOut(id);
};

const scopeOf = ({ meta }: Walked): Scope | null =>
  meta.access in scopeDescriptions ? (meta.access as Scope) : null;
const guardedOnes = walked.filter(({ meta }) => meta.access !== 'anyone');

test('only the procedures before signing in are open', () => {
  const open = walked.filter(({ meta }) => meta.access === 'anyone').map(({ name }) => name);

  expect(open.toSorted()).toEqual(openOnPurpose.toSorted());
});

test('over REST, reading is GET and nothing else', () => {
  const wrong = walked.filter(
    ({ type, meta }) => meta.openapi && (meta.openapi.method === 'GET') !== (type === 'query'),
  );

  expect(wrong.map(({ name }) => name)).toEqual([]);
});

describe.each(dialects)('on %s', (dialect) => {
  test('without a credential every guarded procedure answers 401, over both doors', async () => {
    await using hub = await TestHub.start(dialect);

    for (const procedure of guardedOnes)
      for (const answer of await bothDoors(hub, procedure, sampleInput(procedure), null))
        expect([procedure.name, answer.status, answer.body.code]).toEqual([
          procedure.name,
          401,
          'auth.required',
        ]);
  });

  test('a key with every scope but the one that is needed answers 403, over both doors', async () => {
    await using hub = await TestHub.start(dialect);
    const consumerId = await hub.consumer();

    for (const procedure of guardedOnes.filter(({ meta }) => meta.access !== 'credential')) {
      const scope = scopeOf(procedure);
      const others = keyScopes.filter(
        (one) => one !== scope && !(scope === 'events:publish' && one === 'events:publish.any'),
      );
      const client = await hub.client({ consumerId, scopes: others });
      const expected = scope === null ? [401, 'auth.required'] : [403, 'auth.scope_missing'];
      for (const answer of await bothDoors(hub, procedure, sampleInput(procedure), client))
        expect([procedure.name, answer.status, answer.body.code]).toEqual([procedure.name, ...expected]);
    }
  });

  test('an id of another consumer, or of the other environment, is as absent as one that does not exist', async () => {
    await using receiver = await Receiver.start();
    receiver.otherwise(answering(200));
    await using hub = await TestHub.start(dialect);
    const { owner, rows } = await foreignRowsOf(hub, receiver);
    const stranger = await hub.client({ environment: 'live' });
    const ownInTest = await hub.client({ consumerId: owner.consumerId, environment: 'test' });
    await using bearers = await startBearers(hub, stranger.consumerId);
    // What a token sees is decided as for a key: on one database is enough.
    const strangers: Bearer[] = dialect === 'sqlite' ? await bearers.holding(keyScopes) : [];
    const before = JSON.stringify(
      await owner.rest(`/v1/endpoints/${rows.byRoom.endpoint}`).then(({ body }) => body),
    );

    for (const procedure of guardedOnes.filter((one) => scopeOf(one) !== null && takesId(one))) {
      if (ofTheCompany.includes(procedure.room)) continue;
      const foreignId = rows.byRoom[procedure.room];
      expect(foreignId, `a foreign row for the room ${procedure.room}`).toBeDefined();
      for (const client of [stranger, ownInTest]) {
        // A consumer is one in both environments, and may read itself and its plan in either.
        if (client === ownInTest && /^(?:consumer|plan(?:Preview)?$|refusedCall$)/.test(procedure.room))
          continue;
        const scope = scopeOf(procedure)!;
        if (!keyScopes.includes(scope)) continue;
        const sample = sampleInput(procedure);
        const asked = await bothDoors(hub, procedure, { ...sample, id: foreignId }, client);
        const absent = await bothDoors(hub, procedure, { ...sample, id: `${procedure.room}_absent` }, client);
        for (const [index, answer] of asked.entries()) {
          expect([procedure.name, answer.status]).toEqual([procedure.name, 404]);
          expect(withoutVolatile(answer)).toEqual(withoutVolatile(absent[index]!));
        }
      }
      if (!keyScopes.includes(scopeOf(procedure)!)) continue;
      for (const { kind, secret } of strangers)
        for (const answer of await bothDoors(
          hub,
          procedure,
          { ...sampleInput(procedure), id: foreignId },
          { secret },
        ))
          // What makes and replaces keys is closed to tokens of other issuers, before anything is looked for.
          expect([kind, procedure.name, [403, 404].includes(answer.status), answer.body.code]).toEqual([
            kind,
            procedure.name,
            true,
            answer.status === 404 ? expect.stringMatching(/_found$/) : 'auth.grant_refused',
          ]);
    }

    const after = JSON.stringify(
      await owner.rest(`/v1/endpoints/${rows.byRoom.endpoint}`).then(({ body }) => body),
    );
    expect(after).toBe(before);
  });

  test('lists, creations and filters never show or touch a foreign row', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const { owner, rows } = await foreignRowsOf(hub, receiver);
    const stranger = await hub.client({ environment: 'live' });
    const ownInTest = await hub.client({ consumerId: owner.consumerId, environment: 'test' });
    await using bearers = await startBearers(hub, stranger.consumerId);
    const strangers: Bearer[] = dialect === 'sqlite' ? await bearers.holding(keyScopes) : [];
    const keyHolders = guardedOnes.filter((one) => {
      const scope = scopeOf(one);
      return scope !== null && keyScopes.includes(scope) && !takesId(one);
    });

    for (const procedure of keyHolders) {
      const fields = Object.keys(procedure.input?.shape ?? {}).filter((field) => field in rows.byField);
      const inputs = [
        sampleInput(procedure),
        ...fields.map((field) => ({ ...sampleInput(procedure), [field]: rows.byField[field] })),
      ];
      // What rows are seen is decided by consumer and environment: tokens are tried with one input each.
      const asked = [
        ...inputs.map((input) => ({ who: stranger as Pick<Client, 'secret'>, input })),
        ...strangers.map((who) => ({ who, input: inputs.at(-1)! })),
      ];
      for (const { who, input } of asked)
        for (const answer of await bothDoors(hub, procedure, input, who)) {
          // A problem says which path was asked for.
          const text = JSON.stringify(answer.body ?? null, (name, value: unknown) =>
            name === 'instance' ? undefined : value,
          );
          for (const mark of rows.marks)
            expect(text, `${procedure.name} ${JSON.stringify(input)}`).not.toContain(mark);
        }
      for (const answer of await bothDoors(hub, procedure, sampleInput(procedure), ownInTest)) {
        const text = JSON.stringify(answer.body ?? null);
        for (const mark of [rows.byRoom.endpoint!, rows.byRoom.event!, rows.byRoom.delivery!, owner.keyId])
          expect(text, procedure.name).not.toContain(mark);
      }
    }
  });
});
