import { hourMs } from '@parley/shared/words/time';
import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';

const password = 'correct horse battery';

const codesOf = (answers: { body: { code?: string } }[]) => {
  const count = (code: string) => answers.filter(({ body }) => body.code === code).length;
  return { evaluated: count('session.sign_in_failed'), throttled: count('session.throttled') };
};

describe.each(dialects)('whoever attacks the sign-in on %s', (dialect) => {
  test('of twenty wrong passwords for an account five are looked at, also when they come at once', async () => {
    await using hub = await TestHub.start(dialect);
    await hub.staff('ada@parley.example', 'owner');
    const tries = Array.from({ length: 20 }, async (_, index) =>
      hub.trpc('session.signIn', { email: 'ada@parley.example', password: `wrong ${index}` }, 'POST'),
    );

    expect(codesOf(await Promise.all(tries))).toEqual({ evaluated: 5, throttled: 15 });
  });

  test('of two hundred accounts that are sprayed from one address twenty are looked at, and then one a wait', async () => {
    await using hub = await TestHub.start(dialect);
    const answers = [];
    for (let index = 0; index < 200; index += 1)
      answers.push(await hub.trpc('session.signIn', { email: `a${index}@parley.example`, password }, 'POST'));

    const { evaluated, throttled } = codesOf(answers);
    expect(evaluated + throttled).toBe(200);
    expect(evaluated).toBeGreaterThanOrEqual(20);
    // After 5 seconds one more is, after 10 another, after 20 a third: a slow machine may get there.
    expect(evaluated).toBeLessThanOrEqual(23);
  });

  test('an address that a caller makes up for itself gives it no more tries', async () => {
    await using hub = await TestHub.start(dialect, { variables: { PARLEY_TRUST_PROXY: '10.0.0.0/8' } });
    await hub.staff('ada@parley.example', 'owner');
    const answers = [];
    for (let index = 0; index < 12; index += 1)
      answers.push(
        await hub.trpc('session.signIn', { email: 'ada@parley.example', password: 'wrong' }, 'POST', {
          'x-forwarded-for': `203.0.113.${index}`,
          'x-real-ip': `203.0.113.${index}`,
          forwarded: `for=203.0.113.${index}`,
        }),
      );
    await hub.client();
    const { items } = await hub.admin.audit.list({ action: 'session.sign_in' });

    expect(codesOf(answers)).toEqual({ evaluated: 5, throttled: 7 });
    expect(items.map(({ peer }) => peer)).not.toContain('203.0.113.0');
  });

  test('a session that somebody chose for another is not the one that a sign-in opens', async () => {
    await using hub = await TestHub.start(dialect);
    await hub.staff('ada@parley.example', 'owner');
    const { cookie: own } = await hub.browser('viewer');
    for (const fixed of [`parley_session=${'a'.repeat(40)}`, own]) {
      const signedIn = await hub.trpc('session.signIn', { email: 'ada@parley.example', password }, 'POST', {
        cookie: fixed,
      });
      const given = signedIn.headers.get('set-cookie')!.split(';', 1)[0]!;

      expect([signedIn.status, given === fixed]).toEqual([200, false]);
      const before = await hub.trpc('session.current', undefined, 'GET', { cookie: fixed });
      expect(before.body?.email ?? null).not.toBe('ada@parley.example');
    }
  });
});

test('signing in with an address that nobody has costs what a wrong password costs', async () => {
  await using hub = await TestHub.start('sqlite', { roles: 'api' });
  await hub.staff('ada@parley.example', 'owner');
  const costOf = async (email: string): Promise<number> => {
    // Nobody waits for tries of two hours ago.
    hub.advance(2 * hourMs);
    const begun = process.cpuUsage();
    const { body } = await hub.trpc('session.signIn', { email, password: 'a wrong password' }, 'POST');
    const { user, system } = process.cpuUsage(begun);
    expect(body.code).toBe('session.sign_in_failed');
    return user + system;
  };
  const costs: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
  await costOf('ada@parley.example');
  for (let round = 0; round < 15; round += 1) {
    costs.known.push(await costOf('ada@parley.example'));
    costs.unknown.push(await costOf(`nobody-${round}@parley.example`));
  }
  const medianOf = (list: number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]!;
  const [known, unknown] = [medianOf(costs.known), medianOf(costs.unknown)];

  expect(Math.abs(known - unknown) / known).toBeLessThan(0.1);
});
