import { describe, expect, test } from 'vitest';
import { answering, Receiver } from '../../testing/receiver.ts';
import { type Client, dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

const minuteMs = 60_000;

const endpointAt = async (client: Client, url: string): Promise<string> => {
  await client.rest('/v1/event-types', { body: invoiceGenerated });
  return (await client.rest('/v1/endpoints', { body: { url, eventTypes: ['*'] } })).body.id;
};

const publish = async (client: Client): Promise<unknown> =>
  client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount: 1 } } });

/** Publishes one event for each answer and waits until all are recorded. */
const attempts = async (client: Client, receiver: Receiver, statuses: number[]): Promise<void> => {
  for (const status of statuses) {
    receiver.script(answering(status));
    const before = receiver.received.length;
    await publish(client);
    await receiver.count(before + 1);
    await expect
      .poll(async () => (await client.rest('/v1/deliveries?limit=1')).body.items[0])
      .toMatchObject({ attemptCount: 1 });
  }
};

describe.each(dialects)('the health of an endpoint on %s', (dialect) => {
  test('rests on the share of its latest attempts and not on the last one', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect, { variables: { PARLEY_RETRY_SCHEDULE: '0' } });
    const client = await hub.client();
    const id = await endpointAt(client, receiver.url);
    const health = async () => (await client.rest(`/v1/endpoints/${id}`)).body;
    const home = async () => (await hub.admin.home.overview({ environment: 'live' })).sickEndpoints;
    expect(await health()).toMatchObject({ health: 'unused', recentAttempts: { delivered: 0, failed: 0 } });

    await attempts(client, receiver, [200, 500, 200, 200, 500, 200, 200, 500, 200, 200]);

    const unsteady = { health: 'unsteady', recentAttempts: { delivered: 7, failed: 3 } };
    expect(await health()).toMatchObject({ ...unsteady, failureStreak: 0 });
    expect(await home()).toMatchObject([{ id, ...unsteady }]);

    await attempts(client, receiver, [500, 500, 500]);
    expect(await health()).toMatchObject({ health: 'failing', failureStreak: 3 });

    // What is over an hour old says nothing of today.
    hub.advance(61 * minuteMs);
    await attempts(client, receiver, [200]);
    expect(await health()).toMatchObject({ health: 'healthy', recentAttempts: { delivered: 1, failed: 0 } });
    expect(await home()).toEqual([]);
  });

  test('is one word: disabled, and suspended with its consumer', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const id = await endpointAt(client, receiver.url);
    const health = async () => (await hub.admin.endpoint.get({ id })).health;

    await hub.admin.consumer.update({ id: client.consumerId, status: 'suspended' });
    expect(await health()).toBe('suspended');

    await hub.admin.endpoint.update({ id, disabled: true });
    expect(await health()).toBe('disabled');
  });
});
