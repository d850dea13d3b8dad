import { expect } from 'vitest';
import type { Pair } from './pair.ts';
import { allAgree, oneWins, type Rows, same } from './row.ts';

const inputOf = async (pair: Pair) => {
  const slug = pair
    .unique('api')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  await pair.admin.api.create({ slug, name: slug });
  return { api: slug, upstreams: [{ url: 'https://8.8.8.8', weight: 1 }] };
};

const newRoute = async (pair: Pair) => pair.admin.route.create(await inputOf(pair));

const entriesOf = async (pair: Pair, id: string, action: string) =>
  pair.rows('select id from audit_entry where target_id = ? and action = ?', id, action);

/** Mutations of routes, twice at once. */
export const gatewayRows: Rows = {
  'route.create': {
    holds: 'calls of an API have one route',
    prepare: async (pair, times) => {
      const input = await inputOf(pair);
      return {
        calls: same(times, { name: 'route.create', input }),
        after: async (outcomes) => {
          oneWins(outcomes, 'route.taken');
          expect(await pair.rows('select id from route where api = ?', input.api)).toHaveLength(1);
        },
      };
    },
  },
  'route.update': {
    holds: 'a change is noted once',
    prepare: async (pair, times) => {
      const { id } = await newRoute(pair);
      return {
        calls: same(times, { name: 'route.update', input: { id, status: 'disabled' } }),
        after: async (outcomes) => {
          allAgree(outcomes);
          expect(await entriesOf(pair, id, 'route.update')).toHaveLength(1);
        },
      };
    },
  },
  'route.remove': {
    holds: 'a route is removed once',
    prepare: async (pair, times) => {
      const { id } = await newRoute(pair);
      return {
        calls: same(times, { name: 'route.remove', input: { id } }),
        after: async (outcomes) => {
          oneWins(outcomes, 'route.not_found');
          expect(await entriesOf(pair, id, 'route.remove')).toHaveLength(1);
        },
      };
    },
  },
};
