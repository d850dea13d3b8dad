import { describe, expect, test } from 'vitest';
import { answering, Receiver } from '../../testing/receiver.ts';
import { dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

describe.each(dialects)('lineage on %s', (dialect) => {
  test('request, event, delivery, attempts, retry and recovery are one timeline, from any of their ids', async () => {
    await using receiver = await Receiver.start();
    receiver.script(answering(500));
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    await client.rest('/v1/endpoints', { body: { url: receiver.url, eventTypes: ['*'] } });
    const published = await client.rest('/v1/events', {
      body: { id: 'order-7', type: 'invoice.generated', data: { amount: 1 } },
    });
    const requestId = published.headers.get('x-request-id');
    const delivered = async (count: number) => {
      await receiver.count(count);
      const list = async () => (await client.rest('/v1/deliveries?status=delivered')).body.items;
      await expect.poll(list).toMatchObject([{ attemptCount: count }]);
      return (await list())[0].id;
    };
    const deliveryId = await delivered(2);
    await client.rest(`/v1/deliveries/${deliveryId}/retry`, { method: 'POST' });
    await delivered(3);
    await client.rest('/v1/recoveries', { body: { scope: 'everything', start: true } });
    await delivered(4);

    const whole = await client.rest('/v1/lineage/order-7');
    expect(whole.body).toMatchObject({
      eventId: published.body.id,
      requestId,
      isWhole: true,
    });
    const kinds = whole.body.entries.map((entry: { kind: string }) => entry.kind);
    expect(kinds.slice(0, 5)).toEqual(['request', 'published', 'delivery', 'attempt', 'attempt']);
    expect(kinds.toSorted()).toEqual(
      [
        'request',
        'published',
        'delivery',
        'attempt',
        'attempt',
        'retry',
        'attempt',
        'recovery',
        'attempt',
      ].toSorted(),
    );
    const attemptId = whole.body.entries.at(-1).id;
    for (const id of [requestId, deliveryId, attemptId])
      expect((await client.rest(`/v1/lineage/${id}`)).body).toEqual(whole.body);

    const stranger = await hub.client();
    for (const id of ['order-7', deliveryId, attemptId])
      expect((await stranger.rest(`/v1/lineage/${id}`)).status).toBe(404);
  });
});
