import { describe, expect, test } from 'vitest';
import { answering, Receiver } from '../../testing/receiver.ts';
import { type Client, dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

const minutes = 300;

/** An endpoint that asked to be left alone for minutes: its circuit is open, and two deliveries wait for it. */
const paused = async (
  hub: TestHub,
  receiver: Receiver,
): Promise<{ client: Client; id: string; ids: string[] }> => {
  const client = await hub.client();
  await client.rest('/v1/event-types', { body: invoiceGenerated });
  const { body } = await client.rest('/v1/endpoints', { body: { url: receiver.url, eventTypes: ['*'] } });
  receiver.otherwise(answering(503, { 'retry-after': String(minutes) }));
  const publish = async (amount: number) =>
    client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount } } });
  await publish(1);
  await expect
    .poll(async () => (await client.rest(`/v1/endpoints/${body.id}`)).body.pausedUntil)
    .toEqual(expect.any(String));
  await publish(2);
  await publish(3);
  receiver.otherwise(answering(204));
  const { items } = (await client.rest('/v1/deliveries')).body;
  return { client, id: body.id, ids: items.map((one: { id: string }) => one.id).toReversed() };
};

const amounts = (receiver: Receiver): number[] =>
  receiver.received.map(({ body }) => JSON.parse(body).data.amount);

describe.each(dialects)('while a circuit is open, on %s', (dialect) => {
  test('a delivery that is sent again by hand goes at once, and its success sends what waits', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const { client, id, ids } = await paused(hub, receiver);

    const retried = await client.rest(`/v1/deliveries/${ids[0]}/retry`, { method: 'POST' });

    expect(Date.parse(retried.body.nextAttemptAt)).toBeLessThanOrEqual(Date.now());
    await expect.poll(() => amounts(receiver)).toEqual([1, 1, 2, 3]);
    await expect
      .poll(async () => (await client.rest(`/v1/endpoints/${id}`)).body)
      .toMatchObject({ pausedUntil: null, failureStreak: 0 });
  });

  test('one that fails again by hand leaves it open, and what waits loses no attempt', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const { client, id, ids } = await paused(hub, receiver);
    receiver.otherwise(answering(500));

    await client.rest(`/v1/deliveries/${ids[1]}/retry`, { method: 'POST' });

    await expect
      .poll(async () => (await client.rest(`/v1/deliveries/${ids[1]}`)).body)
      .toMatchObject({ attemptCount: 1, attempts: [{ trigger: 'manual', responseStatus: 500 }] });
    expect((await client.rest(`/v1/deliveries/${ids[2]}`)).body).toMatchObject({ attemptCount: 0 });
    expect((await client.rest(`/v1/endpoints/${id}`)).body.pausedUntil).toEqual(expect.any(String));
  });

  test('a test event arrives at once', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const { client, id } = await paused(hub, receiver);

    await client.rest(`/v1/endpoints/${id}/test`, { method: 'POST', body: {} });

    await receiver.count(2);
    expect(JSON.parse(receiver.received[1]!.body).type).toBe('parley.test');
  });

  test('a new URL, an endpoint that is enabled, and a recovery that is started close it', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const { client, id } = await paused(hub, receiver);

    await client.rest(`/v1/endpoints/${id}`, { method: 'PATCH', body: { url: `${receiver.url}/mended` } });
    await expect.poll(() => amounts(receiver)).toEqual([1, 2, 3]);

    const { client: second, id: other } = await paused(hub, receiver);
    for (const disabled of [true, false])
      await second.rest(`/v1/endpoints/${other}`, { method: 'PATCH', body: { disabled } });
    await expect.poll(() => amounts(receiver).slice(4)).toEqual(expect.arrayContaining([2, 3]));

    const before = receiver.received.length;
    const { client: third, id: last } = await paused(hub, receiver);
    await third.rest(`/v1/endpoints/${last}/recover`, { body: { scope: 'undelivered', start: true } });
    await expect.poll(() => amounts(receiver).slice(before + 1)).toEqual(expect.arrayContaining([1, 2, 3]));
  });
});
