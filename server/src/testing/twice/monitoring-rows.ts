import { expect } from 'vitest';
import { makeIssue } from '../issues.ts';
import { entriesOf } from './endpoint-rows.ts';
import { allSucceed, oneWins, type Row, type Rows, same } from './row.ts';

/** An act on an issue that went through these acts before: of many at once one wins, and leaves one entry. */
const acting = (
  verb: 'acknowledge' | 'resolve' | 'reopen',
  before: readonly 'resolve'[],
  holds: string,
): Row => ({
  holds,
  prepare: async (pair, times) => {
    const id = await makeIssue(pair.hubs[0], await pair.endpoint());
    for (const act of before) await pair.admin.issue[act]({ id });
    return {
      calls: same(times, { name: `issue.${verb}`, input: { id } }),
      after: async (outcomes) => {
        oneWins(outcomes, 'issue.state');
        expect(await entriesOf(pair, id, `issue.${verb}`)).toBe(1);
      },
    };
  },
});

/** Mutations of the wing `monitoring`, twice at once. */
export const monitoringRows: Rows = {
  'issue.acknowledge': {
    ...acting('acknowledge', [], 'it is acknowledged once'),
    more: [
      {
        holds: 'what is resolved meanwhile is not acknowledged afterwards',
        prepare: async (pair) => {
          const id = await makeIssue(pair.hubs[0], await pair.endpoint());
          return {
            calls: ['acknowledge', 'resolve'].map((verb) => ({ name: `issue.${verb}`, input: { id } })),
            after: async ([, resolved]) => {
              expect(resolved!.code).toBeNull();
              expect(await pair.rows('select status from issue where id = ?', id)).toEqual([
                { status: 'resolved' },
              ]);
            },
          };
        },
      },
    ],
  },
  'issue.resolve': acting('resolve', [], 'it is resolved once'),
  'issue.reopen': acting('reopen', ['resolve'], 'it is reopened once'),
  'issue.mute': {
    holds: 'it is muted, each time noted',
    prepare: async (pair, times) => {
      const id = await makeIssue(pair.hubs[0], await pair.endpoint());
      const until = new Date(Date.now() + 3_600_000).toISOString();
      return {
        calls: same(times, { name: 'issue.mute', input: { id, until } }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          expect(await entriesOf(pair, id, 'issue.mute')).toBe(times);
        },
      };
    },
  },
};
