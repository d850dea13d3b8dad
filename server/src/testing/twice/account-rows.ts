import { expect } from 'vitest';
import { allSucceed, type Rows, same } from './row.ts';

const password = 'correct horse battery';

/** What somebody does with their own account. */
export const accountRows: Rows = {
  'account.update': {
    holds: 'a name is changed and noted once',
    prepare: async (pair, times) => {
      const { cookie, api } = await pair.hubs[0].browser('viewer');
      const { staffId } = (await api.session.current())!;
      return {
        calls: same(times, { name: 'account.update', input: { name: 'Ada', clock: 'h12' }, as: { cookie } }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          const entries = await pair.rows(
            `select id from audit_entry where target_id = ? and action = 'staff.update'`,
            staffId,
          );
          expect(entries).toHaveLength(1);
        },
      };
    },
  },
  'account.endSession': {
    holds: 'a session is ended and noted once',
    prepare: async (pair, times) => {
      const email = `${pair.unique('ada')}@parley.example`;
      const { cookie, api } = await pair.hubs[0].browser('viewer', email);
      await pair.hubs[0].trpc('session.signIn', { email, password }, 'POST');
      const { items } = await api.account.sessions();
      const { id } = items.find(({ isCurrent }) => !isCurrent)!;
      return {
        calls: same(times, { name: 'account.endSession', input: { id }, as: { cookie } }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          expect((await api.account.sessions()).items).toMatchObject([{ isCurrent: true }]);
          const entries = await pair.rows(
            `select id from audit_entry where target_id = ? and action = 'session.end'`,
            (await api.session.current())!.staffId,
          );
          expect(entries).toHaveLength(1);
        },
      };
    },
  },
  'account.endOtherSessions': {
    holds: 'the one that asks remains, and what was ended is noted once',
    prepare: async (pair, times) => {
      const email = `${pair.unique('ada')}@parley.example`;
      const { cookie, api } = await pair.hubs[0].browser('viewer', email);
      await pair.hubs[0].trpc('session.signIn', { email, password }, 'POST');
      return {
        calls: same(times, { name: 'account.endOtherSessions', input: undefined, as: { cookie } }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          expect((await api.account.sessions()).items).toMatchObject([{ isCurrent: true }]);
          const entries = await pair.rows(
            `select id from audit_entry where target_id = ? and action = 'session.end_others'`,
            (await api.session.current())!.staffId,
          );
          expect(entries).toHaveLength(1);
        },
      };
    },
  },
};
