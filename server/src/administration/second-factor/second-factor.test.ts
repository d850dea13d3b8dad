import { dayMs, minuteMs } from '@parley/shared/words/time';
import { Secret, TOTP } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { Cookies } from '../../testing/cookies.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';

const password = 'correct horse battery';
const email = 'ada@parley.example';

/** A browser that keeps its cookies, step by step. */
const browserOf = (hub: TestHub) => {
  const cookies = new Cookies();
  const call = async (name: string, input?: unknown, method: 'GET' | 'POST' = 'POST') =>
    cookies.take(await hub.trpc(name, input, method, { cookie: cookies.header }));
  const signIn = async () => call('session.signIn', { email, password });
  return { cookies, call, signIn };
};

const codeAt = (hub: TestHub, secret: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: hub.hub.parts.now().getTime() + steps * 30_000,
  });

/** Somebody with an app, signed in. */
const withApp = async (hub: TestHub) => {
  await hub.staff(email, 'owner');
  const browser = browserOf(hub);
  await browser.signIn();
  const { body } = await browser.call('account.beginTotp');
  const added = await browser.call('account.confirmTotp', {
    setup: body.setup,
    code: codeAt(hub, body.secret),
  });
  return { ...browser, secret: body.secret as string, codes: added.body.recoveryCodes as string[], added };
};

describe.each(dialects)('second factors on %s', (dialect) => {
  test('an app is set up with a code of it, and a sign-in asks for one from then on', async () => {
    await using hub = await TestHub.start(dialect);
    const { secret, codes, added } = await withApp(hub);
    hub.advance(minuteMs);
    const browser = browserOf(hub);

    const first = await browser.signIn();
    const without = await browser.call('staff.list', {}, 'GET');
    const wrong = await browser.call('session.finishSignIn', { code: '000000' });
    const right = await browser.call('session.finishSignIn', { code: codeAt(hub, secret) });

    expect(added.status).toBe(200);
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
    expect(first.body).toEqual({ secondFactor: ['code'] });
    expect(browser.cookies.get('parley_session')).toBeDefined();
    expect(without.status).toBe(401);
    expect([wrong.status, wrong.body.code]).toEqual([403, 'session.second_factor_wrong']);
    expect(right.body).toMatchObject({ email, role: 'owner' });
    expect((await browser.call('staff.list', {}, 'GET')).status).toBe(200);
  });

  test('a code counts once, within a step of its time, and a step of a sign-in is finished once', async () => {
    await using hub = await TestHub.start(dialect);
    const { secret } = await withApp(hub);
    hub.advance(5 * minuteMs);
    const [one, other] = [browserOf(hub), browserOf(hub)];
    await one.signIn();
    await other.signIn();
    const code = codeAt(hub, secret);
    const early = codeAt(hub, secret, 2);
    const stepCookie = one.cookies.get('parley_step')!;

    const tooEarly = await other.call('session.finishSignIn', { code: early });
    const taken = await one.call('session.finishSignIn', { code });
    const again = await other.call('session.finishSignIn', { code });
    const next = await other.call('session.finishSignIn', { code: codeAt(hub, secret, 1) });
    one.cookies.set('parley_step', stepCookie);
    hub.advance(minuteMs);
    const replayed = await one.call('session.finishSignIn', { code: codeAt(hub, secret) });

    expect([tooEarly, taken, again, next].map(({ status }) => status)).toEqual([403, 200, 403, 200]);
    expect(replayed.body.code).toBe('session.step_ended');
  });

  test('twenty wrong codes are not all looked at, and a step ends after ten minutes or with the password', async () => {
    await using hub = await TestHub.start(dialect);
    const { secret } = await withApp(hub);
    const guess = browserOf(hub);
    await guess.signIn();
    const answers = [];
    for (let tries = 0; tries < 20; tries += 1)
      answers.push(await guess.call('session.finishSignIn', { code: String(tries).padStart(6, '0') }));
    const codes = answers.map(({ body }) => body.code);

    expect(codes.filter((code) => code === 'session.second_factor_wrong')).toHaveLength(5);
    expect(codes.filter((code) => code === 'session.throttled')).toHaveLength(15);
    hub.advance(20 * minuteMs);
    expect((await guess.call('session.finishSignIn', { code: codeAt(hub, secret) })).body.code).toBe(
      'session.step_ended',
    );
    await guess.signIn();
    await hub.hub.parts.store.all(`update staff set password_hash = 'another' where email = '${email}'`);
    expect((await guess.call('session.finishSignIn', { code: codeAt(hub, secret) })).body.code).toBe(
      'session.step_ended',
    );
    expect((await browserOf(hub).call('session.finishSignIn', { code: '123456' })).body.code).toBe(
      'session.step_ended',
    );
  });

  test('a recovery code works once, is a hash at rest, and is replaced by new ones', async () => {
    await using hub = await TestHub.start(dialect);
    const owner = await withApp(hub);
    const [code = ''] = owner.codes;
    const use = async (typed: string) => {
      const browser = browserOf(hub);
      await browser.signIn();
      return (await browser.call('session.finishSignIn', { code: typed })).status;
    };

    const used = [await use(code.toLowerCase().replaceAll('-', ' ')), await use(code)];
    const security = await owner.call('account.security', undefined, 'GET');
    const rows = JSON.stringify(await hub.hub.parts.store.all('select * from recovery_code'));
    const renewed = await owner.call('account.renewRecoveryCodes');

    expect(used).toEqual([200, 403]);
    expect(security.body).toMatchObject({ hasApp: true, recoveryCodesLeft: 9 });
    expect(rows).not.toContain(code);
    expect(rows).not.toContain(code.replaceAll('-', ''));
    expect(await use(owner.codes[1]!)).toBe(403);
    expect(await use(renewed.body.codes[0])).toBe(200);
  });

  test('nothing of the key of an app is readable at rest, and a set-up is for who began it', async () => {
    await using hub = await TestHub.start(dialect);
    const { secret } = await withApp(hub);
    const { cookie, api } = await hub.browser('viewer');
    const begun = await hub.trpc('account.beginTotp', undefined, 'POST', { cookie });
    const other = await hub.browser('viewer');
    const input = { setup: begun.body.setup, code: codeAt(hub, begun.body.secret) };

    const stolen = await hub.trpc('account.confirmTotp', input, 'POST', { cookie: other.cookie });
    hub.advance(14 * minuteMs);
    const forged = await hub.trpc('account.confirmTotp', { ...input, setup: 'v1.AAAA' }, 'POST', { cookie });

    expect(JSON.stringify(await hub.hub.parts.store.all('select * from staff'))).not.toContain(secret);
    expect([stolen.body.code, forged.body.code]).toEqual([
      'second_factor.setup_ended',
      'second_factor.setup_ended',
    ]);
    expect(await api.account.security()).toMatchObject({ hasApp: false });
  });

  test('where a second factor is asked for, who has none may add one and nothing else', async () => {
    await using hub = await TestHub.start(dialect);
    const { call: owner } = await withApp(hub);
    const viewer = await hub.browser('viewer', 'bob@parley.example');
    const key = await hub.client();
    await owner('securityPolicy.update', { secondFactorRequired: true });
    const as = async (name: string, input: unknown, method: 'GET' | 'POST') =>
      hub.trpc(name, input, method, { cookie: viewer.cookie });

    const refused = await as('consumer.list', {}, 'GET');
    const session = await as('session.current', undefined, 'GET');
    const begun = await as('account.beginTotp', undefined, 'POST');
    const added = await as(
      'account.confirmTotp',
      { setup: begun.body.setup, code: codeAt(hub, begun.body.secret) },
      'POST',
    );
    const opened = await as('consumer.list', {}, 'GET');
    const last = await as('account.removeTotp', undefined, 'POST');

    expect([refused.status, refused.body.code]).toEqual([403, 'auth.second_factor_needed']);
    expect(session.body).toMatchObject({ lacksSecondFactor: true, scopes: [] });
    expect([added.status, opened.status]).toEqual([200, 200]);
    expect(last.body.code).toBe('second_factor.required');
    expect((await key.rest('/v1/consumers')).status).toBe(200);
  });

  test('only an owner changes what is asked of everybody, and removes the factors of others', async () => {
    await using hub = await TestHub.start(dialect);
    const person = await withApp(hub);
    const { api: admin } = await hub.browser('admin');
    const { staffId } = (await person.call('session.current', undefined, 'GET')).body;

    await expect(admin.securityPolicy.update({ secondFactorRequired: true })).rejects.toMatchObject({
      status: 403,
      code: 'auth.grant_refused',
    });
    await expect(admin.staff.resetSecondFactor({ id: staffId })).rejects.toMatchObject({ status: 403 });
    expect(await admin.staff.get({ id: staffId })).toMatchObject({ hasSecondFactor: true });
    expect(await hub.admin.staff.resetSecondFactor({ id: staffId })).toMatchObject({
      hasSecondFactor: false,
    });

    expect((await person.call('staff.list', {}, 'GET')).status).toBe(401);
    expect((await person.signIn()).body).toMatchObject({ email });
    const { items } = await hub.admin.audit.list({ targetId: staffId, action: 'second_factor.reset' });
    expect(items).toHaveLength(1);
  });

  test('what was used of sign-ins goes when it counts no more', async () => {
    await using hub = await TestHub.start(dialect);
    const { secret } = await withApp(hub);
    hub.advance(minuteMs);
    const browser = browserOf(hub);
    await browser.signIn();
    await browser.call('session.finishSignIn', { code: codeAt(hub, secret) });
    const rows = async () => (await hub.hub.parts.store.all('select id from used_step')).length;
    const before = await rows();

    hub.advance(dayMs);
    await hub.hub.tidy();

    expect([before, await rows()]).toEqual([1, 0]);
  });
});
