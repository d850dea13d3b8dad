import { describe, expect, test } from 'vitest';
import { everyone } from '../../platform/database/owner.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';
import { sessionsIn } from './session-store.service.ts';
import { createSetUpLink } from '../invitation/invitation.service.ts';

const password = 'correct horse battery';
const tokenOf = (link: string): string => new URL(link).searchParams.get('token') ?? '';

describe.each(dialects)('signing in on %s', (dialect) => {
  test('a session is a hash at rest, ends at once at sign-out, and the hash opens nothing', async () => {
    await using hub = await TestHub.start(dialect);
    const browser = await hub.browser('owner');
    const id = browser.cookie.split('=')[1]!;

    const rows = await hub.hub.parts.store.all<{ id: string }>('select * from session');
    const listed = await sessionsIn(hub.hub.parts.openEm(everyone), hub.hub.parts).getUserSessions(
      (await browser.api.session.current())!.staffId,
    );
    const withHash = await hub.trpc('staff.list', {}, 'GET', { cookie: `parley_session=${listed[0]!.id}` });
    await browser.api.session.signOut();

    expect(JSON.stringify(rows)).not.toContain(id);
    expect(listed[0]!.id).toMatch(/^sha256:/);
    expect(withHash.status).toBe(401);
    await expect(browser.api.staff.list({})).rejects.toMatchObject({ status: 401 });
  });

  test('an unknown address, a wrong password and a disabled account are the same answer', async () => {
    await using hub = await TestHub.start(dialect);
    const id = await hub.staff('ada@parley.example', 'viewer');
    await hub.staff('bob@parley.example', 'viewer');
    await hub.admin.staff.update({ id, disabled: true });
    const signIn = (email: string, typed: string) =>
      hub.trpc('session.signIn', { email, password: typed }, 'POST');

    const answers = [
      await signIn('nobody@parley.example', password),
      await signIn('bob@parley.example', 'wrong password!'),
      await signIn('ada@parley.example', password),
    ];

    for (const { status, body } of answers)
      expect([status, body.code]).toEqual([401, 'session.sign_in_failed']);
    expect(new Set(answers.map(({ body }) => body.detail)).size).toBe(1);
    expect((await signIn('BOB@parley.example', password)).status).toBe(200);
  });

  test('failures make an account wait, with Retry-After, and never lock it for good', async () => {
    await using hub = await TestHub.start(dialect);
    await hub.staff('ada@parley.example', 'viewer');
    const signIn = (typed: string) =>
      hub.trpc('session.signIn', { email: 'ada@parley.example', password: typed }, 'POST');
    for (let tries = 0; tries < 5; tries += 1) await signIn('wrong password!');

    const throttled = await signIn(password);
    hub.advance(6000);
    const later = await signIn(password);

    expect([throttled.status, throttled.body.code]).toEqual([429, 'session.throttled']);
    expect(Number(throttled.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(later.status).toBe(200);
  });

  test('one address that tries many accounts has to wait as well', async () => {
    await using hub = await TestHub.start(dialect);
    const answers = [];
    for (let tries = 0; tries < 22; tries += 1)
      answers.push(
        await hub.trpc('session.signIn', { email: `a${tries}@parley.example`, password: 'x' }, 'POST'),
      );

    expect(answers.at(-1)!.status).toBe(429);
  });

  test('a call that another site started is refused', async () => {
    await using hub = await TestHub.start(dialect);
    const browser = await hub.browser('owner');
    const from = (origin: string | null) =>
      hub.rest('/trpc/staff.invite', {
        body: { email: `${crypto.randomUUID()}@parley.example`, role: 'viewer' },
        headers: { cookie: browser.cookie, ...(origin === null ? {} : { origin }) },
      });

    for (const origin of [
      null,
      'null',
      'https://evil.example',
      'http://127.0.0.1:4100.evil.example',
      'https://127.0.0.1:4100',
      'http://127.0.0.1:9999',
    ])
      expect((await from(origin)).status, String(origin)).toBe(403);
    expect((await from(hub.config.publicUrl)).status).toBe(200);
  });

  test('a form of another site cannot call anything', async () => {
    await using hub = await TestHub.start(dialect);
    const browser = await hub.browser('owner');

    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const answer = await hub.rest('/trpc/session.signOut', {
        raw: '{}',
        headers: { cookie: browser.cookie, 'content-type': type, origin: hub.config.publicUrl },
      });
      expect([400, 415], type).toContain(answer.status);
    }
    expect(await browser.api.session.current()).not.toBeNull();
  });

  test('a new password ends every other session', async () => {
    await using hub = await TestHub.start(dialect);
    await hub.browser('owner', 'ada@parley.example');
    const signIn = await hub.trpc('session.signIn', { email: 'ada@parley.example', password }, 'POST');
    const cookie = signIn.headers.get('set-cookie')!.split(';', 1)[0]!;
    const other = await hub.trpc('session.signIn', { email: 'ada@parley.example', password }, 'POST');
    const otherCookie = other.headers.get('set-cookie')!.split(';', 1)[0]!;

    const changed = await hub.trpc(
      'session.changePassword',
      { currentPassword: password, newPassword: 'another long password' },
      'POST',
      { cookie },
    );

    expect(changed.status).toBe(200);
    expect(
      (await hub.trpc('session.current', undefined, 'GET', { cookie: otherCookie })).body ?? null,
    ).toBeNull();
    expect(
      (
        await hub.trpc('staff.list', {}, 'GET', {
          cookie: changed.headers.get('set-cookie')!.split(';', 1)[0]!,
        })
      ).status,
    ).toBe(200);
  });

  test('how the first owner is made on the command line is told until there is one, and to staff', async () => {
    await using hub = await TestHub.start(dialect);
    const setUp = async () => (await hub.trpc('session.setUp', undefined, 'GET')).body;

    const before = await setUp();
    const { api } = await hub.browser('owner', 'ada@parley.example');

    expect(before).toEqual({ needed: true, commandLine: { here: './parley', withFiles: './parley' } });
    expect(await setUp()).toEqual({ needed: false, commandLine: null });
    expect(await api.session.commandLine()).toEqual(before.commandLine);
    await expect(hub.anyone.session.commandLine()).rejects.toMatchObject({ status: 401 });
  });

  test('the set-up link makes the first owner, once', async () => {
    await using hub = await TestHub.start(dialect);
    const link = await createSetUpLink(hub.hub.parts);
    const accept = (email: string) =>
      hub.trpc('session.acceptInvitation', { token: tokenOf(link), email, name: 'Ada', password }, 'POST');

    const first = await accept('ada@parley.example');
    const second = await accept('eve@parley.example');

    expect(first.body).toMatchObject({ email: 'ada@parley.example', role: 'owner' });
    expect(first.headers.get('set-cookie')).toMatch(
      /^parley_session=\w+; HttpOnly; Max-Age=\d+; Path=\/; SameSite=Lax/,
    );
    expect([second.status, second.body.code]).toEqual([404, 'invitation.not_found']);
    expect((await hub.trpc('session.setUp', undefined, 'GET')).body).toEqual({
      needed: false,
      commandLine: null,
    });
  });

  test('an invitation sets the password of its own account, before it expires', async () => {
    await using hub = await TestHub.start(dialect);
    const { session } = hub.anyone;
    const invited = await hub.admin.staff.invite({ email: 'bob@parley.example', role: 'support' });
    const late = await hub.admin.staff.invite({ email: 'late@parley.example', role: 'support' });
    const token = tokenOf(invited.invitationUrl);

    const seen = await session.invitation({ token });
    const email = 'eve@parley.example';
    const accepted = await session.acceptInvitation({ token, email, name: 'Bob', password });
    hub.advance(8 * 86_400_000);
    const expired = session.invitation({ token: tokenOf(late.invitationUrl) });

    await expect(expired).rejects.toMatchObject({ status: 404 });
    expect(seen).toMatchObject({ email: 'bob@parley.example', role: 'support' });
    expect(accepted).toMatchObject({ email: 'bob@parley.example', role: 'support' });
  });
});

test('over https the cookie is bound to its host', async () => {
  await using hub = await TestHub.start('sqlite', {
    variables: { PARLEY_PUBLIC_URL: 'https://parley.example' },
  });
  await hub.staff('ada@parley.example', 'owner');

  const signIn = await hub.trpc('session.signIn', { email: 'ada@parley.example', password }, 'POST');

  const cookie = signIn.headers.get('set-cookie')!;
  expect(cookie).toMatch(/^__Host-parley_session=/);
  for (const flag of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(flag);
  expect(cookie).not.toContain('Domain');
});
