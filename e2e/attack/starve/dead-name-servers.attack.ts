import { DeliveryDetail, DeliveryPage } from '@parley/shared/webhooks/delivery';
import { EndpointWithSecret } from '@parley/shared/webhooks/endpoint';
import {
  type Integrator,
  integratorScopes,
  paymentCaptured,
  prepareIntegrator,
} from '../../support/integrator.ts';
import { startNameServer } from '../../support/name-server.ts';
import { startReceiver } from '../../support/receiver.ts';
import { read } from '../../support/rest.ts';
import { createOwner } from '../../support/staff.ts';
import { until } from '../../support/until.ts';
import type { Attack } from '../attack.ts';
import { describeWatched, watch } from '../watch.ts';

/** A name that nobody answers for is given up by then; whoever waits for one is later than this. */
const promptMs = 2500;
const createMsMax = 4000;

const timed = async (act: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
};

const deliveriesOf = async ({ rest }: Integrator, endpointId: string) => {
  const { items } = read(DeliveryPage, await rest.get(`/v1/deliveries?endpointId=${endpointId}`));
  return Promise.all(
    items.map(async ({ id }) => read(DeliveryDetail, await rest.get(`/v1/deliveries/${id}`))),
  );
};

/** A consumer whose name servers are dead, and then our own name server dead for everybody. */
export const attack: Attack = {
  name: 'dead name servers of one consumer hold up nobody else, and our own cost nobody an attempt',
  databases: ['sqlite', 'postgresql'],
  run: async ({ start, isShort }) => {
    await using names = await startNameServer();
    await using receiver = await startReceiver();
    await using parley = await start({ environment: names.environment, retrySchedule: [0, 3600] });
    const staff = await createOwner(parley);
    const join = async (name: string) =>
      prepareIntegrator(parley, await staff.createKey(name, [...integratorScopes]));
    const [dead, healthy] = [await join('Dead'), await join('Healthy')];
    const port = new URL(receiver.url('/')).port;
    const urlOf = (host: string, path: string) => `http://${host}:${port}${path}`;
    const create = async ({ rest }: Integrator, url: string) => {
      const endpoint = { url, eventTypes: [paymentCaptured.name] };
      const keyed = await rest.post('/v1/endpoints', endpoint, { 'idempotency-key': crypto.randomUUID() });
      return read(EndpointWithSecret, keyed, 201);
    };
    let createMs = 0;
    let besideMs = 0;
    let deliverMs = 0;
    const deadCount = isShort ? 5 : 50;

    const watched = await watch(parley, async () => {
      // Others write while names are looked up: no transaction waits for one.
      const creating = Promise.all(
        Array.from({ length: deadCount }, async (_, index) =>
          timed(async () => create(dead, urlOf(`n${index}.hang.test`, '/'))),
        ),
      );
      besideMs = await timed(async () => healthy.publish({ amount: 0 }));
      createMs = Math.max(...(await creating));
      for (let index = 0; index < 5; index += 1)
        await create(healthy, urlOf(`k${index}.ok.test`, `/k${index}`));
      await Promise.all(
        Array.from({ length: isShort ? 4 : 20 }, async (_, amount) => dead.publish({ amount })),
      );
      deliverMs = await timed(async () => {
        await healthy.publish({ amount: 1 });
        for (let index = 0; index < 5; index += 1) await receiver.waitForCount(`/k${index}`, 1, promptMs * 2);
      });
    });
    if (createMs > createMsMax) throw new Error(`Creating an endpoint took ${Math.round(createMs)} ms.`);
    if (besideMs > createMsMax / 2) throw new Error(`A publish beside it took ${Math.round(besideMs)} ms.`);
    if (deliverMs > promptMs) throw new Error(`The healthy waited for ${Math.round(deliverMs)} ms.`);

    names.isUp = false;
    const late = await create(healthy, urlOf('late.ok.test', '/late'));
    await healthy.publish({ amount: 2 });
    const [postponed] = await until(
      async () => deliveriesOf(healthy, late.id),
      ([delivery]) => delivery?.lastError?.includes('does not count as an attempt') ?? false,
    );
    if (postponed?.attemptCount !== 0) throw new Error('Our own name server cost an attempt.');
    names.isUp = true;
    if (!isShort) await receiver.waitForCount('/late', 1, 30_000);

    const figures = `created in ${Math.round(createMs)} ms, others written in ${Math.round(besideMs)} ms, healthy delivered in ${Math.round(deliverMs)} ms`;
    return `${figures}; ${describeWatched(watched)}`;
  },
};
