import { dayMs, minuteMs } from '@parley/shared/words/time';
import type { Scope } from '@parley/shared/scope';
import { inject } from 'vitest';
import { describe, expect, test } from 'vitest';
import { createDatabase } from '../../testing/postgres.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';

const email = 'ada@parley.example';

const inDays = (hub: TestHub, days: number): string =>
  new Date(hub.hub.parts.now().getTime() + days * dayMs).toISOString();

const withToken = async (hub: TestHub, scopes: Scope[], role: 'owner' | 'engineer' = 'owner') => {
  const { api, cookie } = await hub.browser(role, email);
  const made = await api.personalToken.create({ name: 'Nightly report', scopes, expiresAt: inDays(hub, 30) });
  const { staffId } = (await api.session.current())!;
  const as = async (path: string, more = {}, on = hub) =>
    on.rest(path, { headers: { authorization: `Bearer ${made.secret}` }, ...more });
  return { api, cookie, made, staffId, as };
};

const register = { body: { name: 'Northwind', kind: 'partner' } };

describe.each(dialects)('personal tokens on %s', (dialect) => {
  test('one calls for its person with a part of what they may, is shown once, and is a hash at rest', async () => {
    await using hub = await TestHub.start(dialect);
    const { made, as, api } = await withToken(hub, ['consumers:read']);

    const read = await as('/v1/consumers');
    const write = await as('/v1/consumers', register);
    const listed = await api.personalToken.list({});

    expect(made.secret).toMatch(/^parley_pat_[0-9A-Za-z]{36}$/);
    expect([read.status, write.status, write.body.code]).toEqual([200, 403, 'auth.scope_missing']);
    expect(listed.items).toMatchObject([
      {
        id: made.id,
        name: 'Nightly report',
        status: 'active',
        lastUsedPeer: '127.0.0.1',
        lastFour: made.secret.slice(-4),
      },
    ]);
    expect(JSON.stringify(listed)).not.toContain(made.secret);
    expect(JSON.stringify(await hub.hub.parts.store.all('select * from personal_token'))).not.toContain(
      made.secret,
    );
    expect(JSON.stringify(await hub.hub.parts.store.all('select * from audit_entry'))).not.toContain(
      made.secret,
    );
  });

  test('what a person may no more, a token of theirs may no more: at the next call', async () => {
    await using hub = await TestHub.start(dialect);
    const { as, staffId } = await withToken(hub, ['consumers:read', 'consumers:write'], 'engineer');
    const before = await as('/v1/consumers', register);

    await hub.admin.staff.update({ id: staffId, role: 'viewer' });

    const after = await as('/v1/consumers', { body: { name: 'Southwind', kind: 'partner' } });
    expect([before.status, after.status, after.body.code]).toEqual([201, 403, 'auth.scope_missing']);
    expect((await as('/v1/consumers')).status).toBe(200);
  });

  test('revoked, expired and of a disabled person it is refused, and enabling brings none back', async () => {
    await using hub = await TestHub.start(dialect);
    const { as, api, made, staffId } = await withToken(hub, ['consumers:read']);
    const second = await api.personalToken.create({
      name: 'b',
      scopes: ['consumers:read'],
      expiresAt: inDays(hub, 1),
    });
    const bySecond = async () =>
      hub.rest('/v1/consumers', { headers: { authorization: `Bearer ${second.secret}` } });

    await api.personalToken.revoke({ id: made.id });
    const revoked = await as('/v1/consumers');
    const still = await bySecond();
    hub.advance(dayMs + minuteMs);
    const expired = await bySecond();

    expect([revoked.status, revoked.body.detail]).toEqual([401, 'This personal token was revoked.']);
    expect([still.status, expired.status, expired.body.detail]).toEqual([
      200,
      401,
      'This personal token has expired.',
    ]);
    const { secret } = await api.session
      .confirm({ password: 'correct horse battery' })
      .then(async () =>
        api.personalToken.create({ name: 'c', scopes: ['consumers:read'], expiresAt: inDays(hub, 9) }),
      );
    const byThird = async () =>
      (await hub.rest('/v1/consumers', { headers: { authorization: `Bearer ${secret}` } })).status;
    const statuses = [await byThird()];
    const { api: other } = await hub.browser('owner');
    await other.staff.update({ id: staffId, disabled: true });
    statuses.push(await byThird());
    await other.staff.update({ id: staffId, disabled: false });
    statuses.push(await byThird());
    expect(statuses).toEqual([200, 401, 401]);
  });

  test('nobody gives a token what they do not hold, a time that is over, or makes one by a token', async () => {
    await using hub = await TestHub.start(dialect);
    const { as, api, staffId } = await withToken(
      hub,
      ['consumers:read', 'staff:write', 'staff:read'],
      'owner',
    );
    const { api: viewer, cookie } = await hub.browser('viewer');
    const input = { name: 'x', scopes: ['consumers:read' as const], expiresAt: inDays(hub, 30) };

    await expect(viewer.personalToken.create({ ...input, scopes: ['staff:write'] })).rejects.toMatchObject({
      code: 'auth.grant_refused',
    });
    for (const days of [-1, 0])
      await expect(
        api.personalToken.create({ ...input, expiresAt: inDays(hub, days) }),
      ).rejects.toMatchObject({
        code: 'request.invalid',
      });
    const byToken = await as('/v1/personal-tokens', { body: input });
    const ofAccount = await as('/trpc/account.sessions');
    const overRest = await hub.rest('/v1/personal-tokens', {
      body: input,
      headers: { cookie, origin: hub.config.publicUrl },
    });

    expect([byToken.status, ofAccount.status, overRest.status]).toEqual([401, 401, 201]);
    expect((await as('/trpc/session.current')).body.result.data).toBeNull();
    expect((await as(`/v1/personal-tokens?staffId=${staffId}`)).status).toBe(200);
  });

  test('tokens of others are for who may change staff, and the trail says which token acted', async () => {
    await using hub = await TestHub.start(dialect);
    const { as, made, staffId } = await withToken(hub, ['consumers:write']);
    const { api: viewer } = await hub.browser('viewer');
    const created = await as('/v1/consumers', register);

    await expect(viewer.personalToken.list({ staffId })).rejects.toMatchObject({ status: 403 });
    await expect(viewer.personalToken.revoke({ id: made.id })).rejects.toMatchObject({ status: 404 });
    const { items } = await hub.admin.audit.list({ targetId: created.body.id });
    expect(items).toMatchObject([
      { actor: { kind: 'staff', id: staffId, name: `${email} (token Nightly report, ${made.id})` } },
    ]);
    expect(await hub.admin.personalToken.revoke({ id: made.id })).toMatchObject({ status: 'revoked' });
    expect((await as('/v1/consumers', register)).status).toBe(401);
  });

  test('a mistyped one costs no look-up and is refused in words', async () => {
    await using hub = await TestHub.start(dialect);
    const { made } = await withToken(hub, ['consumers:read']);
    const call = async (secret: string) =>
      hub.rest('/v1/consumers', { headers: { authorization: `Bearer ${secret}` } });

    for (const secret of [
      made.secret.slice(0, -1),
      `${made.secret.slice(0, -1)}!`,
      made.secret.toUpperCase(),
    ])
      expect((await call(secret)).status).toBe(401);
  });
});

test('what ends a token holds in another process at once', async () => {
  const databaseUrl = await createDatabase(inject('postgresUrl'), inject('templates').postgresName);
  await using one = await TestHub.start('postgresql', { databaseUrl, roles: 'api' });
  await using two = await TestHub.start('postgresql', { databaseUrl, roles: 'api' });
  const { as, staffId } = await withToken(one, ['consumers:read']);
  const { api } = await one.browser('owner', 'eve@parley.example');
  const before = await as('/v1/consumers', {}, two);

  await api.staff.update({ id: staffId, disabled: true });

  expect([before.status, (await as('/v1/consumers', {}, two)).status]).toEqual([200, 401]);
});
