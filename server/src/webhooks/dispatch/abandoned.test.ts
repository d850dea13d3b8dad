import { describe, expect, test } from 'vitest';
import { Catalog } from '../catalog/catalog.service.ts';
import { answering, Receiver } from '../../testing/receiver.ts';
import { type Client, dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';
import { DeliveryWorker } from './dispatch.worker.ts';

/** Publishes so many events to one endpoint, while nobody sends. */
const publishTo = async (client: Client, url: string, count: number) => {
  await client.rest('/v1/event-types', { body: invoiceGenerated });
  await client.rest('/v1/endpoints', { body: { url, eventTypes: ['*'] } });
  for (let amount = 0; amount < count; amount += 1)
    await client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount } } });
};

const startWorker = async ({ hub }: TestHub): Promise<DeliveryWorker> => {
  const worker = new DeliveryWorker(hub.parts, new Catalog(hub.parts.store), {
    threads: hub.services.payloads.threads,
    onFailed: () => undefined,
  });
  await worker.start();
  return worker;
};

const countsOf = async ({ hub }: TestHub): Promise<number[]> => {
  const rows = await hub.parts.store.all<{ abandoned_count: number }>(
    'select abandoned_count from delivery order by id',
  );
  return rows.map((row) => row.abandoned_count);
};

describe.each(dialects)('deliveries whose process died on %s', (dialect) => {
  test('all that it held are counted at first, and later only those that were begun', async () => {
    await using receiver = await Receiver.start();
    const gate = Promise.withResolvers<void>();
    receiver.otherwise((response) => void gate.promise.then(() => response.writeHead(200).end()));
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    await publishTo(await hub.client(), receiver.url, 4);
    const { store } = hub.hub.parts;
    const ids = await store.all<{ id: string }>('select id from delivery order by id');
    for (const [index, count] of [0, 1, 2, 4].entries())
      await store.all(
        `update delivery set lease_owner = 'dead', due_at = ?, abandoned_count = ? where id = ?`,
        Date.now() + 60_000,
        count,
        ids[index]!.id,
      );
    if (dialect === 'postgresql')
      await store.all(
        `insert into worker_slot (id, owner, held_until)
         select letter, 'dead', 0 from unnest(string_to_array('0,1,2,3,4,5,6,7,8,9,a,b,c,d,e,f,g,h,j,k,m,n,p,q,r,s,t,v,w,x,y,z', ',')) letter`,
      );

    const worker = await startWorker(hub);
    await receiver.count(3);

    // The second was held twice, and goes with the third; the fourth waits until it is alone.
    expect(await countsOf(hub)).toEqual([1, 3, 3, 4]);
    gate.resolve();
    await receiver.count(4);
    await expect.poll(async () => countsOf(hub)).toEqual([0, 0, 0, 0]);
    await worker.stop();
  });

  test('one that ended the process five times is set aside and shown, and sent again by hand only', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    await publishTo(client, receiver.url, 2);
    const { store } = hub.hub.parts;
    await store.all('update delivery set abandoned_count = 5 where id = (select min(d.id) from delivery d)');

    const worker = await startWorker(hub);
    await receiver.count(1);
    const listed = async () => (await client.rest('/v1/deliveries?setAside=ended_process')).body.items;
    await expect.poll(listed).toHaveLength(1);

    const [item] = await listed();
    expect(item).toMatchObject({ status: 'exhausted', setAside: 'ended_process', nextAttemptAt: null });
    expect(item.lastError).toMatch(/ended the process 5 times.*retry it by hand/);
    const recovery = await client.rest('/v1/recoveries', { body: { scope: 'undelivered', start: true } });
    expect([recovery.status, recovery.body.code]).toEqual([422, 'recovery.empty']);
    receiver.script(answering(200));
    await client.rest(`/v1/deliveries/${item.id}/retry`, { method: 'POST', body: {} });
    worker.wake();
    await receiver.count(2);
    await expect
      .poll(async () => (await client.rest(`/v1/deliveries/${item.id}`)).body)
      .toMatchObject({
        status: 'delivered',
        setAside: null,
      });
    expect(await countsOf(hub)).toEqual([0, 0]);
    await worker.stop();
  });
});
