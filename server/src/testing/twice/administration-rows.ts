import { expect } from 'vitest';
import { accountRows } from './account-rows.ts';
import type { Pair } from './pair.ts';
import { singleSignOnRows } from './single-sign-on-rows.ts';
import { securityRows } from './security-rows.ts';
import { allSucceed, oneWins, type Rows, same } from './row.ts';

const password = 'correct horse battery';
const tokenOf = (link: string): string => new URL(link).searchParams.get('token')!;

const activeOwners = async (pair: Pair): Promise<number> =>
  (
    await pair.rows(
      `select id from staff where role = 'owner' and disabled_at is null and password_hash is not null`,
    )
  ).length;

/** Runs with these owners and no other; afterwards everybody is what they were. */
const withOnlyOwners = async (pair: Pair, owners: readonly string[]): Promise<() => Promise<void>> => {
  const others = await pair.rows<{ id: string }>(`select id from staff where role = 'owner'`);
  for (const { id } of others.filter((one) => !owners.includes(one.id)))
    await pair.rows(`update staff set role = 'admin' where id = ?`, id);
  return async () => {
    for (const { id } of others)
      await pair.rows(`update staff set role = 'owner', disabled_at = null where id = ?`, id);
  };
};

const ownersAgainstEachOther = (change: object) => async (pair: Pair) => {
  const [hub] = pair.hubs;
  const browsers = [await hub.browser('owner'), await hub.browser('owner')];
  const ids: string[] = [];
  for (const { api } of browsers) ids.push((await api.session.current())!.staffId);
  const restore = await withOnlyOwners(pair, ids);
  return {
    calls: browsers.map(({ cookie }, index) => ({
      name: 'staff.update',
      input: { id: ids[1 - index], ...change },
      as: { cookie },
    })),
    after: async () => {
      const left = await activeOwners(pair);
      await restore();
      expect(left).toBe(1);
    },
  };
};

const viewOf = async (pair: Pair, isShared = false) => {
  const input = { list: 'deliveries' as const, name: pair.unique('view'), search: 'status=failed', isShared };
  return pair.admin.savedView.create(input);
};

/** Mutations of the wing `administration`, twice at once. */
export const administrationRows: Rows = {
  'savedView.create': {
    holds: 'a name is given once',
    prepare: async (pair, times) => {
      const input = { list: 'events', name: pair.unique('view'), search: '', isShared: true };
      return {
        calls: same(times, { name: 'savedView.create', input }),
        after: (outcomes) => void oneWins(outcomes, 'saved_view.name_taken'),
      };
    },
  },
  'savedView.update': {
    holds: 'of two that are given the same name one gets it',
    prepare: async (pair, times) => {
      const name = pair.unique('view');
      const views = [];
      for (let index = 0; index < times; index += 1) views.push(await viewOf(pair));
      return {
        calls: views.map(({ id }) => ({ name: 'savedView.update', input: { id, name } })),
        after: (outcomes) => void oneWins(outcomes, 'saved_view.name_taken'),
      };
    },
  },
  'savedView.remove': {
    holds: 'it is removed once',
    prepare: async (pair, times) => {
      const { id } = await viewOf(pair);
      return {
        calls: same(times, { name: 'savedView.remove', input: { id } }),
        after: (outcomes) => void oneWins(outcomes, 'saved_view.not_found'),
      };
    },
  },
  'savedView.setDefault': {
    holds: 'a list opens with one view',
    prepare: async (pair, times) => {
      const { id } = await viewOf(pair);
      return {
        calls: same(times, { name: 'savedView.setDefault', input: { list: 'deliveries', id } }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          expect(await pair.rows('select id from default_view where view_id = ?', id)).toHaveLength(1);
        },
      };
    },
    more: [
      {
        holds: 'no list opens with a view that was removed in the meantime',
        prepare: async (pair) => {
          const { id } = await viewOf(pair);
          return {
            calls: [
              { name: 'savedView.setDefault', input: { list: 'deliveries', id } },
              { name: 'savedView.remove', input: { id } },
            ],
            after: async ([, removed]) => {
              expect(removed!.code).toBeNull();
              expect(await pair.rows('select id from default_view where view_id = ?', id)).toEqual([]);
            },
          };
        },
      },
    ],
  },
  'session.acceptInvitation': {
    holds: 'a link is used once',
    prepare: async (pair, times) => {
      const email = `${pair.unique('bob')}@parley.example`;
      const { invitationUrl } = await pair.admin.staff.invite({ email, role: 'viewer' });
      const input = { token: tokenOf(invitationUrl), name: 'Bob', password };
      return {
        calls: same(times, { name: 'session.acceptInvitation', input, as: {} }),
        after: (outcomes) => void oneWins(outcomes, 'invitation.not_found'),
      };
    },
  },
  'session.signIn': {
    holds: 'wrong ones are all counted, and no more are evaluated than are free',
    prepare: async (pair, times) => {
      const email = `${pair.unique('ada')}@parley.example`;
      await pair.hubs[0].staff(email, 'viewer');
      return {
        calls: same(times, { name: 'session.signIn', input: { email, password: 'wrong' }, as: {} }),
        after: (outcomes) => {
          const evaluated = outcomes.filter(({ code }) => code === 'session.sign_in_failed');
          const throttled = outcomes.filter(({ code }) => code === 'session.throttled');
          expect([evaluated.length, throttled.length]).toEqual([Math.min(5, times), Math.max(0, times - 5)]);
        },
      };
    },
    more: [
      {
        holds: 'the right ones all sign in, as far as tries are free',
        prepare: async (pair) => {
          const email = `${pair.unique('ada')}@parley.example`;
          await pair.hubs[0].staff(email, 'viewer');
          return {
            calls: same(4, { name: 'session.signIn', input: { email, password }, as: {} }),
            after: allSucceed,
          };
        },
      },
      {
        holds: 'nobody is signed in with a password that was changed in the meantime',
        prepare: async (pair) => {
          const email = `${pair.unique('ada')}@parley.example`;
          const { cookie } = await pair.hubs[0].browser('viewer', email);
          const newPassword = 'another long password';
          return {
            calls: [
              {
                name: 'session.changePassword',
                input: { currentPassword: password, newPassword },
                as: { cookie },
              },
              { name: 'session.signIn', input: { email, password }, as: {} },
            ],
            after: async ([changed]) => {
              expect(changed!.code).toBeNull();
              const sessions = await pair.rows(
                'select s.id from session s join staff t on t.id = s.staff_id where t.email = ?',
                email,
              );
              expect(sessions).toHaveLength(1);
            },
          };
        },
      },
    ],
  },
  'session.signOut': {
    holds: 'the session is over',
    prepare: async (pair, times) => {
      const { cookie } = await pair.hubs[0].browser('viewer');
      return {
        calls: same(times, { name: 'session.signOut', input: undefined, as: { cookie } }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          expect(
            (await pair.hubs[0].trpc('session.current', undefined, 'GET', { cookie })).body ?? null,
          ).toBeNull();
        },
      };
    },
  },
  'session.changePassword': {
    holds: 'a password is replaced once by whoever knew it',
    prepare: async (pair, times) => {
      const { cookie } = await pair.hubs[0].browser('viewer');
      return {
        calls: Array.from({ length: times }, (_, index) => ({
          name: 'session.changePassword',
          input: { currentPassword: password, newPassword: `another long password ${index}` },
          as: { cookie },
        })),
        after: (outcomes) => {
          expect(outcomes.filter(({ code }) => code === null)).toHaveLength(1);
          for (const { code } of outcomes)
            expect([null, 'staff.wrong_password', 'session.throttled', 'auth.required']).toContain(code);
        },
      };
    },
  },
  ...accountRows,
  ...securityRows,
  ...singleSignOnRows,
  'staff.invite': {
    holds: 'an address has one account and one link that works',
    prepare: async (pair, times) => {
      const email = `${pair.unique('eve')}@parley.example`;
      return {
        calls: same(times, { name: 'staff.invite', input: { email, role: 'viewer' } }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          expect(await pair.rows('select id from staff where email = ?', email)).toHaveLength(1);
          const links = await pair.rows(
            'select i.id from invitation i join staff s on s.id = i.staff_id where s.email = ?',
            email,
          );
          expect(links).toHaveLength(1);
        },
      };
    },
  },
  'staff.update': {
    holds: 'a change is made and noted once',
    prepare: async (pair, times) => {
      const id = await pair.hubs[0].staff(`${pair.unique('bob')}@parley.example`, 'viewer');
      return {
        calls: same(times, { name: 'staff.update', input: { id, role: 'support' } }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          const entries = await pair.rows(
            `select id from audit_entry where target_id = ? and action = 'staff.update'`,
            id,
          );
          expect(entries).toHaveLength(1);
        },
      };
    },
    more: [
      {
        holds: 'two owners who demote each other leave one',
        prepare: ownersAgainstEachOther({ role: 'viewer' }),
      },
      {
        holds: 'two owners who disable each other leave one',
        prepare: ownersAgainstEachOther({ disabled: true }),
      },
    ],
  },
};
