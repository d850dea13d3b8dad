import { minuteMs } from '@parley/shared/words/time';
import { Secret, TOTP } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { Authenticator } from '../../testing/authenticator.ts';
import { providerBrowser, setUpProvider } from '../../testing/provider-browser.ts';
import { SignInProvider } from '../../testing/sign-in-provider.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';

const codeAt = (hub: TestHub, secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: hub.hub.parts.now().getTime() });

describe.each(dialects)('second factors and single sign-on, on %s', (dialect) => {
  test('Parley’s own is asked for where there is one, unless the provider says that it was two factors', async () => {
    await using provider = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { id } = await setUpProvider(hub, provider);
    const first = providerBrowser(hub);
    await first.signIn(provider, id);
    const { body: setup } = await first.call('account.beginTotp');
    await first.call('account.confirmTotp', { setup: setup.setup, code: codeAt(hub, setup.secret) });
    hub.advance(minuteMs);

    const browser = providerBrowser(hub);
    const half = await browser.signIn(provider, id);
    const closed = await browser.call('session.current', undefined, 'GET');
    const wrong = await browser.call('session.finishSignIn', { code: '000000' });
    const whole = await browser.call('session.finishSignIn', { code: codeAt(hub, setup.secret) });
    const twice = await providerBrowser(hub).signIn(provider, id, { amr: ['pwd', 'otp', 'mfa'] });
    const [row] = await hub.hub.parts.store.all<{ provider_id: string }>(
      `select provider_id from session where provider_id is not null order by created_at desc limit 1`,
    );

    expect(half.body).toMatchObject({ kind: 'second_factor', step: { secondFactor: ['code'] } });
    expect(closed.body).toBeNull();
    expect(wrong.body.code).toBe('session.second_factor_wrong');
    expect(whole.body).toMatchObject({ email: 'grace@company.example' });
    expect(twice.body.kind).toBe('signed_in');
    expect(row?.provider_id).toBe(id);
  });

  test('a passkey finishes a sign-in by a provider, where it opens nothing by itself', async () => {
    await using provider = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { id } = await setUpProvider(hub, provider, {
      domains: [{ domain: 'company.example', isOnly: true }],
    });
    const device = new Authenticator();
    const first = providerBrowser(hub);
    await first.signIn(provider, id);
    const asked = await first.call('account.beginPasskey');
    await first.call('account.addPasskey', { name: 'Laptop', passkey: device.register(asked.body) });

    const alone = providerBrowser(hub);
    const begun = await alone.call('session.beginPasskey');
    const shut = await alone.call('session.signInByPasskey', { passkey: device.assert(begun.body) });
    const after = providerBrowser(hub);
    const half = await after.signIn(provider, id);
    const challenge = await after.call('session.beginPasskey');
    const whole = await after.call('session.signInByPasskey', { passkey: device.assert(challenge.body) });
    const other = providerBrowser(hub);
    await other.signIn(provider, id, { sub: 'alan', email: 'alan@company.example' });

    expect(shut.body.code).toBe('single_sign_on.only');
    expect(half.body.step).toEqual({ secondFactor: ['passkey'] });
    expect(whole.body).toMatchObject({ email: 'grace@company.example' });
  });

  test('where a second factor is asked of everybody, two factors at the provider are enough', async () => {
    await using provider = await SignInProvider.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { id } = await setUpProvider(hub, provider);
    const { cookie } = await hub.browser('owner');
    await hub.trpc('securityPolicy.update', { secondFactorRequired: true }, 'POST', { cookie });

    const one = await providerBrowser(hub).signIn(provider, id);
    const two = await providerBrowser(hub).signIn(provider, id, { amr: ['mfa'] });

    expect(one.body.session).toMatchObject({ lacksSecondFactor: true, scopes: [] });
    expect(two.body.session).toMatchObject({ lacksSecondFactor: false });
  });
});
