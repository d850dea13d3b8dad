// Answers that hold a secret and are kept for an Idempotency-Key: shown again as long as the secret is one to be shown.
import type { AnyProcedure } from '@trpc/server';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { appRouter } from './doors/router.ts';
import type { Meta } from './platform/guard/context.ts';
import { type Call, dialects, type RestAnswer, TestHub } from './testing/test-hub.ts';

const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, AnyProcedure>).map(
  ([name, procedure]) => {
    const { meta, output } = procedure._def as unknown as { meta: Meta; output: unknown };
    return { name, meta, fields: output instanceof z.ZodObject ? Object.keys(output.shape) : [] };
  },
);

test('whatever answers with a secret and keeps its answer says how long it may be shown', () => {
  const silent = procedures.filter(
    ({ meta, fields }) =>
      meta.idempotency !== undefined &&
      // Of these no answer is kept.
      meta.idempotency !== 'cookie' &&
      meta.idempotency !== 'natural' &&
      !meta.isStillGood &&
      fields.some((field) => /secret$|token$|invitationUrl|intakeUrl/i.test(field)),
  );

  expect(silent.map(({ name }) => name)).toEqual([]);
  expect(procedures.filter(({ meta }) => meta.isStillGood)).toHaveLength(8);
});

/** What a third request with the same key is answered, after `end`; the first two are answered alike. */
const repeat = async (
  send: (headers: Record<string, string>) => Promise<RestAnswer>,
  end: (body: RestAnswer['body']) => Promise<unknown>,
) => {
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const first = await send(headers);
  const again = await send(headers);
  expect([first.status, again.status, again.body]).toEqual([first.status, first.status, first.body]);
  await end(first.body);
  const third = await send(headers);
  const secret = first.body.secret ?? first.body.invitationUrl ?? first.body.intakeUrl;
  expect(JSON.stringify(third.body)).not.toContain(secret);
  return [third.status, third.body.code];
};

const ended = [410, 'idempotency.secret_ended'];

describe.each(dialects)('a kept answer with a secret, on %s', (dialect) => {
  test('is not shown again once the key in it has ended', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const create = (more: object) => (headers: Record<string, string>) =>
      client.rest('/v1/api-keys', { body: { name: 'x', scopes: ['events:read'], ...more }, headers });
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const { body: old } = await create({})({});

    expect(
      await repeat(create({}), async ({ id }) =>
        client.rest(`/v1/api-keys/${id}/revoke`, { method: 'POST' }),
      ),
    ).toEqual(ended);
    expect(
      await repeat(create({}), async ({ id }) =>
        client.rest(`/v1/api-keys/${id}/rotate`, { body: { overlapSeconds: 0 } }),
      ),
    ).toEqual(ended);
    expect(
      await repeat(
        (headers) => client.rest(`/v1/api-keys/${old.id}/rotate`, { body: {}, headers }),
        async ({ id }) => client.rest(`/v1/api-keys/${id}/revoke`, { method: 'POST' }),
      ),
    ).toEqual(ended);
    expect(await repeat(create({ expiresAt }), async () => hub.advance(3_600_000))).toEqual(ended);
  });

  test('is not shown again once the signing secret in it has ended', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const body = { url: 'https://8.8.8.8/hook', eventTypes: ['*'] };
    const create = (headers: Record<string, string>) => client.rest('/v1/endpoints', { body, headers });
    const { body: endpoint } = await create({});
    const rotate = (id: string, call: Call = {}) =>
      client.rest(`/v1/endpoints/${id}/rotate-secret`, { body: { overlapSeconds: 0 }, ...call });

    expect(await repeat(create, async ({ id }) => rotate(id))).toEqual(ended);
    expect(
      await repeat(create, async ({ id }) => client.rest(`/v1/endpoints/${id}`, { method: 'DELETE' })),
    ).toEqual(ended);
    expect(
      await repeat(
        (headers) => rotate(endpoint.id, { headers }),
        async () => rotate(endpoint.id),
      ),
    ).toEqual(ended);
  });

  test('is not shown again once the invitation in it has ended, or to who could not make it any more', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { cookie, api } = await hub.browser('owner');
    const { staffId } = (await api.session.current())!;
    const invite =
      (email: string, role = 'viewer') =>
      (headers: Record<string, string>) =>
        hub.rest('/v1/staff', {
          body: { email, role },
          headers: { cookie, origin: hub.config.publicUrl, ...headers },
        });

    expect(
      await repeat(invite('a@parley.example'), async ({ staff: { id } }) =>
        hub.admin.staff.update({ id, disabled: true }),
      ),
    ).toEqual(ended);
    expect(
      await repeat(invite('b@parley.example'), async () =>
        hub.admin.staff.invite({ email: 'b@parley.example', role: 'viewer' }),
      ),
    ).toEqual(ended);
    expect(
      await repeat(invite('c@parley.example'), async ({ invitationUrl }) =>
        hub.anyone.session.acceptInvitation({
          token: new URL(invitationUrl).searchParams.get('token')!,
          name: 'C',
          password: 'correct horse battery',
        }),
      ),
    ).toEqual(ended);
    expect(
      await repeat(invite('d@parley.example', 'owner'), async () =>
        hub.admin.staff.update({ id: staffId, role: 'admin' }),
      ),
    ).toEqual(ended);
  });
});
