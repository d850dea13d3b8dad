import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Authenticator } from '../../testing/authenticator.ts';
import { Cookies } from '../../testing/cookies.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';
import { passkeyPlaceOf } from './passkey-place.ts';

const password = 'correct horse battery';
const email = 'ada@parley.example';

const browserOf = (hub: TestHub) => {
  const cookies = new Cookies();
  const call = async (name: string, input?: unknown, method: 'GET' | 'POST' = 'POST') =>
    cookies.take(await hub.trpc(name, input, method, { cookie: cookies.header }));
  return { cookies, call };
};

const withPasskey = async (hub: TestHub) => {
  const staffId = await hub.staff(email, 'owner');
  const browser = browserOf(hub);
  await browser.call('session.signIn', { email, password });
  const device = new Authenticator();
  const { body: options } = await browser.call('account.beginPasskey');
  const added = await browser.call('account.addPasskey', {
    name: 'Laptop',
    passkey: device.register(options),
  });
  return { ...browser, staffId, device, added, options };
};

const signInWith = async (hub: TestHub, device: Authenticator, oddity = {}) => {
  const browser = browserOf(hub);
  const { body } = await browser.call('session.beginPasskey');
  const answer = await browser.call('session.signInByPasskey', { passkey: device.assert(body, oddity) });
  return { ...browser, answer };
};

describe.each(dialects)('passkeys on %s', (dialect) => {
  test('one is registered, signs in by itself, and is asked for after the password', async () => {
    await using hub = await TestHub.start(dialect);
    const { device, added, options, call } = await withPasskey(hub);

    const { answer, call: as } = await signInWith(hub, device);
    const byPassword = await browserOf(hub).call('session.signIn', { email, password });
    const security = await call('account.security', undefined, 'GET');

    expect(options).toMatchObject({
      rp: { id: 'localhost', name: 'Parley' },
      authenticatorSelection: { userVerification: 'required', residentKey: 'required' },
      pubKeyCredParams: [{ alg: -8 }, { alg: -7 }, { alg: -257 }],
    });
    expect(added.body.recoveryCodes).toHaveLength(10);
    expect(answer.body).toMatchObject({ email, role: 'owner' });
    expect((await as('staff.list', {}, 'GET')).status).toBe(200);
    expect(byPassword.body).toEqual({ secondFactor: ['passkey'] });
    expect(security.body.passkeys).toMatchObject([
      { name: 'Laptop', isSuspect: false, lastUsedAt: expect.any(String) },
    ]);
  });

  test('whatever is wrong with an answer is the same refusal', async () => {
    await using hub = await TestHub.start(dialect);
    const { device } = await withPasskey(hub);
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

    for (const [what, oddity] of Object.entries({
      'another site': { origin: 'http://evil.example' },
      'another name': { rpId: 'evil.example' },
      'another challenge': { challenge: 'AAAA' },
      'nobody verified': { isUserVerified: false },
      'another key': { key: privateKey },
    })) {
      const { answer } = await signInWith(hub, device, oddity);
      expect([what, answer.status, answer.body.code]).toEqual([what, 403, 'session.passkey_refused']);
    }
    const unknown = await signInWith(hub, new Authenticator());
    expect(unknown.answer.body.code).toBe('session.passkey_refused');
    expect((await signInWith(hub, device)).answer.status).toBe(200);
  });

  test('an answer counts once, in the browser that asked, within ten minutes', async () => {
    await using hub = await TestHub.start(dialect);
    const { device } = await withPasskey(hub);
    const browser = browserOf(hub);
    const { body } = await browser.call('session.beginPasskey');
    const step = browser.cookies.get('parley_step')!;
    const passkey = device.assert(body, { counter: 0 });
    await hub.hub.parts.store.all('update passkey set counter = 0');

    const elsewhere = await browserOf(hub).call('session.signInByPasskey', { passkey });
    const first = await browser.call('session.signInByPasskey', { passkey });
    browser.cookies.set('parley_step', step);
    const again = await browser.call('session.signInByPasskey', { passkey });
    await browser.call('session.beginPasskey');
    hub.advance(11 * 60_000);
    const late = await browser.call('session.signInByPasskey', { passkey });

    expect([elsewhere.body.code, first.status]).toEqual(['session.step_ended', 200]);
    expect([again.body.code, late.body.code]).toEqual(['session.step_ended', 'session.step_ended']);
  });

  test('a counter that falls is noted, and the passkey is not accepted any more', async () => {
    await using hub = await TestHub.start(dialect);
    const { device, call, staffId } = await withPasskey(hub);
    await signInWith(hub, device, { counter: 7 });

    const fallen = await signInWith(hub, device, { counter: 7 });
    const risen = await signInWith(hub, device, { counter: 9 });

    expect([fallen.answer.status, risen.answer.status]).toEqual([403, 403]);
    expect((await call('account.security', undefined, 'GET')).body.passkeys).toMatchObject([
      { isSuspect: true },
    ]);
    const { items } = await hub.admin.audit.list({
      targetId: staffId,
      action: 'second_factor.suspect_passkey',
    });
    expect(items).toMatchObject([{ changes: { counter: { before: 7, after: 7 } } }]);
  });

  test('a disabled person and a removed passkey sign in no more, and one device is one passkey', async () => {
    await using hub = await TestHub.start(dialect);
    const { device, call, staffId } = await withPasskey(hub);
    const { body: options } = await call('account.beginPasskey');
    const twice = await call('account.addPasskey', { name: 'Again', passkey: device.register(options) });
    const unverified = await call('account.beginPasskey');
    const second = new Authenticator();
    const refused = await call('account.addPasskey', {
      name: 'x',
      passkey: second.register(unverified.body, { isUserVerified: false }),
    });
    const { body: third } = await call('account.beginPasskey');
    await call('account.addPasskey', { name: 'Phone', passkey: second.register(third) });
    const { passkeys } = (await call('account.security', undefined, 'GET')).body;

    const removed = await call('account.removePasskey', { id: passkeys[0].id });
    const foreign = await hub.browser('viewer');
    await expect(foreign.api.account.removePasskey({ id: passkeys[1].id })).rejects.toMatchObject({
      status: 404,
    });
    await hub.admin.staff.update({ id: staffId, disabled: true });

    expect([twice.body.code, refused.body.code, removed.status]).toEqual([
      'passkey.taken',
      'session.passkey_refused',
      200,
    ]);
    expect((await signInWith(hub, device)).answer.status).toBe(403);
    expect((await signInWith(hub, second)).answer.status).toBe(403);
  });
});

test('passkeys are where browsers allow them: https under a name, or this machine as localhost', () => {
  expect(passkeyPlaceOf('https://parley.example')).toEqual({
    rpId: 'parley.example',
    origin: 'https://parley.example',
  });
  expect(passkeyPlaceOf('http://127.0.0.1:4100')).toEqual({
    rpId: 'localhost',
    origin: 'http://localhost:4100',
  });
  expect(passkeyPlaceOf('http://parley.example')).toBeNull();
  expect(passkeyPlaceOf('https://10.0.0.1')).toBeNull();
});
