import { minuteMs } from '@parley/shared/words/time';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { providerBrowser, setUpProvider } from '../../testing/provider-browser.ts';
import { SignInProvider } from '../../testing/sign-in-provider.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';

/** A provider that is set up, and a browser that was sent there and not come back. */
const begin = async (hub: TestHub, id: string) => {
  const browser = providerBrowser(hub);
  const begun = await browser.call('singleSignOn.begin', { providerId: id });
  return { ...browser, url: begun.body.url as string };
};

const nobodyNew = async (hub: TestHub) =>
  (await hub.admin.staff.list({})).items.filter(({ email }) => !email.endsWith('@parley.example'));

describe.each(dialects)('attacks on single sign-on, on %s', (dialect) => {
  test('an answer is taken by the browser that began, with its state, and within ten minutes', async () => {
    await using provider = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { id } = await setUpProvider(hub, provider);
    const attacker = await begin(hub, id);
    const victim = await begin(hub, id);
    const answer = provider.grant(attacker.url);

    const nobodys = await providerBrowser(hub).call('singleSignOn.finish', answer);
    const victims = await victim.call('singleSignOn.finish', answer);
    const own = await victim.call('singleSignOn.finish', { ...answer, state: undefined });
    const forged = await victim.call('singleSignOn.finish', {
      ...answer,
      state: new URL(victim.url).searchParams.get('state'),
    });
    const late = await begin(hub, id);
    const lateAnswer = provider.grant(late.url);
    hub.advance(11 * minuteMs);
    const tooLate = await late.call('singleSignOn.finish', lateAnswer);

    expect(nobodys.body.code).toBe('session.step_ended');
    expect([victims.status, victims.body.code]).toEqual([403, 'single_sign_on.refused']);
    expect(own.body.code).toBe('single_sign_on.refused');
    // The code of another browser's walk fails by PKCE.
    expect([forged.body.code, forged.body.detail]).toEqual([
      'single_sign_on.refused',
      'The provider answered “invalid_grant” when it was asked for the token.',
    ]);
    expect(tooLate.body.code).toBe('session.step_ended');
    expect(await nobodyNew(hub)).toEqual([]);
  });

  test('the answer of another provider is refused, by its name and without one', async () => {
    await using honest = await SignInProvider.start();
    await using evil = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { id } = await setUpProvider(hub, honest);
    await setUpProvider(hub, evil, { name: 'Evil', domains: [] });
    const named = await begin(hub, id);
    const unnamed = await begin(hub, id);

    const mixed = await named.call('singleSignOn.finish', { ...evil.grant(named.url) });
    const silent = await unnamed.call('singleSignOn.finish', {
      ...honest.grant(unnamed.url),
      iss: undefined,
    });

    expect([mixed.status, mixed.body.code]).toEqual([403, 'single_sign_on.refused']);
    expect(mixed.body.detail).toContain('iss');
    expect([silent.status, silent.body.code]).toEqual([403, 'single_sign_on.refused']);
    // Nobody hands the code of one provider to another.
    expect([...honest.asked, ...evil.asked]).not.toContain('/token');
    expect(await nobodyNew(hub)).toEqual([]);
  });

  test('an address that may not be verified counts where the provider vouches for it, and not when it says no', async () => {
    await using provider = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { id } = await setUpProvider(hub, provider, { vouchesForEmail: true });

    const silent = await providerBrowser(hub).signIn(provider, id, { email_verified: undefined });
    const no = await providerBrowser(hub).signIn(provider, id, { email_verified: false });
    const elsewhere = await providerBrowser(hub).signIn(provider, id, {
      sub: 'eve',
      email: 'ada@parley.example',
      email_verified: undefined,
    });

    expect(silent.status).toBe(200);
    expect(no.body.code).toBe('single_sign_on.email_refused');
    expect(elsewhere.body.code).toBe('single_sign_on.domain_refused');
  });

  test('who is disabled does not come in, nor whose domain was taken from the provider', async () => {
    await using provider = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { id } = await setUpProvider(hub, provider);
    const { body } = await providerBrowser(hub).signIn(provider, id);
    const staffId = body.session.staffId as string;

    await hub.admin.staff.update({ id: staffId, disabled: true });
    const disabled = await providerBrowser(hub).signIn(provider, id);
    await hub.admin.staff.update({ id: staffId, disabled: false });
    await hub.admin.identityProvider.update({ id, domains: [{ domain: 'other.example', isOnly: false }] });
    const moved = await providerBrowser(hub).signIn(provider, id, { email: 'grace@other.example' });

    expect([disabled.status, disabled.body.code]).toEqual([403, 'single_sign_on.account_refused']);
    expect([moved.status, moved.body.code]).toEqual([403, 'single_sign_on.account_refused']);
  });

  test('a provider that says no, is away or calls itself something else opens nothing, and is not asked again at once', async () => {
    await using provider = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { id } = await setUpProvider(hub, provider);
    const browser = await begin(hub, id);
    const { state, iss } = provider.grant(browser.url);

    const refused = await browser.call('singleSignOn.finish', { state, iss, error: 'access_denied' });
    await using away = await SignInProvider.start();
    away.isAway = true;
    const { id: awayId } = await setUpProvider(hub, away, { domains: [] });
    const answers = [];
    for (let times = 0; times < 5; times += 1)
      answers.push(await providerBrowser(hub).call('singleSignOn.begin', { providerId: awayId }));
    await using liar = await SignInProvider.start();
    liar.metadata = { issuer: provider.issuer };
    const { id: liarId } = await setUpProvider(hub, liar, { domains: [] });
    const lied = await providerBrowser(hub).call('singleSignOn.begin', { providerId: liarId });

    expect([refused.body.code, refused.body.detail]).toEqual([
      'single_sign_on.refused',
      'You, or the provider, said no.',
    ]);
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
    expect(answers[0]?.text).not.toContain(away.issuer);
    expect(away.asked).toHaveLength(1);
    expect(lied.status).toBe(503);
  });

  test('its discovery document cannot send Parley into a private network', async () => {
    await using provider = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    provider.metadata = { token_endpoint: 'http://10.0.0.1/token', jwks_uri: 'https://169.254.169.254/keys' };
    const { id } = await setUpProvider(hub, provider);
    const browser = await begin(hub, id);

    const answer = await browser.call('singleSignOn.finish', provider.grant(browser.url));

    expect([answer.status, answer.body.code]).toEqual([503, 'single_sign_on.unavailable']);
    expect(answer.text).not.toContain('10.0.0.1');
  });

  test('twenty answers of nothing from one address are not all carried to the provider', async () => {
    await using provider = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { id } = await setUpProvider(hub, provider);
    const codes: string[] = [];
    for (let times = 0; times < 22; times += 1) {
      const browser = await begin(hub, id);
      const { state, iss } = provider.grant(browser.url);
      const { body } = await browser.call('singleSignOn.finish', { state, iss, code: 'guess' });
      codes.push(body.code);
    }

    expect(codes.filter((code) => code === 'single_sign_on.refused')).toHaveLength(20);
    expect(codes.filter((code) => code === 'session.throttled')).toHaveLength(2);
  });
});

const past = Math.floor(Date.now() / 1000) - 3600;

describe.each(dialects)('what a provider may not answer, on %s', (dialect) => {
  let hub: TestHub;
  let provider: SignInProvider;
  let id: string;

  beforeAll(async () => {
    [hub, provider] = await Promise.all([TestHub.start(dialect, { roles: 'api' }), SignInProvider.start()]);
    ({ id } = await setUpProvider(hub, provider));
  });

  afterAll(async () => {
    await hub[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });

  test.each<[string, Partial<Pick<SignInProvider, 'claims' | 'signs'>>, string]>([
    ['with the nonce of another walk', { claims: { nonce: 'another' } }, 'single_sign_on.refused'],
    ['without a nonce', { claims: { nonce: undefined } }, 'single_sign_on.refused'],
    ['of another issuer', { claims: { iss: 'https://evil.example' } }, 'single_sign_on.refused'],
    ['made out to somebody else', { claims: { aud: 'another' } }, 'single_sign_on.refused'],
    [
      'made out to two, and used by another',
      { claims: { aud: ['parley', 'x'], azp: 'x' } },
      'single_sign_on.refused',
    ],
    ['that has expired', { claims: { exp: past } }, 'single_sign_on.refused'],
    ['without an end', { claims: { exp: undefined } }, 'single_sign_on.refused'],
    ['signed by a key that is not published', { signs: 'other' }, 'single_sign_on.refused'],
    ['signed with the client secret', { signs: 'secret' }, 'single_sign_on.refused'],
    ['that names nobody', { claims: { sub: undefined } }, 'single_sign_on.refused'],
    [
      'with an address that is not verified',
      { claims: { email_verified: false } },
      'single_sign_on.email_refused',
    ],
    ['that does not say so', { claims: { email_verified: undefined } }, 'single_sign_on.email_refused'],
    ['that says so in a text', { claims: { email_verified: 'true' } }, 'single_sign_on.email_refused'],
    ['without an address', { claims: { email: undefined } }, 'single_sign_on.email_refused'],
    [
      'with two addresses',
      { claims: { email: 'a@company.example,b@evil.example' } },
      'single_sign_on.email_refused',
    ],
    ['of another domain', { claims: { email: 'a@evil.example' } }, 'single_sign_on.domain_refused'],
    ['of a domain below', { claims: { email: 'a@x.company.example' } }, 'single_sign_on.domain_refused'],
    [
      'of a domain that ends alike',
      { claims: { email: 'a@notcompany.example' } },
      'single_sign_on.domain_refused',
    ],
    ['without groups', { claims: { groups: undefined } }, 'single_sign_on.no_role'],
    ['with groups that are no texts', { claims: { groups: [{ name: 'owners' }] } }, 'single_sign_on.no_role'],
  ])('an identity token %s is refused', async (_name, twisted, code) => {
    Object.assign(provider, { claims: {}, signs: 'own' }, twisted);
    const browser = providerBrowser(hub);

    const { status, body } = await browser.signIn(provider, id);

    expect([status, body.code]).toEqual([403, code]);
    expect(browser.cookies.get('parley_session')).toBeUndefined();
    expect(await nobodyNew(hub)).toEqual([]);
  });
});
