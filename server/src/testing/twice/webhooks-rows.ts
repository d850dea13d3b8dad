import { expect } from 'vitest';
import { entriesOf } from './endpoint-rows.ts';
import type { Pair } from './pair.ts';
import { allAgree, allSucceed, oneWins, type Row, type Rows, same } from './row.ts';

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

/** A move of a recovery that went through these moves before: of many at once one wins, and leaves one entry. */
const moving = (action: string, before: readonly string[], holds: string): Row => ({
  holds,
  prepare: async (pair, times) => {
    const { id } = await plannedOn(pair);
    for (const move of before) await pair.client.rest(`/v1/recoveries/${id}/${move}`, { method: 'POST' });
    return {
      calls: same(times, { name: `recovery.${action}`, input: { id } }),
      after: async (outcomes) => {
        oneWins(outcomes, 'recovery.state');
        expect(await entriesOf(pair, id, `recovery.${action}`)).toBe(1);
      },
    };
  },
});

/** Mutations of the wing `webhooks`, twice at once; those of endpoints have a file of their own. */
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
  'recipient.send': {
    holds: 'an endpoint that did not get an event has one delivery of it',
    prepare: async (pair, times) => {
      const { body: event } = await pair.client.rest('/v1/events', {
        body: { type: 'invoice.generated', data: { amount: 1 } },
      });
      const endpointId = await pair.endpoint({ eventTypes: ['nothing.at_all'] });
      return {
        calls: same(times, { name: 'recipient.send', input: { id: event.uniqueId, endpointId } }),
        after: async (outcomes) => {
          allSucceed(outcomes);
          const rows = await pair.rows('select id from delivery where endpoint_id = ?', endpointId);
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
  'recovery.start': {
    ...moving('start', [], 'it starts once'),
    more: [
      {
        holds: 'what was cancelled never runs',
        prepare: async (pair) => {
          const { id } = await plannedOn(pair);
          return {
            calls: ['start', 'cancel'].map((action) => ({ name: `recovery.${action}`, input: { id } })),
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
  'recovery.pause': moving('pause', ['start'], 'it pauses once'),
  'recovery.resume': moving('resume', ['start', 'pause'], 'it goes on once'),
  'recovery.cancel': moving('cancel', [], 'it is cancelled once'),
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
