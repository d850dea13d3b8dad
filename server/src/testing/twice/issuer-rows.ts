import { expect } from 'vitest';
import type { Pair } from './pair.ts';
import { allAgree, allSucceed, oneWins, type Rows, same } from './row.ts';

const inputOf = (pair: Pair) => ({
  name: 'Company login',
  issuer: `https://8.8.8.8/${pair.unique('realm')}`,
  audience: 'https://parley.example',
  scopes: ['events:read' as const],
});

const newIssuer = async (pair: Pair) => pair.admin.issuer.create(inputOf(pair));

const entriesOf = async (pair: Pair, id: string, action: string) =>
  pair.rows('select id from audit_entry where target_id = ? and action = ?', id, action);

/** Mutations of trusted issuers, twice at once. */
export const issuerRows: Rows = {
  'issuer.create': {
    holds: 'an issuer is trusted once',
    prepare: async (pair, times) => {
      const input = inputOf(pair);
      return {
        calls: same(times, { name: 'issuer.create', input }),
        after: async (outcomes) => {
          oneWins(outcomes, 'issuer.taken');
          expect(await pair.rows('select id from issuer where issuer = ?', input.issuer)).toHaveLength(1);
        },
      };
    },
  },
  'issuer.update': {
    holds: 'its consumers are those of one call',
    prepare: async (pair, times) => {
      const { id } = await newIssuer(pair);
      const { consumerId } = pair.client;
      const consumers = [{ value: 'northwind', consumerId, environment: 'live' }];
      return {
        calls: same(times, { name: 'issuer.update', input: { id, consumers } }),
        after: async (outcomes) => {
          allAgree(outcomes);
          expect(await pair.rows('select id from issuer_consumer where issuer_id = ?', id)).toHaveLength(1);
          expect(await entriesOf(pair, id, 'issuer.update')).toHaveLength(1);
        },
      };
    },
  },
  'issuer.remove': {
    holds: 'an issuer is removed once',
    prepare: async (pair, times) => {
      const { id } = await newIssuer(pair);
      return {
        calls: same(times, { name: 'issuer.remove', input: { id } }),
        after: async (outcomes) => {
          oneWins(outcomes, 'issuer.not_found');
          expect(await entriesOf(pair, id, 'issuer.remove')).toHaveLength(1);
        },
      };
    },
  },
  'issuer.refreshKeys': {
    holds: 'an issuer is asked for its keys once',
    prepare: async (pair, times) => {
      // Nobody is there: it fails at once, and counts all the same.
      const issuer = `http://127.0.0.1:49998/${pair.unique('realm')}`;
      const { id } = await pair.admin.issuer.create({ ...inputOf(pair), issuer });
      return {
        calls: same(times, { name: 'issuer.refreshKeys', input: { id } }),
        after: async (outcomes) => {
          // Those of one process share what one of them asked.
          for (const { code } of outcomes) expect([null, 'issuer.refreshed']).toContain(code);
          const view = await pair.admin.issuer.get({ id });
          expect(view.keys.failure).toContain('refused');
        },
      };
    },
  },
  'issuer.tryToken': {
    holds: 'every answer is the same',
    prepare: async (pair, times) => {
      await Promise.resolve(pair);
      return {
        calls: same(times, { name: 'issuer.tryToken', input: { token: 'a.b.c' } }),
        after: (outcomes) => {
          allSucceed(outcomes);
          allAgree(outcomes);
        },
      };
    },
  },
  'signingKey.replace': {
    holds: 'each replaces what it finds, and one key is left',
    prepare: async (pair, times) => ({
      calls: same(times, { name: 'signingKey.replace', input: {} }),
      after: async (outcomes) => {
        allSucceed(outcomes);
        expect(await pair.rows('select id from signing_key')).toHaveLength(1);
      },
    }),
  },
};
