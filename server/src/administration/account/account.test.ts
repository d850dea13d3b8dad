import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';

const password = 'correct horse battery';
const email = 'ada@parley.example';

const signIn = async (hub: TestHub, agent: string): Promise<string> => {
  const { headers } = await hub.rest('/trpc/session.signIn', {
    body: { email, password },
    headers: { 'user-agent': agent, origin: hub.config.publicUrl },
  });
  return headers.getSetCookie()[0]!.split(';', 1)[0]!;
};

const isSignedIn = async (hub: TestHub, cookie: string): Promise<boolean> =>
  Boolean((await hub.trpc('session.current', undefined, 'GET', { cookie })).body);

describe.each(dialects)('my account on %s', (dialect) => {
  test('a person has the name, zone, clock and keys that they chose, in each of their sessions', async () => {
    await using hub = await TestHub.start(dialect);
    const { api } = await hub.browser('viewer', email);
    const before = await api.session.current();

    const changed = await api.account.update({
      name: 'Ada Byron',
      timeZone: 'Asia/Kolkata',
      clock: 'h12',
      hasSingleKeys: false,
    });
    const elsewhere = await hub.trpc('session.current', undefined, 'GET', {
      cookie: await signIn(hub, 'another browser'),
    });
    const back = await api.account.update({ timeZone: null });

    expect(before!.display).toEqual({ timeZone: null, clock: 'h24', hasSingleKeys: true });
    expect(changed.name).toBe('Ada Byron');
    expect(elsewhere.body.display).toEqual({ timeZone: 'Asia/Kolkata', clock: 'h12', hasSingleKeys: false });
    expect(back.display).toEqual({ timeZone: null, clock: 'h12', hasSingleKeys: false });
  });

  test('a zone that there is not, an offset and a blank name are refused', async () => {
    await using hub = await TestHub.start(dialect);
    const { api } = await hub.browser('viewer');

    for (const input of [
      { timeZone: 'Europe/Atlantis' },
      { timeZone: '+02:00' },
      { timeZone: '' },
      { name: ' ' },
      { clock: 'h13' as 'h12' },
    ])
      await expect(api.account.update(input), JSON.stringify(input)).rejects.toMatchObject({ status: 400 });
  });

  test('the sessions of a person are listed with their browsers, and one or all others are ended at once', async () => {
    await using hub = await TestHub.start(dialect);
    const { api } = await hub.browser('viewer', email);
    const [phone, tablet, old] = [
      await signIn(hub, 'Phone/1'),
      await signIn(hub, 'Tablet/1'),
      await signIn(hub, 'x'.repeat(300)),
    ];
    const { items, hasMore } = await api.account.sessions();
    const ofPhone = items.find(({ agent }) => agent === 'Phone/1')!;

    const one = await api.account.endSession({ id: ofPhone.id });
    const afterOne = [await isSignedIn(hub, phone), await isSignedIn(hub, tablet)];
    const all = await api.account.endOtherSessions();

    expect([items.length, hasMore, items.filter(({ isCurrent }) => isCurrent).length]).toEqual([4, false, 1]);
    expect(items.every(({ peer }) => peer === '127.0.0.1')).toBe(true);
    expect(items.some(({ agent }) => agent === 'x'.repeat(256))).toBe(true);
    expect([one.ended, all.ended]).toEqual([1, 2]);
    expect(afterOne).toEqual([false, true]);
    expect([await isSignedIn(hub, tablet), await isSignedIn(hub, old)]).toEqual([false, false]);
    expect((await api.account.sessions()).items).toMatchObject([{ isCurrent: true }]);
    expect((await hub.admin.audit.list({ action: ['session.end_others'] })).items).toHaveLength(1);
  });

  test('the session of somebody else cannot be ended, and its id opens nothing', async () => {
    await using hub = await TestHub.start(dialect);
    const mine = await hub.browser('owner');
    const theirs = await hub.browser('viewer', email);
    const [{ id } = { id: '' }] = (await theirs.api.account.sessions()).items;

    const { ended } = await mine.api.account.endSession({ id });
    const withId = await hub.trpc('session.current', undefined, 'GET', { cookie: `parley_session=${id}` });

    expect(ended).toBe(0);
    expect(await theirs.api.session.current()).not.toBeNull();
    expect(withId.body ?? null).toBeNull();
  });

  test('a key and nobody have no account here', async () => {
    await using hub = await TestHub.start(dialect);

    expect((await hub.trpc('account.sessions', undefined, 'GET')).status).toBe(401);
    expect((await hub.trpc('account.endOtherSessions', undefined, 'POST')).status).toBe(401);
  });
});
