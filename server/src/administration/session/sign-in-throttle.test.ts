import { describe, expect, test } from 'vitest';
import { createDatabase } from '../../testing/postgres.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';
import { removeForgottenTries } from './sign-in-throttle.service.ts';
import { networkOf, peersOf } from './visitor.ts';
import { inject } from 'vitest';

const password = 'correct horse battery';
const wrong = 'wrong password!';

interface Attempt {
  email: string;
  typed?: string;
  headers?: Record<string, string>;
}

const signIn = async (hub: TestHub, { email, typed = wrong, headers = {} }: Attempt) =>
  hub.trpc('session.signIn', { email, password: typed }, 'POST', headers);

const cookiesOf = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');

const count = (answers: readonly { body: { code?: string } }[], code: string): number =>
  answers.filter(({ body }) => body.code === code).length;

describe.each(dialects)('the throttle of signing in on %s', (dialect) => {
  test('of many guesses at once no more are evaluated than are free, whether the account exists or not', async () => {
    await using hub = await TestHub.start(dialect);
    await hub.staff('ada@parley.example', 'viewer');

    for (const email of ['ada@parley.example', 'nobody@parley.example']) {
      const answers = await Promise.all(Array.from({ length: 60 }, async () => signIn(hub, { email })));

      expect(count(answers, 'session.sign_in_failed'), email).toBe(5);
      expect(count(answers, 'session.throttled'), email).toBe(55);
    }
  });

  test('whoever signed in from a browser before is not kept out by strangers', async () => {
    await using hub = await TestHub.start(dialect);
    const email = 'ada@parley.example';
    await hub.staff(email, 'viewer');
    const first = await signIn(hub, { email, typed: password });
    for (let tries = 0; tries < 6; tries += 1) await signIn(hub, { email });

    const stranger = await signIn(hub, { email, typed: password });
    const owner = await signIn(hub, {
      email,
      typed: password,
      headers: { cookie: cookiesOf(first.headers) },
    });
    const other = 'nobody@parley.example';
    const misused = [];
    for (let tries = 0; tries < 7; tries += 1)
      misused.push(await signIn(hub, { email: other, headers: { cookie: cookiesOf(first.headers) } }));

    expect(stranger.status).toBe(429);
    expect(owner.status).toBe(200);
    expect(count(misused, 'session.throttled')).toBe(2);
  });

  test('behind a proxy that is not named one client does not lock out the others', async () => {
    await using hub = await TestHub.start(dialect);
    await hub.staff('ada@parley.example', 'viewer');
    const through = (client: string) => ({ 'x-forwarded-for': client });
    for (let tries = 0; tries < 25; tries += 1)
      await signIn(hub, { email: `a${tries}@parley.example`, headers: through('203.0.113.9') });

    const staff = await signIn(hub, {
      email: 'ada@parley.example',
      typed: password,
      headers: through('198.51.100.7'),
    });

    expect(staff.status).toBe(200);
  });

  test('guessing at the current password is counted as well', async () => {
    await using hub = await TestHub.start(dialect);
    const { cookie } = await hub.browser('viewer');
    const guess = async () =>
      hub.trpc('session.changePassword', { currentPassword: wrong, newPassword: password }, 'POST', {
        cookie,
      });

    const answers = await Promise.all(Array.from({ length: 20 }, guess));

    expect(count(answers, 'staff.wrong_password')).toBe(5);
    expect(count(answers, 'session.throttled')).toBe(15);
  });

  test('what looks at a password or a link is refused in a batch, however its name is written', async () => {
    await using hub = await TestHub.start(dialect);
    const body = Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [index, { email: 'ada@parley.example', password: wrong }]),
    );
    const send = async (path: string) =>
      hub.rest(`/trpc/${path}?batch=1`, { body, headers: { origin: hub.config.publicUrl } });
    const names = Array.from({ length: 10 }, () => 'session.signIn');

    for (const path of [
      names.join(','),
      names.join('%2C'),
      'consumer.list,session.signIn',
      'session.signOut,session%2EchangePassword',
      'session.acceptInvitation,session.signOut',
    ]) {
      const refused = await send(path);
      expect([path, refused.status, refused.body.error.data.problem.code]).toEqual([
        path,
        400,
        'request.batch_refused',
      ]);
    }
    expect((await send('session.signIn')).body[0].error.data.problem.code).toBe('session.sign_in_failed');
  });

  test('what an hour of silence has made meaningless is removed', async () => {
    await using hub = await TestHub.start(dialect);
    await signIn(hub, { email: 'nobody@parley.example' });
    const { parts } = hub.hub;

    const early = await removeForgottenTries(parts);
    hub.advance(3_700_000);

    expect(early).toBe(0);
    expect(await removeForgottenTries(parts)).toBe(2);
  });
});

test('two processes count together', async () => {
  const databaseUrl = await createDatabase(inject('postgresUrl'), inject('templates').postgresName);
  await using one = await TestHub.start('postgresql', { databaseUrl });
  await using two = await TestHub.start('postgresql', { databaseUrl });
  const guess = async (_: unknown, index: number) =>
    signIn(index % 2 === 0 ? one : two, { email: 'ada@parley.example' });

  const answers = await Promise.all(Array.from({ length: 60 }, guess));

  expect(count(answers, 'session.sign_in_failed')).toBe(5);
  expect(count(answers, 'session.throttled')).toBe(55);
});

test('IPv6 counts by /64, IPv4 within IPv6 as IPv4', () => {
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:db8:1:2:ffff::1'));
  expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'));
  expect(networkOf('::ffff:203.0.113.9')).toBe('203.0.113.9');
  expect(networkOf('fe80::1%eth0')).toBe(networkOf('fe80::2'));
});

test('an address outside may say that it is a proxy and is still counted', () => {
  const forwarded = { cookies: undefined, agent: null, isForwarded: true };

  expect(peersOf('203.0.113.9', forwarded)).toEqual([{ id: 'proxy:203.0.113.9', free: 200 }]);
  expect(peersOf('::ffff:10.0.0.5', forwarded)).toEqual([]);
  expect(peersOf('203.0.113.9', { ...forwarded, isForwarded: false })).toMatchObject([{ free: 20 }]);
});
