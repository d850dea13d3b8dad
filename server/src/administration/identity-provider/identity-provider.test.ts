import { describe, expect, test } from 'vitest';
import { Authenticator } from '../../testing/authenticator.ts';
import { Cookies } from '../../testing/cookies.ts';
import { providerBrowser, setUpProvider } from '../../testing/provider-browser.ts';
import { SignInProvider } from '../../testing/sign-in-provider.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';

const password = 'correct horse battery';
const only = [{ domain: 'company.example', isOnly: true }];

const signIn = async (hub: TestHub, email: string, word = password) =>
  hub.trpc('session.signIn', { email, password: word }, 'POST');

const input = {
  name: 'Company login',
  issuer: 'https://8.8.8.8/realm',
  clientId: 'parley',
  clientSecret: 'the secret of the provider',
};

describe.each(dialects)('identity providers, on %s', (dialect) => {
  test('owners alone set them up; the secret is nowhere to be read, and changes are in the trail without it', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { api: admin } = await hub.browser('admin');
    const client = await hub.client();
    const created = await hub.admin.identityProvider.create(input);
    const { id } = created;

    await expect(
      admin.identityProvider.create({ ...input, issuer: 'https://8.8.4.4' }),
    ).rejects.toMatchObject({
      code: 'auth.grant_refused',
    });
    await expect(admin.identityProvider.update({ id, name: 'Mine' })).rejects.toMatchObject({ status: 403 });
    await expect(admin.identityProvider.remove({ id })).rejects.toMatchObject({ status: 403 });
    expect((await client.rest('/v1/identity-providers')).status).toBe(403);
    expect((await hub.rest('/v1/identity-providers')).status).toBe(401);
    const changed = await hub.admin.identityProvider.update({
      id,
      clientSecret: 'a new secret',
      name: 'Login',
    });
    const same = await hub.admin.identityProvider.update({ id, clientSecret: 'a new secret' });
    const { items } = await hub.admin.audit.list({ targetId: id });
    const rows = await hub.hub.parts.store.all('select * from identity_provider');
    const all = JSON.stringify([created, changed, rows, items, await admin.identityProvider.list({})]);

    expect(all).not.toContain('the secret of the provider');
    expect(all).not.toContain('a new secret');
    expect(same.updatedAt).toBe(changed.updatedAt);
    expect(items.map(({ action }) => action)).toEqual([
      'identity_provider.update',
      'identity_provider.create',
    ]);
    expect(items[0]?.changes).toMatchObject({ clientSecret: { before: 'one', after: 'another' } });
    expect(created.redirectUrl).toBe(`${hub.config.publicUrl}/single-sign-on`);
  });

  test('an address that is not https, not public or holds more than an address is refused', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    for (const [issuer, reason] of [
      ['http://login.example', 'not https'],
      ['https://10.0.0.1/realm', 'not a public address'],
      ['https://user:word@login.example', 'user'],
      ['ftp://login.example', 'not https'],
      ['nonsense', 'no address'],
    ])
      await expect(
        hub.admin.identityProvider.create({ ...input, issuer: issuer ?? '' }),
      ).rejects.toMatchObject({
        code: 'identity_provider.url_refused',
        detail: expect.stringContaining(reason ?? ''),
      });
  });

  test('a domain has one provider, and an issuer is set up once', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const domains = [{ domain: 'Company.Example', isOnly: false }];
    const { id } = await hub.admin.identityProvider.create({ ...input, domains });
    const second = { ...input, issuer: 'https://8.8.4.4', domains };

    await expect(hub.admin.identityProvider.create(second)).rejects.toMatchObject({
      code: 'identity_provider.domain_taken',
      errors: [{ path: '/domains/0/domain' }],
    });
    await expect(hub.admin.identityProvider.create(input)).rejects.toMatchObject({
      code: 'identity_provider.taken',
    });
    await hub.admin.identityProvider.remove({ id });
    const again = await hub.admin.identityProvider.create(second);

    expect(again.domains).toEqual([{ domain: 'company.example', isOnly: false }]);
    expect((await hub.admin.identityProvider.list({})).items).toHaveLength(1);
  });

  test('where a domain is for single sign-on only, passwords, passkeys and invitations of it open nothing', async () => {
    await using provider = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const email = 'bea@company.example';
    await hub.staff(email, 'engineer');
    const cookies = new Cookies();
    const call = async (name: string, sent?: unknown, method: 'GET' | 'POST' = 'POST') =>
      cookies.take(await hub.trpc(name, sent, method, { cookie: cookies.header }));
    await call('session.signIn', { email, password });
    const device = new Authenticator();
    const asked = await call('account.beginPasskey');
    await call('account.addPasskey', { name: 'Laptop', passkey: device.register(asked.body) });
    const invited = await hub.admin.staff.invite({ email: 'new@company.example', role: 'viewer' });
    const token = new URL(invited.invitationUrl).searchParams.get('token');
    await setUpProvider(hub, provider, { domains: only });

    const out = await call('session.current', undefined, 'GET');
    const [right, wrong, unknown] = [
      await signIn(hub, email),
      await signIn(hub, email, 'wrong'),
      await signIn(hub, 'nobody@company.example'),
    ];
    const challenge = await call('session.beginPasskey');
    const byPasskey = await call('session.signInByPasskey', { passkey: device.assert(challenge.body) });
    const accepted = await hub.trpc('session.acceptInvitation', { token, name: 'New', password }, 'POST');

    expect(out.body).toBeNull();
    // One answer, whatever the password: nobody learns by it which is right.
    expect([right, wrong, unknown].map(({ status, body }) => [status, body.code])).toEqual([
      [403, 'single_sign_on.only'],
      [403, 'single_sign_on.only'],
      [403, 'single_sign_on.only'],
    ]);
    expect(right.body.detail).toContain('Continue with Company login');
    expect(byPasskey.body.code).toBe('single_sign_on.only');
    expect(accepted.body.code).toBe('single_sign_on.only');
  });

  test('the owner who has been here longest keeps the password while no other domain has one, and stays owner', async () => {
    await using provider = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    await hub.staff('first@company.example', 'owner');
    hub.advance(1000);
    await hub.staff('second@company.example', 'owner');
    const { items: before } = await hub.admin.staff.list({});
    const { id } = await setUpProvider(hub, provider, { domains: only });
    const beside = await signIn(hub, 'first@company.example');
    const helper = before.find(({ email }) => email.endsWith('@parley.example'));
    const owner = providerBrowser(hub);
    await owner.signIn(provider, id, { groups: ['owners'] });
    await owner.call('staff.update', { id: helper!.id, role: 'viewer' });

    const first = await signIn(hub, 'first@company.example');
    const wrong = await signIn(hub, 'first@company.example', 'wrong');
    const second = await signIn(hub, 'second@company.example');
    const { body: shown } = await owner.call('identityProvider.get', { id }, 'GET');
    const secondBySignOn = await providerBrowser(hub).signIn(provider, id, {
      sub: 'second',
      email: 'second@company.example',
      groups: ['everybody'],
    });
    const firstBySignOn = await providerBrowser(hub).signIn(provider, id, {
      sub: 'first',
      email: 'first@company.example',
      groups: ['everybody'],
    });

    // While an owner elsewhere has a password, nobody of the domain needs one.
    expect(beside.body.code).toBe('single_sign_on.only');
    expect(first.body).toMatchObject({ email: 'first@company.example', role: 'owner' });
    expect([wrong.body.code, second.body.code]).toEqual(['single_sign_on.only', 'single_sign_on.only']);
    expect(shown.keepsPassword).toBe('first@company.example');
    expect(secondBySignOn.body.session.role).toBe('viewer');
    expect(firstBySignOn.body.session.role).toBe('owner');
  });

  test('to disable or remove a provider ends what it began, and removed it leaves passwords open', async () => {
    await using provider = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    await hub.staff('bea@company.example', 'viewer');
    const { id } = await setUpProvider(hub, provider, { domains: only });
    const browser = providerBrowser(hub);
    await browser.signIn(provider, id);

    await hub.admin.identityProvider.update({ id, status: 'disabled' });
    const out = await browser.call('session.current', undefined, 'GET');
    const begun = await browser.call('singleSignOn.begin', { providerId: id });
    const shut = await signIn(hub, 'bea@company.example');
    await hub.admin.identityProvider.remove({ id });
    const open = await signIn(hub, 'bea@company.example');

    expect(out.body).toBeNull();
    expect(begun.body.code).toBe('identity_provider.not_found');
    expect(shut.body.code).toBe('single_sign_on.only');
    expect(open.body).toMatchObject({ email: 'bea@company.example' });
  });

  test('the provider is found by the domain of an address, and says nothing of accounts', async () => {
    await using provider = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { id } = await setUpProvider(hub, provider);
    const begin = async (email: string) => hub.trpc('singleSignOn.begin', { email }, 'POST');

    const found = await begin('Nobody@Company.Example');
    const unknown = await begin('nobody@elsewhere.example');

    expect(new URL(found.body.url).searchParams.get('login_hint')).toBe('nobody@company.example');
    expect(unknown.body.code).toBe('single_sign_on.domain_unknown');
    expect(await hub.anyone.singleSignOn.options()).toEqual({
      providers: [{ id, name: 'Company login' }],
      hasMore: false,
    });
  });

  test('an owner tries a provider, sees what came step by step, and nobody is signed in or made by that', async () => {
    await using provider = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { id } = await setUpProvider(hub, provider);
    await hub.admin.identityProvider.update({ id, status: 'disabled' });
    const { cookie } = await hub.browser('owner');
    const { cookie: admins } = await hub.browser('admin');
    const walk = async (person: object) => {
      const browser = providerBrowser(hub);
      browser.cookies.set('parley_session', cookie.split('=')[1] ?? '');
      const begun = await browser.call('singleSignOn.beginTry', { id });
      return browser.call('singleSignOn.finish', provider.grant(begun.body.url, { ...person }));
    };

    const good = await walk({ groups: ['api-team'], amr: ['pwd', 'mfa'] });
    const bad = await walk({ groups: ['chess'] });
    const refused = await hub.trpc('singleSignOn.beginTry', { id }, 'POST', { cookie: admins });

    expect(good.body.tried).toMatchObject({ accepted: true, role: 'engineer', hasTwoFactors: true });
    expect(good.body.tried.claims).toContainEqual({ name: 'groups', value: '["api-team"]' });
    expect(bad.body.tried.steps.at(-1)).toMatchObject({ step: 'role', passed: false });
    expect(refused.body.code).toBe('auth.grant_refused');
    expect((await hub.admin.staff.list({})).items.every(({ hasSingleSignOn }) => !hasSingleSignOn)).toBe(
      true,
    );
  });
});
