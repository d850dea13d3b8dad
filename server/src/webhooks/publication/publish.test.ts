import { CreateEndpoint } from '@parley/shared/webhooks/endpoint';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { createParts } from '../../hub.ts';
import { everyone } from '../../platform/database/owner.ts';
import { createLog } from '../../platform/process/log.ts';
import { system } from '../../platform/request/principal.ts';
import { openInstallation } from '../../start.ts';
import { createEndpoint } from '../endpoint/endpoint.service.ts';
import { Receiver } from '../../testing/receiver.ts';
import { dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

const invoice = (amount: number, more: object = {}) => ({
  type: 'invoice.generated',
  data: { amount },
  ...more,
});

describe.each(dialects)('publishing on %s', (dialect) => {
  test('an event and its deliveries are there as soon as it is answered', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    await client.rest('/v1/endpoints', { body: { url: 'https://a.example/', eventTypes: ['invoice.*'] } });

    const published = await client.rest('/v1/events', { body: invoice(1200, { subject: 'inv_1' }) });

    expect(published).toMatchObject({
      status: 201,
      body: { type: 'invoice.generated', deliveryCount: 1, audience: 'own' },
    });
    const found = await client.rest(`/v1/events/${published.body.id}`);
    expect(found.body).toMatchObject({ subject: 'inv_1', data: { amount: 1200 }, keyId: client.keyId });
    expect(found.body.deliveries).toMatchObject([{ status: 'pending', eventId: published.body.id }]);
    expect(found.body.deliveryCounts).toEqual({ pending: 1 });
  });

  test('many at once are each answered, in groups, and none is lost', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });

    const answers = await Promise.all(
      Array.from({ length: 120 }, (_, index) => client.rest('/v1/events', { body: invoice(index) })),
    );

    expect(answers.every(({ status }) => status === 201)).toBe(true);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(120);
    expect((await client.rest('/v1/events?limit=200')).body.items).toHaveLength(120);
  });

  test('a refused event in a group does not take the others with it', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        client.rest('/v1/events', { body: invoice(index % 2 === 0 ? index : -1) }),
      ),
    );

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(answers.filter(({ body }) => body.code === 'event.data_invalid')).toHaveLength(10);
    expect((await client.rest('/v1/events')).body.items).toHaveLength(10);
  });

  test('an unknown type and a payload that breaks the schema are refused, and say where', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });

    const unknown = await client.rest('/v1/events', { body: { type: 'invoice.lost', data: {} } });
    const broken = await client.rest('/v1/events', { body: invoice(1.5) });

    expect([unknown.status, unknown.body.code]).toEqual([422, 'event_type.unknown']);
    expect([broken.status, broken.body.errors]).toEqual([
      422,
      [{ path: '/data/amount', message: 'must be integer' }],
    ]);
    expect((await client.rest('/v1/events')).body.items).toEqual([]);
  });

  test('the same id again answers the same event; another event with it is refused', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    const first = await client.rest('/v1/events', { body: invoice(1, { id: 'inv-1' }) });

    const again = await client.rest('/v1/events', { body: invoice(1, { id: 'inv-1' }) });
    const other = await client.rest('/v1/events', { body: invoice(2, { id: 'inv-1' }) });

    expect(first.body.id).toBe('inv-1');
    expect(again.body).toEqual(first.body);
    expect([other.status, other.body.code]).toEqual([409, 'event.id_taken']);
    expect((await client.rest('/v1/events')).body.items).toHaveLength(1);
  });

  test('two consumers, and two environments, may use the same id', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const live = await hub.client();
    const sandbox = await hub.client({ consumerId: live.consumerId, environment: 'test' });
    const stranger = await hub.client();
    await live.rest('/v1/event-types', { body: invoiceGenerated });

    const answers = [];
    for (const client of [live, sandbox, stranger])
      answers.push(await client.rest('/v1/events', { body: invoice(answers.length, { id: 'same' }) }));

    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect((await stranger.rest('/v1/events/same')).body.data).toEqual({ amount: 2 });
  });

  test('the audience decides who receives', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const publisher = await hub.client();
    const partner = await hub.client({ consumerId: await hub.consumer('Partner One') });
    const other = await hub.client();
    await publisher.rest('/v1/event-types', { body: invoiceGenerated });
    for (const client of [publisher, partner, other])
      await client.rest('/v1/endpoints', { body: { url: 'https://a.example/', eventTypes: ['*'] } });
    const countOf = async (audience: unknown) =>
      (await publisher.rest('/v1/events', { body: invoice(1, { audience }) })).body.deliveryCount;

    expect(await countOf(undefined)).toBe(1);
    expect(await countOf('everyone')).toBe(3);
    expect(await countOf(['Partner One'])).toBe(1);
    expect(await countOf([partner.consumerId, other.consumerId])).toBe(2);
    const unknown = await publisher.rest('/v1/events', { body: invoice(1, { audience: ['Nobody'] }) });
    expect([unknown.status, unknown.body.code]).toEqual([422, 'event.audience_unknown']);
    // A receiver sees what was sent to it, and not the event of its publisher.
    const delivery = (await partner.rest('/v1/deliveries')).body.items[0];
    expect((await partner.rest(`/v1/deliveries/${delivery.id}`)).body.requestBody).toContain('"amount":1');
    expect((await partner.rest(`/v1/events/${delivery.eventId}`)).status).toBe(404);
  });

  test('a key without events:publish.any reaches its own endpoints only', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client({ scopes: ['events:publish', 'event-types:write'] });
    await client.rest('/v1/event-types', { body: invoiceGenerated });

    const refused = await client.rest('/v1/events', { body: invoice(1, { audience: 'everyone' }) });

    expect([refused.status, refused.body.code]).toEqual([403, 'event.audience_refused']);
    expect((await client.rest('/v1/events', { body: invoice(1) })).status).toBe(201);
  });

  test('live events never reach a test endpoint', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const live = await hub.client();
    const sandbox = await hub.client({ consumerId: live.consumerId, environment: 'test' });
    await live.rest('/v1/event-types', { body: invoiceGenerated });
    await sandbox.rest('/v1/endpoints', { body: { url: 'https://a.example/', eventTypes: ['*'] } });

    const published = await live.rest('/v1/events', { body: invoice(1) });
    const mixed = await live.rest('/v1/events', { body: invoice(1, { environment: 'test' }) });

    expect(published.body.deliveryCount).toBe(0);
    expect([mixed.status, mixed.body.code]).toEqual([403, 'environment.refused']);
  });

  test('an endpoint that another process created is seen by the next publish', async () => {
    await using receiver = await Receiver.start();
    await using one = await TestHub.start(dialect);
    const client = await one.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    await client.rest('/v1/events', { body: invoice(1) });
    await createElsewhere(one, {
      url: receiver.url,
      eventTypes: ['*'],
      consumerId: client.consumerId,
      environment: 'live',
    });

    const published = await client.rest('/v1/events', { body: invoice(2) });

    expect(published.body.deliveryCount).toBe(1);
    await receiver.count(1);
    await expect
      .poll(async () => (await client.rest('/v1/deliveries?status=delivered')).body.items)
      .toHaveLength(1);
  });
});

/** As a command of the command line does, beside the process that serves. */
const createElsewhere = async (hub: TestHub, endpoint: z.input<typeof CreateEndpoint>): Promise<void> => {
  const { database, close } = await openInstallation(hub.config, 'use');
  const parts = createParts(hub.config, database, createLog('silent'));
  await createEndpoint(parts.openEm(everyone), { parts, caller: system }, CreateEndpoint.parse(endpoint));
  await parts.outbound.close();
  await close();
};
