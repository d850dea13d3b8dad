import { dayMs } from '@parley/shared/words/time';
import { describe, expect, test } from 'vitest';
import { answering, Receiver } from '../../testing/receiver.ts';
import { dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

describe.each(dialects)('the figures of a consumer on %s', (dialect) => {
  test('are what it called, how its endpoints and deliveries fare, and with which versions', async () => {
    await using receiver = await Receiver.start();
    receiver.script(answering(200), answering(500), answering(500), answering(500));
    await using hub = await TestHub.start(dialect);
    await hub.hub.registerContract();
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    await client.rest('/v1/endpoints', { body: { url: receiver.url, eventTypes: ['*'] } });
    for (const amount of [1, 2])
      await client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount } } });
    await client.rest('/v1/deliveries/dlv_nothing');
    await hub.hub.services.usage.flush();
    const figuresOf = () =>
      hub.admin.consumerFigures.get({ id: client.consumerId, environment: 'live', zone: 'Europe/Berlin' });
    await expect
      .poll(async () => (await figuresOf()).deliveries?.find(({ status }) => status === 'exhausted')?.count)
      .toBe(1);

    const figures = await figuresOf();
    const inTest = await hub.admin.consumerFigures.get({ id: client.consumerId, environment: 'test' });

    expect(figures).toMatchObject({ calls: 5, errors: 1, callsLastDay: 5, errorsLastDay: 1 });
    expect(figures.days).toHaveLength(30);
    expect(figures.hours).toHaveLength(24);
    expect(figures.days.reduce((sum, { calls }) => sum + calls, 0)).toBe(5);
    expect(figures.keys).toMatchObject({ active: 1, unused: 0, endingSoon: 0, isMore: false });
    expect(figures.endpoints).toEqual([{ health: 'failing', count: 1 }]);
    expect(figures.deliveries).toContainEqual({ status: 'delivered', count: 1, isMore: false });
    expect(figures.versions).toEqual([
      expect.objectContaining({ api: 'parley', status: 'published', calls: 5, errors: 1, operationCount: 4 }),
    ]);
    expect(figures.operations[0]).toMatchObject({ api: 'parley', operation: 'POST /v1/events', calls: 2 });
    expect(figures.operationCount).toBe(4);
    expect(figures.notices).toEqual([]);
    expect(inTest).toMatchObject({ calls: 0, countedSince: null, endpoints: [], operations: [] });
  });

  test('leave out what the asker may not read, and are nobody else’s', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const own = await hub.client({ scopes: ['consumers:read', 'endpoints:read'] });
    const stranger = await hub.client();

    const seen = await own.rest(`/v1/consumers/${own.consumerId}/figures`);
    const foreign = await stranger.rest(`/v1/consumers/${own.consumerId}/figures`);
    const elsewhere = await own.rest(`/v1/consumers/${own.consumerId}/figures?environment=test`);
    const unnamed = await hub.admin.consumerFigures.get({ id: own.consumerId }).catch((error) => error.code);

    expect(seen.body).toMatchObject({
      keys: null,
      endpoints: [],
      deliveries: null,
      versions: null,
      notices: null,
    });
    expect([foreign.status, elsewhere.status]).toEqual([404, 403]);
    expect(unnamed).toBe('environment.required');
  });

  test('count days of the past, and stop where counts do', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    await client.rest('/v1/endpoints');
    await hub.hub.services.usage.flush();
    hub.advance(2 * dayMs);
    await client.rest('/v1/endpoints');
    await hub.hub.services.usage.flush();

    const figures = (await client.rest(`/v1/consumers/${client.consumerId}/figures?days=3`)).body;

    expect(figures.days.map(({ calls }: { calls: number }) => calls)).toEqual([1, 0, 1]);
    expect(figures.callsLastDay).toBe(1);
    expect(figures.countedSince.slice(0, 10)).toBe(figures.days[0].from.slice(0, 10));
  });
});
