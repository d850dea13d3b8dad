import { startReceiver } from '../../support/receiver.ts';
import { createOwner } from '../../support/staff.ts';
import type { Answer, Rest } from '../../support/rest.ts';
import type { Attack } from '../attack.ts';
import { demand } from '../demand.ts';

const type = {
  name: 'order.placed',
  description: 'An order was placed.',
  schema: { type: 'object', required: ['amount'], properties: { amount: { type: 'integer' } } },
};
const breaking = { ...type, schema: { type: 'object', properties: { amount: { type: 'string' } } } };

const publish = async (rest: Rest, more: object, headers = {}): Promise<Answer> =>
  rest.post('/v1/events', { type: type.name, data: { amount: 1 }, ...more }, headers);

const fieldOf = ({ body }: Answer, field: string): string => String((body as Record<string, unknown>)[field]);

const scopes = [
  'events:publish.any',
  'events:read',
  'event-types:write',
  'endpoints:write',
  'endpoints:read',
  'deliveries:read',
];

/** A consumer that gives its things the ids of somebody else's, and listens for the names of others. */
export const attack: Attack = {
  name: 'nobody’s own id stands for somebody else’s, and no key hears the names of others',
  databases: ['sqlite', 'postgresql'],
  run: async ({ start }) => {
    await using receiver = await startReceiver();
    await using parley = await start();
    const staff = await createOwner(parley);
    const keyOf = async (consumer: string) => parley.rest((await staff.createKey(consumer, scopes)).secret);
    const [victim, attacker, partner] = [
      await keyOf('Victim Ltd'),
      await keyOf('Attacker'),
      await keyOf('Partner'),
    ];
    await victim.post('/v1/event-types', type);
    const hook = { url: receiver.url('/hook'), eventTypes: ['*'] };
    await partner.post('/v1/endpoints', hook);
    const watched = fieldOf(await victim.post('/v1/endpoints', { ...hook, url: receiver.url('/own') }), 'id');

    const event = await publish(victim, { id: 'order-1', audience: 'everyone' });
    const uniqueId = fieldOf(event, 'uniqueId');
    for (const id of [uniqueId, uniqueId.toUpperCase(), 'evt_mine', 'dlv_mine'])
      demand(`the own id ${id}`, (await publish(attacker, { id })).status, 400);
    const traced = await publish(attacker, {}, { 'x-request-id': uniqueId });
    const found = await staff.rest.get(`/v1/events/${uniqueId}`);
    demand('whose event staff see', fieldOf(found, 'consumerId'), fieldOf(event, 'consumerId'));
    const inspected = await staff.rest.get(
      `/trpc/inspect.resolve?input=${encodeURIComponent(JSON.stringify({ id: uniqueId }))}`,
    );
    demand(
      'what is named by a request id',
      JSON.stringify(inspected.body).includes(fieldOf(traced, 'id')),
      false,
    );

    await publish(attacker, { id: 'order-1', audience: 'everyone' });
    const arrived = await receiver.waitForCount('/hook', 2);
    demand(
      'webhook-ids of two publishers',
      new Set(arrived.map(({ headers }) => headers['webhook-id'])).size,
      2,
    );

    const refused = JSON.stringify((await attacker.post('/v1/event-types', breaking)).body);
    demand('a refusal that names', /Victim Ltd|Partner/.test(refused) || refused.includes(watched), false);
    demand('a refusal that counts', refused.includes('2 endpoints'), true);
    return 'ids of others refused, two publishers told apart, no name heard';
  },
};
