import { expect } from 'vitest';
import type { Pair } from './pair.ts';
import { allSucceed, oneWins, type Row, type Rows, same } from './row.ts';

/** How often an act on this row was noted. */
export const entriesOf = async (pair: Pair, id: string, action: string): Promise<number> =>
  (await pair.rows('select id from audit_entry where target_id = ? and action = ?', id, action)).length;

const switching = (name: string, isDisabled: boolean, input: object): Row => ({
  holds: 'it is switched and noted once',
  prepare: async (pair, times) => {
    const id = await pair.endpoint();
    if (!isDisabled) await pair.admin.endpoint.update({ id, disabled: true });
    const before = await entriesOf(pair, id, 'endpoint.update');
    return {
      calls: same(times, { name, input: { id, ...input } }),
      after: async (outcomes) => {
        allSucceed(outcomes);
        expect(await entriesOf(pair, id, 'endpoint.update')).toBe(before + 1);
      },
    };
  },
});

const bulkPlanned = async (pair: Pair): Promise<string> => {
  const endpointIds = [await pair.endpoint()];
  const planned = await pair.admin.bulkChange.plan({ action: 'disable', environment: 'live', endpointIds });
  return planned.id;
};

const movingBulk = (action: 'start' | 'cancel'): Row => ({
  holds: `of many at once one ${action}s it, and leaves one entry`,
  prepare: async (pair, times) => {
    const id = await bulkPlanned(pair);
    return {
      calls: same(times, { name: `bulkChange.${action}`, input: { id } }),
      after: async (outcomes) => {
        oneWins(outcomes, 'bulk_change.state');
        expect(await entriesOf(pair, id, `bulk_change.${action}`)).toBe(1);
      },
    };
  },
});

/** Mutations of endpoints, twice at once. */
export const endpointRows: Rows = {
  'endpoint.create': {
    holds: 'each call makes one endpoint',
    prepare: async (pair, times) => {
      const url = `http://127.0.0.1:49999/${pair.unique('hooks')}`;
      const input = { consumerId: pair.client.consumerId, environment: 'live', url, eventTypes: ['*'] };
      return {
        calls: same(times, { name: 'endpoint.create', input }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          expect(await pair.rows('select id from endpoint where url = ?', url)).toHaveLength(times);
        },
      };
    },
  },
  'bulkChange.plan': {
    holds: 'each plan is one',
    prepare: async (pair, times) => {
      const endpointIds = [await pair.endpoint()];
      const input = { action: 'disable', environment: 'live', endpointIds };
      return {
        calls: same(times, { name: 'bulkChange.plan', input }),
        after: (outcomes) => {
          allSucceed(outcomes);
          expect(new Set(outcomes.map(({ body }) => body.id)).size).toBe(times);
        },
      };
    },
  },
  'bulkChange.start': movingBulk('start'),
  'bulkChange.cancel': movingBulk('cancel'),
  'endpoint.update': switching('endpoint.update', true, { disabled: true }),
  'endpoint.enable': switching('endpoint.enable', false, {}),
  'endpoint.remove': {
    holds: 'it is removed once',
    prepare: async (pair, times) => {
      const id = await pair.endpoint();
      return {
        calls: same(times, { name: 'endpoint.remove', input: { id } }),
        after: async (outcomes) => {
          oneWins(outcomes, 'endpoint.not_found');
          expect(await entriesOf(pair, id, 'endpoint.remove')).toBe(1);
        },
      };
    },
  },
  'endpoint.rotateSecret': {
    holds: 'of the secrets that were answered the last two sign',
    prepare: async (pair, times) => {
      const id = await pair.endpoint();
      return {
        calls: same(times, { name: 'endpoint.rotateSecret', input: { id, overlapSeconds: 60 } }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          const [row] = await pair.rows<{ secret_box: string; previous_secret_box: string }>(
            'select secret_box, previous_secret_box from endpoint where id = ?',
            id,
          );
          const open = (box: string) => pair.hubs[0].hub.parts.box.open(box, `endpoint ${id} secret`);
          const answered = outcomes.map(({ body }) => body.secret);
          expect(answered).toContain(open(row!.secret_box));
          expect(answered).toContain(open(row!.previous_secret_box));
        },
      };
    },
  },
  'endpoint.test': {
    holds: 'each call is one test event',
    prepare: async (pair, times) => {
      const id = await pair.endpoint();
      return {
        calls: same(times, { name: 'endpoint.test', input: { id } }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          expect(await pair.rows('select id from delivery where endpoint_id = ?', id)).toHaveLength(times);
        },
      };
    },
  },
};
