import { hourMs, minuteMs } from '@parley/shared/words/time';
import { describe, expect, test } from 'vitest';
import { providerBrowser, setUpProvider } from '../../testing/provider-browser.ts';
import { SignInProvider } from '../../testing/sign-in-provider.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';

const staffOf = async (hub: TestHub, email = 'grace@company.example') =>
  (await hub.admin.staff.list({})).items.filter((one) => one.email === email);

const actsOn = async (hub: TestHub, targetId: string) =>
  (await hub.admin.audit.list({ targetId })).items.map(({ action }) => action);

describe.each(dialects)('single sign-on, on %s', (dialect) => {
  test('the first sign-in makes an account, and each gives the largest role that the groups have now', async () => {
    await using provider = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { id } = await setUpProvider(hub, provider);
    const browser = providerBrowser(hub);

    const first = await browser.signIn(provider, id, { groups: ['everybody', 'api-team', 'chess'] });
    const opened = await browser.call('staff.list', {}, 'GET');
    const [account] = await staffOf(hub);
    const next = await browser.signIn(provider, id, { groups: 'everybody', email: 'hopper@company.example' });
    const [after] = await staffOf(hub);

    expect(first.body).toMatchObject({
      kind: 'signed_in',
      session: { role: 'engineer', name: 'Grace Hopper' },
    });
    expect(opened.status).toBe(200);
    expect(account).toMatchObject({ status: 'active', hasSingleSignOn: true, role: 'engineer' });
    expect(next.body.session).toMatchObject({ role: 'viewer', email: 'grace@company.example' });
    expect(after).toMatchObject({ id: account!.id, role: 'viewer' });
    expect((await actsOn(hub, account!.id)).toSorted()).toEqual([
      'session.sign_in',
      'session.sign_in',
      'staff.create',
      'staff.link_provider',
      'staff.update',
    ]);
  });

  test('what the identity token leaves out is asked at the userinfo endpoint, and groups may stand deeper', async () => {
    await using provider = await SignInProvider.start({ inUserInfo: true });
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { id } = await setUpProvider(hub, provider, { groupClaim: 'realm_access.roles' });

    const answer = await providerBrowser(hub).signIn(provider, id, {
      realm_access: { roles: ['api-team'] },
      groups: ['owners'],
    });

    expect(answer.body.session).toMatchObject({ role: 'engineer', email: 'grace@company.example' });
    expect(provider.asked).toContain('/me');
  });

  test('an account with a password is joined when the domain is the provider’s, and to one person there', async () => {
    await using provider = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { id } = await setUpProvider(hub, provider);
    const staffId = await hub.staff('grace@company.example', 'viewer');

    const joined = await providerBrowser(hub).signIn(provider, id);
    const other = await providerBrowser(hub).signIn(provider, id, { sub: 'another grace' });
    await hub.admin.staff.endSingleSignOn({ id: staffId });
    const anew = await providerBrowser(hub).signIn(provider, id, { sub: 'another grace' });

    expect(joined.body.session).toMatchObject({ staffId });
    expect([other.status, other.body.code]).toEqual([403, 'single_sign_on.account_refused']);
    expect(anew.body.session).toMatchObject({ staffId });
    expect(await actsOn(hub, staffId)).toContain('staff.end_single_sign_on');
  });

  test('a session of a provider ends after 12 hours however it is used, and is another than the one before', async () => {
    await using provider = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { id } = await setUpProvider(hub, provider);
    const browser = providerBrowser(hub);
    browser.cookies.set('parley_session', 'a'.repeat(40));

    await browser.signIn(provider, id);
    const session = browser.cookies.get('parley_session');
    hub.advance(11 * hourMs);
    const used = await browser.call('session.current', undefined, 'GET');
    hub.advance(61 * minuteMs);
    const over = await browser.call('session.current', undefined, 'GET');

    expect(session).not.toBe('a'.repeat(40));
    expect(used.body).toMatchObject({ email: 'grace@company.example' });
    expect(over.body).toBeNull();
  });

  test('of two first sign-ins at once one account comes, and an answer counts once', async () => {
    await using provider = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { id } = await setUpProvider(hub, provider);
    const [one, other] = [providerBrowser(hub), providerBrowser(hub)];

    const both = await Promise.all([one.signIn(provider, id), other.signIn(provider, id)]);
    const third = providerBrowser(hub);
    const begun = await third.call('singleSignOn.begin', { providerId: id });
    const answer = provider.grant(begun.body.url);
    const { header } = third.cookies;
    const twice = await Promise.all(
      [1, 2, 3].map(async () => hub.trpc('singleSignOn.finish', answer, 'POST', { cookie: header })),
    );

    expect(both.map(({ body }) => body.kind)).toEqual(['signed_in', 'signed_in']);
    expect(await staffOf(hub)).toHaveLength(1);
    expect(twice.map(({ status }) => status).toSorted((low, high) => low - high)).toEqual([200, 403, 403]);
    expect(twice.flatMap(({ body }) => body.code ?? [])).toEqual([
      'session.step_ended',
      'session.step_ended',
    ]);
  });

  test('who is in no group any more is refused, and out of what the provider began', async () => {
    await using provider = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { id } = await setUpProvider(hub, provider);
    const browser = providerBrowser(hub);
    await browser.signIn(provider, id);

    const refused = await providerBrowser(hub).signIn(provider, id, { groups: ['chess'] });
    const out = await browser.call('session.current', undefined, 'GET');

    expect([refused.status, refused.body.code]).toEqual([403, 'single_sign_on.no_role']);
    expect(refused.body.detail).toContain('chess');
    expect(out.body).toBeNull();
  });

  test('what is dangerous is asked again at the provider, which has to have asked, and of the same person', async () => {
    await using provider = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { id } = await setUpProvider(hub, provider);
    const browser = providerBrowser(hub);
    await browser.signIn(provider, id, { groups: ['owners'] });
    const invite = async (email: string) => browser.call('staff.invite', { email, role: 'viewer' });
    const again = async (person: object) => {
      const begun = await browser.call('singleSignOn.beginConfirmation');
      const asked = new URL(begun.body.url).searchParams;
      expect([asked.get('prompt'), asked.get('max_age')]).toEqual(['login', '0']);
      const answer = provider.grant(begun.body.url, { groups: ['owners'], ...person });
      return browser.call('singleSignOn.finish', answer);
    };
    const beganAt = Math.floor(hub.hub.parts.now().getTime() / 1000);

    const atOnce = await invite('one@parley.example');
    hub.advance(16 * minuteMs);
    const later = await invite('two@parley.example');
    const ways = await browser.call('session.confirmation', undefined, 'GET');
    const old = await again({ auth_time: beganAt });
    const silent = await again({ auth_time: undefined });
    const somebodyElse = await again({ sub: 'alan', email: 'alan@company.example' });
    const still = await invite('two@parley.example');
    const confirmed = await again({});
    const open = await invite('two@parley.example');

    expect(atOnce.status).toBe(200);
    expect(later.body.code).toBe('auth.confirmation_needed');
    expect(ways.body).toMatchObject({ confirmedUntil: null, by: ['provider'] });
    expect([old.body.code, silent.body.code, somebodyElse.body.code]).toEqual([
      'single_sign_on.not_again',
      'single_sign_on.not_again',
      'single_sign_on.refused',
    ]);
    expect(still.body.code).toBe('auth.confirmation_needed');
    expect(confirmed.body.kind).toBe('confirmed');
    expect(open.status).toBe(200);
  });

  test('a sign-in that was silent at the provider opens nothing dangerous', async () => {
    await using provider = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { id } = await setUpProvider(hub, provider);
    const browser = providerBrowser(hub);
    const hourAgo = Math.floor(hub.hub.parts.now().getTime() / 1000) - 3600;
    await browser.signIn(provider, id, { groups: ['owners'], auth_time: hourAgo });

    const invited = await browser.call('staff.invite', { email: 'new@parley.example', role: 'viewer' });

    expect(invited.body.code).toBe('auth.confirmation_needed');
  });
});
