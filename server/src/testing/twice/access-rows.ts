import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { clientRows } from './client-rows.ts';
import { issuerRows } from './issuer-rows.ts';
import { requirementRows } from './requirement-rows.ts';
import { allAgree, allSucceed, oneWins, type Row, type Rows, same } from './row.ts';

const planWhileSubscribing: Row = {
  holds: 'an endpoint that is made while a plan is set has nothing beyond it',
  prepare: async (pair, times) => {
    const consumerId = await pair.hubs[0].consumer();
    await pair.admin.plan.put({ id: consumerId, live: { scopes: [], eventTypes: ['*'] } });
    const narrower = { id: consumerId, live: { scopes: [], eventTypes: ['payment.*'] } };
    const asking = {
      consumerId,
      environment: 'live',
      url: 'https://8.8.8.8/hook',
      eventTypes: ['invoice.generated'],
    };
    return {
      calls: Array.from({ length: times }, (_, index) =>
        index % 2 === 0 ? { name: 'plan.put', input: narrower } : { name: 'endpoint.create', input: asking },
      ),
      after: async (outcomes) => {
        for (const { code } of outcomes) expect([null, 'plan.exceeded']).toContain(code);
        const event = { type: 'invoice.generated', data: { amount: 1 } };
        const published = await pair.admin.event.publish({
          ...event,
          environment: 'live',
          audience: [consumerId],
        });
        expect(published).toMatchObject({ deliveryCount: 0 });
      },
    };
  },
};

/** Mutations of the wing `access`, twice at once. */
export const accessRows: Rows = {
  ...clientRows,
  ...issuerRows,
  ...requirementRows,
  'consumer.create': {
    holds: 'a name has one consumer',
    prepare: async (pair, times) => {
      const name = pair.unique('consumer');
      return {
        calls: same(times, { name: 'consumer.create', input: { name, kind: 'partner' } }),
        after: async (outcomes) => {
          oneWins(outcomes, 'consumer.name_taken');
          expect(await pair.rows('select id from consumer where name = ?', name)).toHaveLength(1);
        },
      };
    },
  },
  'consumer.update': {
    holds: 'a change is made and noted once',
    prepare: async (pair, times) => {
      const id = await pair.hubs[0].consumer();
      return {
        calls: same(times, { name: 'consumer.update', input: { id, status: 'suspended' } }),
        after: async (outcomes) => {
          allAgree(outcomes);
          const entries = await pair.rows(
            `select id from audit_entry where target_id = ? and action = 'consumer.update'`,
            id,
          );
          expect(entries).toHaveLength(1);
        },
      };
    },
  },
  'planPreview.get': {
    holds: 'a plan is looked at as often as one likes, and none is set',
    prepare: async (pair, times) => {
      const id = await pair.hubs[0].consumer();
      const live = { scopes: ['events:read'], eventTypes: ['invoice.*'] };
      return {
        calls: same(times, { name: 'planPreview.get', input: { id, live } }),
        after: async (outcomes) => {
          allAgree(outcomes);
          expect(await pair.rows('select consumer_id from plan where consumer_id = ?', id)).toEqual([]);
        },
      };
    },
  },
  'plan.put': {
    holds: 'a plan is set and noted once',
    prepare: async (pair, times) => {
      const id = await pair.hubs[0].consumer();
      const live = { scopes: ['events:read'], limits: [{ calls: 5, per: 'minute' }], networks: [] };
      return {
        calls: same(times, { name: 'plan.put', input: { id, live } }),
        after: async (outcomes) => {
          allAgree(outcomes);
          const entries = await pair.rows(
            `select id from audit_entry where target_id = ? and action = 'plan.set'`,
            id,
          );
          expect(entries).toHaveLength(1);
        },
      };
    },
    more: [planWhileSubscribing],
  },
  'apiKey.create': {
    holds: 'each call makes one key that works',
    prepare: async (pair, times) => {
      const input = {
        name: 'ci',
        consumerId: pair.client.consumerId,
        environment: 'live',
        scopes: ['events:read'],
      };
      return {
        calls: same(times, { name: 'apiKey.create', input }),
        after: (outcomes) => {
          allSucceed(outcomes);
          expect(new Set(outcomes.map(({ body }) => body.secret)).size).toBe(times);
        },
      };
    },
  },
  'apiKey.import': {
    holds: 'a hash is one key',
    prepare: async (pair, times) => {
      const input = {
        from: 'unkey',
        consumerId: pair.client.consumerId,
        environment: 'live',
        scopes: ['events:read'],
        keys: [{ hash: createHash('sha256').update(pair.unique('imported')).digest('hex') }],
      };
      return {
        calls: same(times, { name: 'apiKey.import', input }),
        after: async () => {
          const rows = await pair.rows('select id from api_key where secret_hash = ?', input.keys[0]!.hash);
          expect(rows).toHaveLength(1);
        },
      };
    },
  },
  'apiKey.rotate': {
    holds: 'a key has one successor',
    prepare: async (pair, times) => {
      const { keyId, consumerId } = await pair.hubs[0].client();
      return {
        calls: same(times, { name: 'apiKey.rotate', input: { id: keyId, overlapSeconds: 60 } }),
        after: async (outcomes) => {
          oneWins(outcomes, 'api_key.inactive');
          expect(await pair.rows('select id from api_key where consumer_id = ?', consumerId)).toHaveLength(2);
        },
      };
    },
    more: [
      {
        holds: 'a key that is revoked leaves no successor that was asked for after it',
        prepare: async (pair) => {
          const { keyId, consumerId } = await pair.hubs[0].client();
          return {
            calls: [
              { name: 'apiKey.revoke', input: { id: keyId } },
              { name: 'apiKey.rotate', input: { id: keyId, overlapSeconds: 60 } },
            ],
            after: async ([revoked, rotated]) => {
              expect(revoked!.code).toBeNull();
              const keys = await pair.rows('select id from api_key where consumer_id = ?', consumerId);
              expect(keys).toHaveLength(rotated!.code === null ? 2 : 1);
            },
          };
        },
      },
    ],
  },
  'apiKey.revoke': {
    holds: 'a key is revoked once',
    prepare: async (pair, times) => {
      const { keyId: id } = await pair.hubs[0].client();
      return {
        calls: same(times, { name: 'apiKey.revoke', input: { id } }),
        after: async (outcomes) => {
          allAgree(outcomes);
          const entries = await pair.rows(
            `select id from audit_entry where target_id = ? and action = 'api_key.revoke'`,
            id,
          );
          expect(entries).toHaveLength(1);
        },
      };
    },
  },
  'apiKey.verify': {
    holds: 'every answer is the same',
    prepare: async (pair, times) => ({
      calls: same(times, { name: 'apiKey.verify', input: { secret: pair.client.secret } }),
      after: allAgree,
    }),
  },
};
