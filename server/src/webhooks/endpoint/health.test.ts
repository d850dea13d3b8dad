import { EndpointHealth } from '@parley/shared/webhooks/endpoint';
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
    const unsteadyOnes = async () =>
      (await hub.admin.endpoint.list({ environment: 'live', health: ['unsteady', 'failing'] })).items;
    expect(await health()).toMatchObject({ health: 'unused', recentAttempts: { delivered: 0, failed: 0 } });

    await attempts(client, receiver, [200, 500, 200, 200, 500, 200, 200, 500, 200, 200]);

    const unsteady = { health: 'unsteady', recentAttempts: { delivered: 7, failed: 3 } };
    expect(await health()).toMatchObject({ ...unsteady, failureStreak: 0 });
    expect(await unsteadyOnes()).toMatchObject([{ id, ...unsteady }]);

    await attempts(client, receiver, [500, 500, 500]);
    expect(await health()).toMatchObject({ health: 'failing', failureStreak: 3 });

    // What is over an hour old says nothing of today.
    hub.advance(61 * minuteMs);
    await attempts(client, receiver, [200]);
    expect(await health()).toMatchObject({ health: 'healthy', recentAttempts: { delivered: 1, failed: 0 } });
    expect(await unsteadyOnes()).toEqual([]);
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

describe.each(dialects)('the filter by health on %s', (dialect) => {
  test('finds what the list calls so, of every shape that the counters can have', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const suspended = await hub.client();
    const { store, now } = hub.hub.parts;
    const ms = now().getTime();
    const window = Math.floor(ms / (30 * minuteMs));
    const shapes = [0, 1, 3].flatMap((streak) =>
      [window, window - 1, window - 2].flatMap((recent) =>
        [
          [0, 0, 0, 0],
          [1, 1, 0, 0],
          [49, 1, 0, 0],
          [99, 1, 0, 0],
          [0, 1, 9, 0],
          [5, 0, 0, 9],
        ].map((counts) => [streak, recent, ...counts] as const),
      ),
    );
    for (const [index, [streak, recent, ...counts]] of shapes.entries()) {
      const id = await endpointAt(index % 9 === 8 ? suspended : client, 'http://127.0.0.1:49999/hooks');
      await store.all(
        `update endpoint set failure_streak = ?, recent_window = ?, recent_delivered = ?, recent_failed = ?,
           earlier_delivered = ?, earlier_failed = ?, last_failure_at = ?, paused_until = ?, disabled_reason = ? where id = ?`,
        streak,
        recent,
        ...counts,
        index % 2 === 0 ? ms : null,
        index % 7 === 6 ? ms + minuteMs * 9 : null,
        index % 11 === 10 ? 'gone' : null,
        id,
      );
    }
    await hub.admin.consumer.update({ id: suspended.consumerId, status: 'suspended' });
    const list = async (health?: EndpointHealth) =>
      (await hub.admin.endpoint.list({ limit: 200, environment: 'live', ...(health && { health }) })).items;

    const all: { id: string; health: EndpointHealth }[] = await list();
    const found = await Promise.all(
      EndpointHealth.options.map(async (health) =>
        (await list(health)).map(({ id }: { id: string }) => [id, health]),
      ),
    );

    expect(all).toHaveLength(shapes.length);
    expect(new Set(all.map(({ health }) => health))).toEqual(new Set(EndpointHealth.options));
    expect(Object.fromEntries(found.flat())).toEqual(
      Object.fromEntries(all.map(({ id, health }) => [id, health])),
    );
  });
});
