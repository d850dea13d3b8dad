import { describe, expect, test } from 'vitest';
import { answering, Receiver } from '../../testing/receiver.ts';
import { type Client, dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

const hour = 3_600_000;
const day = 24 * hour;

const publish = async (client: Client, amount = 1) =>
  (await client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount } } })).body;

const withStatus = async (client: Client, status: string, count: number) =>
  expect
    .poll(async () => (await client.rest(`/v1/deliveries?status=${status}`)).body.items.length)
    .toBeGreaterThanOrEqual(count);

describe.each(dialects)('housekeeping on %s', (dialect) => {
  test('an endpoint that fails for too long is warned of twice, then disabled; a success ends all of it', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect, {
      variables: { PARLEY_DISABLE_AFTER: '100', PARLEY_RETRY_SCHEDULE: '0' },
    });
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    const failing = await client.rest('/v1/endpoints', {
      body: { url: `${receiver.url}/failing`, eventTypes: ['*'] },
    });
    await client.rest('/v1/endpoints', { body: { url: `${receiver.url}/told`, eventTypes: ['parley.*'] } });
    const told = () =>
      receiver.received.filter(({ path }) => path === '/told').map(({ body }) => JSON.parse(body).type);
    receiver.script(answering(500));
    await publish(client);
    await withStatus(client, 'exhausted', 1);

    await hub.hub.tidy();
    expect(told()).toEqual([]);
    for (const hours of [55, 1, 40]) {
      hub.advance(hours * hour);
      await hub.hub.tidy();
    }
    await expect.poll(told).toEqual(['parley.endpoint_failing', 'parley.endpoint_failing']);
    expect((await client.rest(`/v1/endpoints/${failing.body.id}`)).body.status).toBe('active');

    hub.advance(10 * hour);
    await hub.hub.tidy();
    await expect.poll(told).toHaveLength(3);
    expect(told().at(-1)).toBe('parley.endpoint_disabled');
    const disabled = (await client.rest(`/v1/endpoints/${failing.body.id}`)).body;
    expect(disabled).toMatchObject({ status: 'disabled', disabledReason: 'failing' });
    const enabled = await client.rest(`/v1/endpoints/${failing.body.id}/enable`, { method: 'POST' });
    expect(enabled.body).toMatchObject({ status: 'active', failingSince: null });
    await hub.hub.tidy();
    expect((await client.rest(`/v1/endpoints/${failing.body.id}`)).body.status).toBe('active');
  });

  test('events older than their retention go with all that hangs on them; undone ones and the other environment stay', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect, {
      variables: { PARLEY_RETENTION: 'test:7', PARLEY_RETRY_SCHEDULE: '0,2592000' },
    });
    // Ids never go back in time within a process, and another test of this file was in the future already.
    hub.advance((dialects.indexOf(dialect) + 1) * 60 * day);
    const live = await hub.client();
    const trial = await hub.client({ consumerId: live.consumerId, environment: 'test' });
    await live.rest('/v1/event-types', { body: invoiceGenerated });
    for (const client of [live, trial])
      await client.rest('/v1/endpoints', { body: { url: receiver.url, eventTypes: ['*'] } });
    const kept = await publish(live);
    const old = await publish(trial);
    await withStatus(trial, 'delivered', 1);
    receiver.script(answering(500));
    const undone = await publish(trial);
    await withStatus(trial, 'failed', 1);

    hub.advance(30 * day);
    const fresh = await publish(trial);
    await withStatus(trial, 'delivered', 2);
    await hub.hub.tidy();

    const statuses = [];
    for (const [client, event] of [
      [live, kept],
      [trial, old],
      [trial, undone],
      [trial, fresh],
    ] as const)
      statuses.push((await client.rest(`/v1/events/${event.id}`)).status);
    expect(statuses).toEqual([200, 404, 200, 200]);
    const [attempts] = await hub.hub.parts.store.all<{ count: number | string }>(
      'select count(*) as count from attempt',
    );
    expect(Number(attempts?.count)).toBe(3);
  });
});
