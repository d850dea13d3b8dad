import { describe, expect, test } from 'vitest';
import { answering, Receiver } from '../../testing/receiver.ts';
import { type Client, dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

const setUp = async (hub: TestHub, url: string) => {
  const client = await hub.client();
  await client.rest('/v1/event-types', { body: invoiceGenerated });
  const endpoint = (await client.rest('/v1/endpoints', { body: { url, eventTypes: ['invoice.*'] } })).body;
  return { client, endpoint };
};

const publish = async (client: Client, count: number) => {
  for (let amount = 0; amount < count; amount += 1)
    await client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount } } });
};

const exhausted = async (client: Client, count: number) =>
  expect
    .poll(async () => (await client.rest('/v1/deliveries?status=exhausted')).body.items.length)
    .toBeGreaterThanOrEqual(count);

const settled = async (client: Client, id: string, status: string) => {
  const read = () => client.rest(`/v1/recoveries/${id}`);
  await expect.poll(read).toMatchObject({ body: { status } });
  return read();
};

describe.each(dialects)('recovering on %s', (dialect) => {
  test('what was never delivered is planned, confirmed and sent, with the same webhook-ids', async () => {
    await using receiver = await Receiver.start();
    receiver.otherwise(answering(500));
    await using hub = await TestHub.start(dialect, { variables: { PARLEY_RETRY_SCHEDULE: '0' } });
    const { client, endpoint } = await setUp(hub, receiver.url);
    await publish(client, 5);
    await exhausted(client, 5);
    receiver.otherwise(answering(200));

    const plan = await client.rest(`/v1/endpoints/${endpoint.id}/recover`, { body: {} });
    expect(plan).toMatchObject({
      status: 201,
      body: { status: 'planned', plannedCount: 5, duplicates: { delivered: 0, unanswered: 0 }, sentCount: 0 },
    });
    expect(plan.body.sample).toHaveLength(5);
    const before = receiver.received.length;
    await client.rest(`/v1/recoveries/${plan.body.id}/start`, { method: 'POST' });
    const done = await settled(client, plan.body.id, 'done');
    expect(done.body).toMatchObject({ status: 'done', sentCount: 5 });
    await receiver.count(before + 5);

    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids.slice(0, 5))).toEqual(new Set(ids.slice(before)));
    const delivered = async () => (await client.rest('/v1/deliveries?status=delivered')).body.items;
    await expect.poll(delivered).toHaveLength(5);
    const [delivery] = await delivered();
    const { attempts } = (await client.rest(`/v1/deliveries/${delivery.id}`)).body;
    expect(attempts).toMatchObject([{ trigger: 'schedule' }, { trigger: 'recovery', outcome: 'delivered' }]);
    const again = await client.rest(`/v1/endpoints/${endpoint.id}/recover`, { body: {} });
    expect(again).toMatchObject({ status: 422, body: { code: 'recovery.empty' } });
  });

  test('what an endpoint missed while it was disabled is found by its filter of today and sent', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const { client, endpoint } = await setUp(hub, receiver.url);
    await client.rest(`/v1/endpoints/${endpoint.id}`, { method: 'PATCH', body: { disabled: true } });
    await publish(client, 4);
    const filter = { properties: { amount: { minimum: 2 } } };
    await client.rest(`/v1/endpoints/${endpoint.id}`, { method: 'PATCH', body: { disabled: false, filter } });

    const plan = await client.rest('/v1/recoveries', { body: { scope: 'missed', start: true } });
    expect(plan).toMatchObject({ status: 201, body: { status: 'running', plannedCount: 2 } });
    await receiver.count(2);
    await settled(client, plan.body.id, 'done');
    expect(new Set(receiver.received.map(({ body }) => JSON.parse(body).data.amount))).toEqual(
      new Set([2, 3]),
    );
  });

  test('a recovery keeps its rate, pauses, goes on, and can be cancelled', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const { client } = await setUp(hub, receiver.url);
    await publish(client, 6);
    await receiver.count(6);
    await expect
      .poll(async () => (await client.rest('/v1/deliveries?status=delivered')).body.items)
      .toHaveLength(6);

    const body = { scope: 'everything', ratePerSecond: 2, start: true };
    const { id, duplicates } = (await client.rest('/v1/recoveries', { body })).body;
    expect(duplicates).toEqual({ delivered: 6, unanswered: 0 });
    await receiver.count(8);
    const paused = await client.rest(`/v1/recoveries/${id}/pause`, { method: 'POST' });
    expect(paused.body.status).toBe('paused');
    expect((await client.rest(`/v1/recoveries/${id}/start`, { method: 'POST' })).body.code).toBe(
      'recovery.state',
    );
    const resumed = await client.rest(`/v1/recoveries/${id}/resume`, { method: 'POST' });
    expect(resumed.body.status).toBe('running');
    const cancelled = await client.rest(`/v1/recoveries/${id}/cancel`, { method: 'POST' });
    expect(cancelled.body).toMatchObject({ status: 'cancelled', finishedAt: expect.any(String) });
    expect(cancelled.body.sentCount).toBeLessThan(6);
  });

  test('the endpoints of another consumer are as absent as those that do not exist', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const { endpoint } = await setUp(hub, receiver.url);
    const stranger = await hub.client();
    for (const id of [endpoint.id, 'ep_absent']) {
      const named = await stranger.rest('/v1/recoveries', { body: { endpointIds: [id] } });
      expect(named).toMatchObject({ status: 404, body: { code: 'endpoint.not_found' } });
    }
  });

  test('an Idempotency-Key plans once', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const { client } = await setUp(hub, receiver.url);
    await publish(client, 1);
    await receiver.count(1);
    await expect
      .poll(async () => (await client.rest('/v1/deliveries?status=delivered')).body.items)
      .toHaveLength(1);
    const call = { body: { scope: 'everything' }, headers: { 'idempotency-key': 'recover-1' } };
    const first = await client.rest('/v1/recoveries', call);
    const second = await client.rest('/v1/recoveries', call);
    expect(first.status).toBe(201);
    expect(second.body.id).toBe(first.body.id);
  });

  test('deliveries that were named are sent and no others, and what is left out says why', async () => {
    await using receiver = await Receiver.start();
    receiver.otherwise(answering(500));
    await using hub = await TestHub.start(dialect, { variables: { PARLEY_RETRY_SCHEDULE: '0' } });
    const { client, endpoint } = await setUp(hub, receiver.url);
    const off = (await client.rest('/v1/endpoints', { body: { url: receiver.url, eventTypes: ['*'] } })).body;
    await publish(client, 3);
    await exhausted(client, 6);
    receiver.otherwise(answering(200));
    await client.rest(`/v1/endpoints/${off.id}`, { method: 'PATCH', body: { disabled: true } });
    const idsOf = async (endpointId: string): Promise<string[]> =>
      (await client.rest(`/v1/deliveries?endpointId=${endpointId}`)).body.items.map(
        (row: { id: string }) => row.id,
      );
    const own = await idsOf(endpoint.id);
    const others = await idsOf(off.id);
    const deliveryIds = [own[0], own[1], own[1], others[0], 'dlv_gone'];
    const plan = await client.rest('/v1/recoveries', { body: { deliveryIds } });

    expect(plan).toMatchObject({
      status: 201,
      body: { plannedCount: 2, chosenCount: 4, endpointCount: 1, scope: 'undelivered' },
    });
    expect(plan.body.leftOut).toEqual([
      { reason: 'Their endpoint is disabled: enable it, and they are sent.', count: 1 },
      { reason: 'They are not there any more.', count: 1 },
    ]);
    const before = receiver.received.length;
    await client.rest(`/v1/recoveries/${plan.body.id}/start`, { method: 'POST' });
    expect((await settled(client, plan.body.id, 'done')).body.sentCount).toBe(2);
    await receiver.count(before + 2);
    const delivered = async () => (await client.rest('/v1/deliveries?status=delivered')).body.items;
    await expect.poll(async () => (await delivered()).length).toBe(2);
    expect(new Set((await delivered()).map((row: { id: string }) => row.id))).toEqual(
      new Set([own[0], own[1]]),
    );

    const again = await client.rest('/v1/recoveries', { body: { deliveryIds: [own[0]] } });
    expect(again).toMatchObject({ status: 422, body: { code: 'recovery.empty' } });
    expect(again.body.detail).toContain('delivered already');
    const byStatus = await client.rest('/v1/recoveries', {
      body: { scope: 'everything', statuses: ['delivered'] },
    });
    expect(byStatus.body).toMatchObject({ plannedCount: 2, statuses: ['delivered'] });
    const stranger = await hub.client();
    expect(await stranger.rest('/v1/recoveries', { body: { deliveryIds: own } })).toMatchObject({
      status: 404,
    });
    const both = { deliveryIds: own, endpointIds: [endpoint.id] };
    expect(await client.rest('/v1/recoveries', { body: both })).toMatchObject({ status: 400 });
  });
});
