import { expect } from 'vitest';
import { Secret, TOTP } from 'otpauth';
import { Authenticator } from '../authenticator.ts';
import { Cookies } from '../cookies.ts';
import type { Pair } from './pair.ts';
import { allSucceed, oneWins, type Rows, same } from './row.ts';

const password = 'correct horse battery';

const codeOf = (pair: Pair, secret: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: pair.hubs[0].hub.parts.now().getTime() + steps * 30_000,
  });

/** A signed-in person, whose browser keeps its cookies. */
const person = async (pair: Pair, role: 'owner' | 'viewer' = 'viewer') => {
  const [hub] = pair.hubs;
  const email = `${pair.unique('ada')}@parley.example`;
  const id = await hub.staff(email, role);
  const cookies = new Cookies();
  const call = async (name: string, input?: unknown) =>
    cookies.take(await hub.trpc(name, input, 'POST', { cookie: cookies.header }));
  await call('session.signIn', { email, password });
  return { id, email, cookies, call, signIn: async () => call('session.signIn', { email, password }) };
};

const withApp = async (pair: Pair) => {
  const one = await person(pair);
  const { body } = await one.call('account.beginTotp');
  await one.call('account.confirmTotp', { setup: body.setup, code: codeOf(pair, body.secret, -1) });
  return { ...one, secret: body.secret as string };
};

const withPasskey = async (pair: Pair) => {
  const one = await person(pair);
  const device = new Authenticator();
  const { body } = await one.call('account.beginPasskey');
  await one.call('account.addPasskey', { name: 'Laptop', passkey: device.register(body) });
  return { ...one, device };
};

const passkeysOf = async (pair: Pair, id: string): Promise<{ id: string }[]> =>
  pair.rows('select id from passkey where staff_id = ?', id);

const entriesOf = async (pair: Pair, id: string, action: string) =>
  pair.rows('select id from audit_entry where target_id = ? and action = ?', id, action);

/** What protects accounts, twice at once. */
export const securityRows: Rows = {
  'session.finishSignIn': {
    holds: 'a code counts once',
    prepare: async (pair, times) => {
      const one = await withApp(pair);
      await one.signIn();
      const call = {
        name: 'session.finishSignIn',
        input: { code: codeOf(pair, one.secret) },
        as: { cookie: one.cookies.header },
      };
      return {
        calls: same(times, call),
        after: (outcomes) => {
          expect(outcomes.filter(({ code }) => code === null)).toHaveLength(1);
          for (const { code } of outcomes)
            expect([
              null,
              'session.second_factor_wrong',
              'session.throttled',
              'session.step_ended',
            ]).toContain(code);
        },
      };
    },
  },
  'session.beginPasskey': {
    holds: 'it leaves nothing',
    prepare: async (pair, times) => ({
      calls: same(times, { name: 'session.beginPasskey', input: undefined, as: {} }),
      after: async (outcomes) => {
        allSucceed(outcomes);
        expect(await pair.rows(`select id from used_step where id = 'x'`)).toEqual([]);
      },
    }),
  },
  'session.signInByPasskey': {
    holds: 'an answer of a device counts once',
    prepare: async (pair, times) => {
      const { device, cookies, call } = await withPasskey(pair);
      const { body } = await call('session.beginPasskey');
      const input = { passkey: device.assert(body) };
      return {
        calls: same(times, { name: 'session.signInByPasskey', input, as: { cookie: cookies.header } }),
        after: (outcomes) => {
          expect(outcomes.filter(({ code }) => code === null)).toHaveLength(1);
          for (const { code } of outcomes)
            expect([null, 'session.step_ended', 'session.passkey_refused']).toContain(code);
        },
      };
    },
  },
  'session.confirm': {
    holds: 'the session is confirmed',
    prepare: async (pair) => {
      const { cookies } = await person(pair);
      return {
        calls: same(4, { name: 'session.confirm', input: { password }, as: { cookie: cookies.header } }),
        after: allSucceed,
      };
    },
  },
  'session.confirmByPasskey': {
    holds: 'an answer of a device confirms once',
    prepare: async (pair, times) => {
      const { device, cookies, call } = await withPasskey(pair);
      const { body } = await call('session.beginPasskey');
      const input = { passkey: device.assert(body) };
      return {
        calls: same(times, { name: 'session.confirmByPasskey', input, as: { cookie: cookies.header } }),
        after: (outcomes) => expect(outcomes.filter(({ code }) => code === null)).toHaveLength(1),
      };
    },
  },
  'account.beginTotp': {
    holds: 'it changes nothing',
    prepare: async (pair, times) => {
      const { id, cookies } = await person(pair);
      return {
        calls: same(times, { name: 'account.beginTotp', input: undefined, as: { cookie: cookies.header } }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          expect(
            await pair.rows('select id from staff where id = ? and totp_secret is not null', id),
          ).toEqual([]);
        },
      };
    },
  },
  'account.confirmTotp': {
    holds: 'recovery codes are given once',
    prepare: async (pair, times) => {
      const { id, cookies, call } = await person(pair);
      const { body } = await call('account.beginTotp');
      const input = { setup: body.setup, code: codeOf(pair, body.secret) };
      return {
        calls: same(times, { name: 'account.confirmTotp', input, as: { cookie: cookies.header } }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          expect(await pair.rows('select id from recovery_code where staff_id = ?', id)).toHaveLength(10);
        },
      };
    },
  },
  'account.removeTotp': {
    holds: 'it is removed and noted once',
    prepare: async (pair, times) => {
      const { id, cookies } = await withApp(pair);
      return {
        calls: same(times, { name: 'account.removeTotp', input: undefined, as: { cookie: cookies.header } }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          expect(await entriesOf(pair, id, 'second_factor.remove_app')).toHaveLength(1);
        },
      };
    },
  },
  'account.renewRecoveryCodes': {
    holds: 'there are ten, of the last that asked',
    prepare: async (pair, times) => {
      const { id, cookies } = await withApp(pair);
      const call = { name: 'account.renewRecoveryCodes', input: undefined, as: { cookie: cookies.header } };
      return {
        calls: same(times, call),
        after: async (outcomes) => {
          allSucceed(outcomes);
          expect(await pair.rows('select id from recovery_code where staff_id = ?', id)).toHaveLength(10);
        },
      };
    },
  },
  'account.beginPasskey': {
    holds: 'it changes nothing',
    prepare: async (pair, times) => {
      const { id, cookies } = await person(pair);
      return {
        calls: same(times, {
          name: 'account.beginPasskey',
          input: undefined,
          as: { cookie: cookies.header },
        }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          expect(await passkeysOf(pair, id)).toEqual([]);
        },
      };
    },
  },
  'account.addPasskey': {
    holds: 'a passkey is added once',
    prepare: async (pair, times) => {
      const { id, cookies, call } = await person(pair);
      const { body } = await call('account.beginPasskey');
      const input = { name: 'Laptop', passkey: new Authenticator().register(body) };
      return {
        calls: same(times, { name: 'account.addPasskey', input, as: { cookie: cookies.header } }),
        after: async (outcomes) => {
          oneWins(outcomes, 'session.step_ended');
          expect(await passkeysOf(pair, id)).toHaveLength(1);
        },
      };
    },
  },
  'account.removePasskey': {
    holds: 'it is removed once',
    prepare: async (pair, times) => {
      const one = await withPasskey(pair);
      const [passkey] = await passkeysOf(pair, one.id);
      const call = {
        name: 'account.removePasskey',
        input: { id: passkey!.id },
        as: { cookie: one.cookies.header },
      };
      return { calls: same(times, call), after: (outcomes) => void oneWins(outcomes, 'passkey.not_found') };
    },
  },
  'securityPolicy.update': {
    holds: 'a change is made and noted once',
    prepare: async (pair, times) => {
      const before = (await pair.rows(`select id from audit_entry where action = 'security_policy.update'`))
        .length;
      // As it is already: the owner of these rows has no second factor.
      const input = { secondFactorRequired: false };
      return {
        calls: same(times, { name: 'securityPolicy.update', input }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          const entries = await pair.rows(
            `select id from audit_entry where action = 'security_policy.update'`,
          );
          expect(entries).toHaveLength(before);
        },
      };
    },
  },
  'personalToken.create': {
    holds: 'each is a token of its own',
    prepare: async (pair, times) => {
      const { id, cookies } = await person(pair);
      const expiresAt = new Date(pair.hubs[0].hub.parts.now().getTime() + 86_400_000).toISOString();
      const input = { name: 'report', scopes: ['consumers:read'], expiresAt };
      return {
        calls: same(times, { name: 'personalToken.create', input, as: { cookie: cookies.header } }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          expect(await pair.rows('select id from personal_token where staff_id = ?', id)).toHaveLength(times);
        },
      };
    },
  },
  'personalToken.revoke': {
    holds: 'it is revoked and noted once',
    prepare: async (pair, times) => {
      const { cookies, call } = await person(pair);
      const expiresAt = new Date(pair.hubs[0].hub.parts.now().getTime() + 86_400_000).toISOString();
      const { body } = await call('personalToken.create', {
        name: 'x',
        scopes: ['consumers:read'],
        expiresAt,
      });
      return {
        calls: same(times, {
          name: 'personalToken.revoke',
          input: { id: body.id },
          as: { cookie: cookies.header },
        }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          expect(await entriesOf(pair, body.id, 'personal_token.revoke')).toHaveLength(1);
        },
      };
    },
  },
  'staff.resetSecondFactor': {
    holds: 'they are removed and noted once',
    prepare: async (pair, times) => {
      const { id } = await withApp(pair);
      return {
        calls: same(times, { name: 'staff.resetSecondFactor', input: { id } }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          expect(await entriesOf(pair, id, 'second_factor.reset')).toHaveLength(1);
        },
      };
    },
  },
};
