import { expect } from 'vitest';
import type { Pair } from './pair.ts';
import { allAgree, allSucceed, oneWins, type Row, type Rows, same } from './row.ts';

const complete = {
  purpose: 'To bill.',
  contactEmail: 'ada@clinic.example',
  operations: [],
  eventTypes: ['invoice.*'],
};

const declare = async (pair: Pair, status: 'draft' | 'submitted'): Promise<string> =>
  (await pair.admin.requirement.declare({ consumerId: pair.client.consumerId, ...complete, status })).id;

const answering = (action: 'approve' | 'decline'): Row => ({
  holds: 'each answer sees the one before it',
  prepare: async (pair, times) => {
    const { consumerId } = pair.client;
    const id = await declare(pair, 'submitted');
    return {
      calls: same(times, { name: `requirement.${action}`, input: { consumerId, id } }),
      after: async (outcomes) => {
        allSucceed(outcomes);
        const entries = await pair.rows<{ changes: string }>(
          'select changes from audit_entry where target_id = ?',
          id,
        );
        const fromSubmitted = entries.filter(
          ({ changes }) => JSON.parse(changes).status?.before === 'submitted',
        );
        expect(fromSubmitted).toHaveLength(1);
      },
    };
  },
});

/** A move that one makes and all others find made. */
const movingOnce = (
  action: 'submit' | 'requestChanges' | 'suspend' | 'archive',
  from: 'draft' | 'submitted' | 'approved',
): Row => ({
  holds: 'one goes this way, and it is noted once',
  prepare: async (pair, times) => {
    const { consumerId } = pair.client;
    const id = await declare(pair, from === 'draft' ? 'draft' : 'submitted');
    if (from === 'approved') await pair.admin.requirement.approve({ consumerId, id });
    const said = action === 'requestChanges' ? { answer: 'Say more.' } : {};
    return {
      calls: same(times, { name: `requirement.${action}`, input: { consumerId, id, ...said } }),
      after: async (outcomes) => {
        oneWins(outcomes, 'requirement.state');
        const act = action === 'requestChanges' ? 'request_changes' : action;
        const sql = 'select id from requirement_entry where requirement_id = ? and act = ?';
        expect(await pair.rows(sql, id, act)).toHaveLength(1);
      },
    };
  },
});

const makeLink = async (pair: Pair, requirementId?: string) => {
  const { link, intakeUrl } = await pair.admin.intakeLink.create({
    consumerId: pair.client.consumerId,
    ...(requirementId === undefined ? {} : { requirementId }),
  });
  return { link, token: intakeUrl.split('#')[1]! };
};

/** The header of who opened a link to a draft that can be submitted. */
const openLink = async (pair: Pair): Promise<{ id: string; as: Record<string, string> }> => {
  const id = await declare(pair, 'draft');
  const { token } = await makeLink(pair, id);
  const { body } = await pair.hubs[0].rest('/v1/intake/claim', { body: { token } });
  return { id, as: { authorization: `Bearer ${body.credential}` } };
};

/** Mutations around requirements, twice at once. */
export const requirementRows: Rows = {
  'requirement.declare': {
    holds: 'each declaration is one',
    prepare: async (pair, times) => {
      const consumerId = await pair.hubs[0].consumer();
      const input = { consumerId, purpose: 'To bill.', operations: [], eventTypes: [] };
      return {
        calls: same(times, { name: 'requirement.declare', input }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          const rows = await pair.rows('select id from requirement where consumer_id = ?', consumerId);
          expect(rows).toHaveLength(times);
        },
      };
    },
  },
  'requirement.update': {
    holds: 'a change is noted once',
    prepare: async (pair, times) => {
      const id = await declare(pair, 'draft');
      const input = { consumerId: pair.client.consumerId, id, callsPerDay: 20 };
      return {
        calls: same(times, { name: 'requirement.update', input }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          const sql = `select id from requirement_entry where requirement_id = ? and act = 'update'`;
          expect(await pair.rows(sql, id)).toHaveLength(1);
        },
      };
    },
    more: [
      {
        holds: 'what was submitted has what was written before, or the writing was refused',
        prepare: async (pair) => {
          const { consumerId } = pair.client;
          const id = await declare(pair, 'draft');
          return {
            calls: [
              { name: 'requirement.submit', input: { consumerId, id } },
              { name: 'requirement.update', input: { consumerId, id, callsPerDay: 77 } },
            ],
            after: async ([submitted, updated]) => {
              expect(submitted!.code).toBeNull();
              const { callsPerDay } = await pair.admin.requirement.get({ consumerId, id });
              expect(callsPerDay).toBe(updated!.code === null ? 77 : null);
            },
          };
        },
      },
    ],
  },
  'requirement.submit': movingOnce('submit', 'draft'),
  'requirement.requestChanges': movingOnce('requestChanges', 'submitted'),
  'requirement.approve': answering('approve'),
  'requirement.decline': answering('decline'),
  'requirement.suspend': movingOnce('suspend', 'approved'),
  'requirement.archive': movingOnce('archive', 'submitted'),
  'requirement.comment': {
    holds: 'each comment is one',
    prepare: async (pair, times) => {
      const id = await declare(pair, 'draft');
      const input = { consumerId: pair.client.consumerId, id, text: 'Which month?' };
      return {
        calls: same(times, { name: 'requirement.comment', input }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          const sql = `select id from requirement_entry where requirement_id = ? and act = 'comment'`;
          expect(await pair.rows(sql, id)).toHaveLength(times);
        },
      };
    },
  },
  'intakeLink.create': {
    holds: 'of the links to one requirement one can be opened',
    prepare: async (pair, times) => {
      const requirementId = await declare(pair, 'draft');
      const input = { consumerId: pair.client.consumerId, requirementId };
      return {
        calls: same(times, { name: 'intakeLink.create', input }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          const sql = 'select id from intake_link where requirement_id = ? and revoked_at is null';
          expect(await pair.rows(sql, requirementId)).toHaveLength(1);
        },
      };
    },
  },
  'intakeLink.revoke': {
    holds: 'a link is revoked once',
    prepare: async (pair, times) => {
      const { link } = await makeLink(pair);
      const input = { consumerId: pair.client.consumerId, id: link.id };
      return {
        calls: same(times, { name: 'intakeLink.revoke', input }),
        after: async (outcomes) => {
          allAgree(outcomes);
          const sql = `select id from audit_entry where target_id = ? and action = 'intake_link.revoke'`;
          expect(await pair.rows(sql, link.id)).toHaveLength(1);
        },
      };
    },
  },
  'intake.claim': {
    holds: 'a link is opened once',
    prepare: async (pair, times) => {
      const { token } = await makeLink(pair);
      return {
        calls: same(times, { name: 'intake.claim', input: { token }, as: {} }),
        after: (outcomes) => void oneWins(outcomes, 'intake.not_found'),
      };
    },
  },
  'intake.save': {
    holds: 'each saving is counted, and what is saved is noted once',
    prepare: async (pair, times) => {
      const { id, as } = await openLink(pair);
      return {
        calls: same(times, { name: 'intake.save', input: { callsPerDay: 20 }, as }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          const [link] = await pair.rows<{ writes: number }>(
            'select writes from intake_link where requirement_id = ? and opened_at is not null',
            id,
          );
          expect(link!.writes).toBe(times);
          const sql = `select id from requirement_entry where requirement_id = ? and act = 'update'`;
          expect(await pair.rows(sql, id)).toHaveLength(1);
        },
      };
    },
  },
  'intake.submit': {
    holds: 'one submits, and it is noted once',
    prepare: async (pair, times) => {
      const { id, as } = await openLink(pair);
      return {
        calls: same(times, { name: 'intake.submit', input: {}, as }),
        after: async (outcomes) => {
          oneWins(outcomes, 'requirement.state');
          const sql = `select id from requirement_entry where requirement_id = ? and act = 'submit'`;
          expect(await pair.rows(sql, id)).toHaveLength(1);
        },
      };
    },
  },
  'intake.comment': {
    holds: 'each comment is one',
    prepare: async (pair, times) => {
      const { id, as } = await openLink(pair);
      return {
        calls: same(times, { name: 'intake.comment', input: { text: 'The next.' }, as }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          const sql = `select id from requirement_entry where requirement_id = ? and act = 'comment'`;
          expect(await pair.rows(sql, id)).toHaveLength(times);
        },
      };
    },
  },
};
