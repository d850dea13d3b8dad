import { setTimeout as pause } from 'node:timers/promises';
import { DeliveryPage } from '@parley/shared/webhooks/delivery';
import { createIntegrator, paymentCaptured } from '../../support/integrator.ts';
import { startReceiver } from '../../support/receiver.ts';
import { read, type Rest } from '../../support/rest.ts';
import { until } from '../../support/until.ts';
import { type Attack, type Arena } from '../attack.ts';
import { describeWatched, watch } from '../watch.ts';
import { keepRow } from './kept-rows.ts';

const steps = Array.from({ length: 100 }, () => ({ op: 'copy', from: '/note', path: '/note/-' }));
const open = {
  ...paymentCaptured.schema,
  properties: { amount: { type: 'integer' } },
  additionalProperties: true,
};

/** A Parley with an endpoint that stays at version 1, a mapping that doubles a hundred times, and an event that waits. */
const prepare = async ({ start, createDatabase }: Arena, receiverUrl: (path: string) => string) => {
  const url = await createDatabase();
  await using parley = await start({ environment: { PARLEY_DATABASE_URL: url, PARLEY_ROLES: 'api' } });
  const { rest, secret } = await createIntegrator(parley);
  const next = { ...paymentCaptured, schema: open, acknowledgeBreaking: true };
  const refused = await rest.post('/v1/event-types', {
    ...next,
    example: { amount: 1, note: [1] },
    downcast: steps,
  });
  if (refused.status !== 422) throw new Error(`The mapping answered ${refused.status} instead of 422.`);
  await rest.post('/v1/event-types', { ...next, downcast: [{ op: 'remove', path: '/gone' }] });
  const pin = { eventTypes: ['*'], schemaVersions: { [paymentCaptured.name]: 1 } };
  await rest.post('/v1/endpoints', { ...pin, url: receiverUrl('/pinned') });
  await rest.post('/v1/endpoints', { eventTypes: ['*'], url: receiverUrl('/newest') });
  const published = await rest.post('/v1/events', {
    type: paymentCaptured.name,
    data: { amount: 1, note: [1] },
  });
  if (published.status !== 201) throw new Error(`Publishing answered ${published.status} instead of 201.`);
  await parley.stop();
  keepRow(url, 'update event_type_version set downcast = ? where version = 2', JSON.stringify(steps));
  return { environment: { PARLEY_DATABASE_URL: url }, secret };
};

const countSetAside = async (rest: Rest): Promise<number> =>
  read(DeliveryPage, await rest.get('/v1/deliveries?setAside=mapping_failed')).items.length;

/** A mapping from before that doubles, met again after each restart. */
export const attack: Attack = {
  name: 'a mapping that doubles ends its own delivery with a reason, and the process goes on',
  databases: ['sqlite'],
  run: async (arena) => {
    await using receiver = await startReceiver();
    const { environment, secret } = await prepare(arena, receiver.url);
    await using parley = await arena.start({ environment });
    const rest = parley.rest(secret);

    const watched = await watch(parley, async () => {
      await receiver.waitForCount('/newest', 1);
      await until(
        async () => countSetAside(rest),
        (count) => count === 1,
        20_000,
      );
      await pause(500);
    });

    if (receiver.received.some(({ path }) => path === '/pinned')) throw new Error('Something was sent.');
    return `set aside; ${describeWatched(watched)}`;
  },
};
