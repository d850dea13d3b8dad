import { expect } from 'vitest';
import type { Pair } from './pair.ts';
import { allAgree, allSucceed, oneWins, type Rows, same } from './row.ts';

const newClient = async (pair: Pair) =>
  pair.admin.client.create({
    name: pair.unique('client'),
    consumerId: pair.client.consumerId,
    environment: 'live',
    scopes: ['events:read'],
  });

const entriesOf = async (pair: Pair, id: string, action: string) =>
  pair.rows('select id from audit_entry where target_id = ? and action = ?', id, action);

/** Mutations of OAuth clients, twice at once. */
export const clientRows: Rows = {
  'client.create': {
    holds: 'each call makes one client that works',
    prepare: async (pair, times) => {
      const input = {
        name: 'ci',
        consumerId: pair.client.consumerId,
        environment: 'live',
        scopes: ['events:read'],
      };
      return {
        calls: same(times, { name: 'client.create', input }),
        after: (outcomes) => {
          allSucceed(outcomes);
          expect(new Set(outcomes.map(({ body }) => body.secret)).size).toBe(times);
        },
      };
    },
  },
  'client.update': {
    holds: 'a change is made and noted once',
    prepare: async (pair, times) => {
      const { id } = await newClient(pair);
      return {
        calls: same(times, { name: 'client.update', input: { id, name: 'other' } }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          expect(await entriesOf(pair, id, 'client.update')).toHaveLength(1);
        },
      };
    },
  },
  'client.rotate': {
    holds: 'two secrets work, never three',
    prepare: async (pair, times) => {
      const { id } = await newClient(pair);
      return {
        calls: same(times, { name: 'client.rotate', input: { id, overlapSeconds: 60 } }),
        after: async (outcomes) => {
          const { body } = oneWins(outcomes, 'client.rotating');
          const { secrets } = await pair.admin.client.get({ id });
          expect(secrets).toHaveLength(2);
          expect(body.secret.endsWith(secrets[0]!.hint.slice(-4))).toBe(true);
        },
      };
    },
    more: [
      {
        holds: 'a client that is revoked gets no secret that was asked for after it',
        prepare: async (pair) => {
          const { id } = await newClient(pair);
          return {
            calls: [
              { name: 'client.revoke', input: { id } },
              { name: 'client.rotate', input: { id, overlapSeconds: 60 } },
            ],
            after: async ([revoked, rotated]) => {
              expect(revoked!.code).toBeNull();
              const { secrets, status } = await pair.admin.client.get({ id });
              expect([status, secrets.length]).toEqual(['revoked', rotated!.code === null ? 2 : 1]);
            },
          };
        },
      },
    ],
  },
  'client.endPreviousSecret': {
    holds: 'a secret is ended once',
    prepare: async (pair, times) => {
      const { id } = await newClient(pair);
      await pair.admin.client.rotate({ id });
      return {
        calls: same(times, { name: 'client.endPreviousSecret', input: { id } }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          expect(await entriesOf(pair, id, 'client.end_secret')).toHaveLength(1);
        },
      };
    },
  },
  'client.revoke': {
    holds: 'a client is revoked once',
    prepare: async (pair, times) => {
      const { id } = await newClient(pair);
      return {
        calls: same(times, { name: 'client.revoke', input: { id } }),
        after: async (outcomes) => {
          allAgree(outcomes);
          expect(await entriesOf(pair, id, 'client.revoke')).toHaveLength(1);
        },
      };
    },
  },
};
