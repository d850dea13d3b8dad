import { expect } from 'vitest';
import type { Pair } from './pair.ts';
import { allAgree, allSucceed, oneWins, type Row, type Rows, same } from './row.ts';

const entriesOf = async (pair: Pair, id: string, action: string): Promise<number> =>
  (await pair.rows('select id from audit_entry where target_id = ? and action = ?', id, action)).length;

const schemaWith = (field: string) => ({ type: 'object', properties: { [field]: { type: 'string' } } });

const declared = async (pair: Pair): Promise<string> => {
  const name = `${pair.unique('paid').replaceAll('-', '')}.done`;
  await pair.admin.eventType.declare({ name, description: 'Paid.', schema: schemaWith('first') });
  return name;
};

const versionsOf = async (pair: Pair, name: string): Promise<number[]> => {
  const rows = await pair.rows<{ version: number }>(
    'select v.version from event_type_version v join event_type t on t.id = v.event_type_id where t.name = ? order by 1',
    name,
  );
  return rows.map(({ version }) => version);
};

const plannedOn = async (pair: Pair): Promise<{ endpointId: string; id: string }> => {
  const { endpointId } = await pair.delivery();
  const planned = await pair.client.rest(`/v1/endpoints/${endpointId}/recover`, {
    body: { scope: 'everything' },
  });
  return { endpointId, id: planned.body.id };
};

const planning = (name: string, inputOf: (endpointId: string) => object): Row => ({
  holds: 'each plan is one',
  prepare: async (pair, times) => {
    const { endpointId } = await pair.delivery();
    return {
      calls: same(times, { name, input: inputOf(endpointId) }),
      after: (outcomes) => {
        allSucceed(outcomes);
        expect(new Set(outcomes.map(({ body }) => body.id)).size).toBe(times);
      },
    };
  },
});

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

/** Mutations of the wing `webhooks`, twice at once. */
export const webhooksRows: Rows = {
  'eventType.declare': {
    holds: 'a name is one type of one version',
    prepare: async (pair, times) => {
      const name = `${pair.unique('sent').replaceAll('-', '')}.done`;
      const input = { name, description: 'Sent.', schema: schemaWith('first') };
      return {
        calls: same(times, { name: 'eventType.declare', input }),
        after: async (outcomes) => {
          allAgree(outcomes);
          expect(await versionsOf(pair, name)).toEqual([1]);
        },
      };
    },
    more: [
      {
        holds: 'a new version that is declared twice is one version',
        prepare: async (pair, times) => {
          const name = await declared(pair);
          const input = {
            name,
            description: 'Paid.',
            schema: schemaWith('second'),
            acknowledgeBreaking: true,
          };
          return {
            calls: same(times, { name: 'eventType.declare', input }),
            after: async (outcomes) => {
              allAgree(outcomes);
              expect(await versionsOf(pair, name)).toEqual([1, 2]);
            },
          };
        },
      },
    ],
  },
  'eventType.update': {
    holds: 'different schemas are versions of their own, without a gap',
    prepare: async (pair, times) => {
      const name = await declared(pair);
      return {
        calls: Array.from({ length: times }, (_, index) => ({
          name: 'eventType.update',
          input: { name, schema: schemaWith(`field${index}`), acknowledgeBreaking: true },
        })),
        after: async (outcomes) => {
          allSucceed(outcomes);
          expect(await versionsOf(pair, name)).toEqual(
            Array.from({ length: times + 1 }, (_, index) => index + 1),
          );
        },
      };
    },
    more: [
      {
        holds: 'an endpoint that pins a version is not stranded by a newer one that cannot be mapped down',
        prepare: async (pair) => {
          const name = await declared(pair);
          const place = { consumerId: pair.client.consumerId, environment: 'live' };
          const pinned = {
            url: 'http://127.0.0.1:49999/pinned',
            eventTypes: [name],
            schemaVersions: { [name]: 1 },
          };
          const breaking = { ...schemaWith('other'), required: ['other'] };
          return {
            calls: [
              { name: 'endpoint.create', input: { ...place, ...pinned } },
              { name: 'eventType.update', input: { name, schema: breaking, acknowledgeBreaking: true } },
            ],
            after: ([created, updated]) =>
              expect([created!.code, updated!.code]).toContainEqual(expect.stringMatching(/^event_type\./)),
          };
        },
      },
    ],
  },
  'event.publish': {
    holds: 'an id of one’s own is one event',
    prepare: async (pair, times) => {
      const id = pair.unique('order');
      const input = { type: 'invoice.generated', data: { amount: 1 }, id };
      const as = { authorization: `Bearer ${pair.client.secret}` };
      return {
        calls: same(times, { name: 'event.publish', input, as }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          expect(new Set(outcomes.map(({ body }) => body.createdAt)).size).toBe(1);
          expect(await pair.rows('select id from event where client_id = ?', id)).toHaveLength(1);
        },
      };
    },
    more: [
      {
        holds: 'two facts under one id are one event and refusals',
        prepare: async (pair, times) => {
          const id = pair.unique('order');
          const as = { authorization: `Bearer ${pair.client.secret}` };
          return {
            calls: Array.from({ length: times }, (_, amount) => ({
              name: 'event.publish',
              input: { type: 'invoice.generated', data: { amount }, id },
              as,
            })),
            after: async (outcomes) => {
              oneWins(outcomes, 'event.id_taken');
              expect(await pair.rows('select id from event where client_id = ?', id)).toHaveLength(1);
            },
          };
        },
      },
    ],
  },
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
  'delivery.retry': {
    holds: 'it waits for one attempt',
    prepare: async (pair, times) => {
      const { id } = await pair.delivery();
      return {
        calls: same(times, { name: 'delivery.retry', input: { id } }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          const rows = await pair.rows(
            `select id from delivery where id = ? and next_trigger = 'manual'`,
            id,
          );
          expect(rows).toHaveLength(1);
        },
      };
    },
  },
  'recovery.plan': planning('recovery.plan', (id) => ({
    scope: 'everything',
    endpointIds: [id],
    environment: 'live',
  })),
  'recovery.recoverEndpoint': planning('recovery.recoverEndpoint', (id) => ({ id, scope: 'everything' })),
  'recovery.control': {
    holds: 'it starts once',
    prepare: async (pair, times) => {
      const { id } = await plannedOn(pair);
      return {
        calls: same(times, { name: 'recovery.control', input: { id, action: 'start' } }),
        after: async (outcomes) => {
          oneWins(outcomes, 'recovery.state');
          expect(await entriesOf(pair, id, 'recovery.start')).toBe(1);
        },
      };
    },
    more: [
      {
        holds: 'what was cancelled never runs',
        prepare: async (pair) => {
          const { id } = await plannedOn(pair);
          return {
            calls: ['start', 'cancel'].map((action) => ({ name: 'recovery.control', input: { id, action } })),
            after: async ([, cancelled]) => {
              expect(cancelled!.code).toBeNull();
              expect(await pair.rows('select status from recovery where id = ?', id)).toEqual([
                { status: 'cancelled' },
              ]);
            },
          };
        },
      },
    ],
  },
  'signatureCheck.run': {
    holds: 'every answer is the same',
    prepare: async (pair, times) => {
      const endpointId = await pair.endpoint();
      const receivedAt = new Date().toISOString();
      const input = { endpointId, headers: { 'webhook-id': 'evt_1' }, body: '{}', receivedAt };
      return { calls: same(times, { name: 'signatureCheck.run', input }), after: allAgree };
    },
  },
};
