// Walks every procedure that is declared as dangerous, over both doors, with a session whose person has not shown lately
// that it is them. A new one is walked without a word here.
import { minuteMs } from '@parley/shared/words/time';
import type { AnyProcedure } from '@trpc/server';
import { describe, expect, test } from 'vitest';
import { appRouter } from './doors/router.ts';
import { dialects, TestHub } from './testing/test-hub.ts';
import type { Meta } from './platform/guard/context.ts';

const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, AnyProcedure>).map(
  ([name, { _def }]) => {
    const { type, meta } = _def as unknown as { type: 'query' | 'mutation'; meta: Meta };
    return { name, method: type === 'query' ? ('GET' as const) : ('POST' as const), meta };
  },
);
const dangerous = procedures.filter(({ meta }) => meta.isDangerous);

test('what gives rights, takes them away or publishes is declared as dangerous', () => {
  expect(dangerous.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'apiKey.revoke',
      'apiKey.rotate',
      'contract.publish',
      'contract.deprecate',
      'contract.retire',
      'staff.invite',
      'staff.update',
      'staff.resetSecondFactor',
      'securityPolicy.update',
      'signingKey.replace',
      'account.confirmTotp',
      'account.addPasskey',
    ]),
  );
});

describe.each(dialects)('on %s', (dialect) => {
  test('a session that was not confirmed lately does nothing dangerous, over both doors, until it is', async () => {
    await using hub = await TestHub.start(dialect);
    const { cookie } = await hub.browser('owner');
    const client = await hub.client();
    const call = async ({ name, method }: { name: string; method: 'GET' | 'POST' }) =>
      hub.trpc(name, {}, method, { cookie });
    const callRest = async ({ meta: { openapi } }: { meta: Meta }, headers: Record<string, string>) =>
      openapi &&
      hub.rest(openapi.path.replaceAll(/\{\w+\}/g, 'none'), {
        method: openapi.method,
        ...(openapi.method === 'GET' ? {} : { body: {} }),
        headers: { origin: hub.config.publicUrl, ...headers },
      });
    hub.advance(14 * minuteMs);
    for (const one of dangerous)
      expect([one.name, (await call(one)).body?.code]).not.toContain('auth.confirmation_needed');
    hub.advance(2 * minuteMs);

    for (const one of dangerous) {
      for (const answer of [await call(one), await callRest(one, { cookie })])
        if (answer)
          expect([one.name, answer.status, answer.body.code]).toEqual([
            one.name,
            403,
            'auth.confirmation_needed',
          ]);
      const byKey = await callRest(one, { authorization: `Bearer ${client.secret}` });
      expect([one.name, byKey?.body?.code]).not.toContain('auth.confirmation_needed');
    }
    const files = await fetch(`${hub.url}/export/consumers.csv`, { headers: { cookie } });
    const list = await hub.trpc('staff.list', {}, 'GET', { cookie });
    const wrong = await hub.trpc('session.confirm', { password: 'wrong password' }, 'POST', { cookie });
    const before = await hub.trpc('session.confirmation', undefined, 'GET', { cookie });
    const confirmed = await hub.trpc('session.confirm', { password: 'correct horse battery' }, 'POST', {
      cookie,
    });

    expect([files.status, list.status]).toEqual([403, 200]);
    expect(await files.text()).toContain('auth.confirmation_needed');
    expect([wrong.body.code, before.body]).toEqual([
      'staff.wrong_password',
      { confirmedUntil: null, by: ['password'] },
    ]);
    expect(confirmed.body).toMatchObject({ confirmedUntil: expect.any(String) });
    for (const one of dangerous)
      expect([one.name, (await call(one)).body?.code]).not.toContain('auth.confirmation_needed');
    expect((await fetch(`${hub.url}/export/consumers.csv`, { headers: { cookie } })).status).toBe(200);
  });

  test('who may not is told which roles may', async () => {
    await using hub = await TestHub.start(dialect);
    const { api } = await hub.browser('support');

    await expect(api.staff.invite({ email: 'x@parley.example', role: 'viewer' })).rejects.toMatchObject({
      status: 403,
      code: 'auth.scope_missing',
      detail: 'This needs the scope staff:write. The roles owner, admin have it, and you are support.',
    });
  });
});
