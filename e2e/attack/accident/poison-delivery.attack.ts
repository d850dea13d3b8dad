import { DeliveryPage } from '@parley/shared/webhooks/delivery';
import { createIntegrator } from '../../support/integrator.ts';
import type { Parley } from '../../support/parley.ts';
import { type Receiver, type Reply, startReceiver } from '../../support/receiver.ts';
import { read, type Rest } from '../../support/rest.ts';
import { until } from '../../support/until.ts';
import type { Attack } from '../attack.ts';

const startsMax = 8;

/** How often it was posted. Whoever gets it ends the process that sent it, as a fault of ours would. */
const poisonedPosts = (receiver: Receiver): number =>
  receiver.received.filter(({ path }) => path === '/poison').length;

const setAside = async (rest: Rest) =>
  read(DeliveryPage, await rest.get('/v1/deliveries?setAside=ended_process')).items;

/** Waits until the process has ended or nothing is left to do; answers whether it lives. */
const survives = async (parley: Parley, rest: Rest): Promise<boolean> => {
  const ended = parley.ended.then(() => false);
  const settled = until(
    async () => (await setAside(rest)).length,
    (count) => count > 0,
    60_000,
  ).then(() => true);
  return Promise.race([ended, settled.catch(async () => ended)]);
};

/** A delivery whose attempt ends the process, each time. */
export const attack: Attack = {
  name: 'a delivery that ends the process is found, set aside and shown; everything else arrives',
  // On PostgreSQL each start would wait ten seconds for what the dead one held.
  databases: ['sqlite'],
  run: async ({ start, createDatabase, isShort }) => {
    await using receiver = await startReceiver();
    let current: Parley | undefined;
    const endSender = async (): Promise<Reply> => {
      if (current) await current.kill();
      return 'hang';
    };
    receiver.script('/poison', endSender);
    const environment = { PARLEY_DATABASE_URL: await createDatabase() };
    const innocents = isShort ? 30 : 300;
    const secret = await (async () => {
      await using parley = await start({ environment: { ...environment, PARLEY_ROLES: 'api' } });
      const integrator = await createIntegrator(parley);
      await integrator.createEndpoint(receiver.url('/innocent'));
      await integrator.rest.post('/v1/endpoints', {
        url: receiver.url('/poison'),
        eventTypes: ['*'],
        filter: { properties: { amount: { const: 0 } } },
      });
      for (let amount = 0; amount < innocents; amount += 1) await integrator.publish({ amount });
      await parley.stop();
      return integrator.secret;
    })();

    let starts = 0;
    for (let lives = false; !lives; starts += 1) {
      if (starts >= startsMax) throw new Error(`After ${starts} starts the process still ends.`);
      await using parley = await start({ environment });
      current = parley;
      lives = await survives(parley, parley.rest(secret));
      current = undefined;
      if (!lives) continue;
      const rest = parley.rest(secret);
      const items = await setAside(rest);
      const [item] = items;
      if (
        items.length !== 1 ||
        item?.status !== 'exhausted' ||
        !item.lastError?.includes('ended the process')
      )
        throw new Error(`${items.length} are set aside: ${JSON.stringify(item)}`);
      await receiver
        .waitFor(() => new Set(amounts(receiver)).size === innocents, 60_000)
        .catch(() => undefined);
      const arrived = new Set(amounts(receiver)).size;
      if (arrived !== innocents) throw new Error(`${arrived} of ${innocents} others arrived.`);
      await rest.post(`/v1/deliveries/${item.id}/retry`);
      const posts = poisonedPosts(receiver);
      await receiver.waitForCount('/poison', posts + 1);
    }

    return `set aside after ${poisonedPosts(receiver) - 1} attempts and ${starts} starts; ${innocents} others arrived`;
  },
};

const amounts = (receiver: Receiver): unknown[] =>
  receiver.received
    .filter(({ path }) => path === '/innocent')
    .map(({ body }) => JSON.parse(body.toString()).data.amount);
