// Walks every procedure with tokens: with those that lack its scope, and with every kind of credential that has ended, is for
// somebody else or was made up. That each kind is refused on both databases, and why, is in `refused-tokens.test.ts`: here it is
// about no procedure being left out.
import type { AnyProcedure } from '@trpc/server';
import { expect, test } from 'vitest';
import { appRouter } from './doors/router.ts';
import type { Meta } from './platform/guard/context.ts';
import { startBearers } from './testing/bearers.ts';
import { keyScopes, TestHub } from './testing/test-hub.ts';

interface Guarded {
  name: string;
  isQuery: boolean;
  openapi: Meta['openapi'];
  access: Meta['access'];
}

const guarded: Guarded[] = Object.entries(
  appRouter._def.procedures as unknown as Record<string, AnyProcedure>,
).flatMap(([name, procedure]) => {
  const { type, meta } = procedure._def as unknown as { type: string; meta: Meta };
  // What a link opens is closed to every credential: its own tests are in `access/intake`.
  if (meta.access === 'anyone' || meta.access === 'intake' || type === 'subscription') return [];
  return [{ name, isQuery: type === 'query', openapi: meta.openapi, access: meta.access }];
});

/** Over REST or over tRPC, without a socket: there are thousands. */
const call = async (hub: TestHub, { name, isQuery, openapi }: Guarded, secret: string, isRest: boolean) => {
  const method = isRest && openapi ? openapi.method : isQuery ? 'GET' : 'POST';
  const path = isRest && openapi ? openapi.path.replaceAll(/\{\w+\}/g, 'absent') : `/trpc/${name}`;
  const answer = await hub.hub.app!.inject({
    method,
    url: path,
    headers: { host: 'localhost', authorization: `Bearer ${secret}` },
    ...(method === 'GET' || method === 'DELETE' ? {} : { payload: {} }),
  });
  const body: any = answer.json();
  return { status: answer.statusCode, code: body.code ?? body.error?.data?.problem?.code };
};

test('whatever is no credential any more, or never was one, answers 401 everywhere, over both doors', async () => {
  await using hub = await TestHub.start('sqlite', { roles: 'api' });
  await using bearers = await startBearers(hub, await hub.consumer());
  const refused = await bearers.refused();

  expect(guarded.length).toBeGreaterThan(80);
  for (const procedure of guarded)
    for (const { kind, secret } of refused)
      for (const isRest of procedure.openapi ? [false, true] : [false])
        expect([kind, procedure.name, isRest, await call(hub, procedure, secret, isRest)]).toEqual([
          kind,
          procedure.name,
          isRest,
          { status: 401, code: 'auth.invalid' },
        ]);
});

test('a token with every scope but the one that is needed answers 403, over both doors, ours and another issuer’s', async () => {
  await using hub = await TestHub.start('sqlite', { roles: 'api' });
  await using bearers = await startBearers(hub, await hub.consumer());
  const scoped = guarded.filter(({ access }) => access !== 'credential');

  for (const [access, procedures] of Map.groupBy(scoped, (one) => one.access)) {
    const others = keyScopes.filter(
      (scope) => scope !== access && !(access === 'events:publish' && scope === 'events:publish.any'),
    );
    const expected =
      access === 'session'
        ? { status: 401, code: 'auth.required' }
        : { status: 403, code: 'auth.scope_missing' };
    for (const { kind, secret } of await bearers.holding(others))
      for (const procedure of procedures)
        for (const isRest of procedure.openapi ? [false, true] : [false])
          expect([kind, procedure.name, isRest, await call(hub, procedure, secret, isRest)]).toEqual([
            kind,
            procedure.name,
            isRest,
            expected,
          ]);
  }
});
