import { describe, expect, inject, test } from 'vitest';
import { createDatabase } from '../../testing/postgres.ts';
import { answering, Receiver } from '../../testing/receiver.ts';
import { type Client, dialects, invoiceGenerated, keyScopes, TestHub } from '../../testing/test-hub.ts';

const url = 'https://8.8.8.8/hook';
const paymentReceived = { ...invoiceGenerated, name: 'payment.received' };

const planOf = (eventTypes?: string[]) => ({
  live: { scopes: keyScopes, ...(eventTypes ? { eventTypes } : {}) },
});

const declare = async (client: Client): Promise<void> => {
  for (const body of [invoiceGenerated, paymentReceived])
    expect((await client.rest('/v1/event-types', { body })).status).toBe(201);
};

const subscribe = async (client: Client, eventTypes: string[], to = url) =>
  client.rest('/v1/endpoints', { body: { url: to, eventTypes } });

const publish = async (client: Client, type = 'invoice.generated') =>
  (await client.rest('/v1/events', { body: { type, data: { amount: 1 } } })).body;

describe.each(dialects)('event types of a plan on %s', (dialect) => {
  test('no endpoint asks for more, whoever makes or changes it and through either door', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const free = await hub.client();
    const { consumerId } = client;
    await hub.admin.plan.put({ id: consumerId, ...planOf(['invoice.*', 'payment.received']) });
    const byKey = hub.withKey(client.secret);
    const beyond = ['invoice.generated', 'payment.*', '*'];

    const refused = await subscribe(client, beyond);
    const within = await subscribe(client, [
      'invoice.*',
      'invoice.paid',
      'payment.received',
      'parley.*',
      'contract.changed',
    ]);
    const { id } = within.body;
    const update = await client.rest(`/v1/endpoints/${id}`, {
      method: 'PATCH',
      body: { eventTypes: ['refund.made'] },
    });

    expect([refused.status, refused.body.code]).toEqual([422, 'plan.exceeded']);
    expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      '/eventTypes/1',
      '/eventTypes/2',
    ]);
    expect(refused.body.detail).toContain(
      'The plan does not have payment.*. It has invoice.*, payment.received.',
    );
    expect([within.status, update.status, update.body.code]).toEqual([201, 422, 'plan.exceeded']);
    const code = { code: 'plan.exceeded' };
    await expect(byKey.endpoint.create({ url, eventTypes: ['*'] })).rejects.toMatchObject(code);
    await expect(byKey.endpoint.update({ id, eventTypes: ['invoice.generated', '*'] })).rejects.toMatchObject(
      code,
    );
    const ofStaff = { consumerId, environment: 'live' as const, url, eventTypes: ['*'] };
    await expect(hub.admin.endpoint.create(ofStaff)).rejects.toMatchObject(code);
    await expect(hub.admin.endpoint.create({ ...ofStaff, environment: 'test' })).rejects.toMatchObject({
      code: 'plan.environment_refused',
    });
    expect((await subscribe(free, ['*'])).status).toBe(201);
  });

  test('what a narrower plan takes is not sent any more, says so, and comes back with a wider one', async () => {
    await using receiver = await Receiver.start();
    receiver.otherwise(answering(200));
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const { consumerId } = client;
    await declare(client);
    const endpoint = (await subscribe(client, ['*'], receiver.url)).body.id;
    const set = async (eventTypes?: string[]) =>
      hub.admin.plan.put({ id: consumerId, ...planOf(eventTypes) });
    const counts = async () => [
      (await publish(client)).deliveryCount,
      (await publish(client, 'payment.received')).deliveryCount,
    ];

    const without = await counts();
    await set();
    const unsaid = await counts();
    await set(['payment.*']);
    const narrowed = await counts();
    const kept = await publish(client);
    await set([]);
    const none = await counts();
    const [recipient] = (await client.rest(`/v1/events/${kept.id}/recipients`)).body.items;
    const sent = await client.rest(`/v1/events/${kept.id}/send`, { body: { endpointId: endpoint } });
    const tested = await client.rest(`/v1/endpoints/${endpoint}/test`, {
      body: { eventType: 'invoice.generated' },
    });
    await hub.admin.plan.put({ id: consumerId, test: { scopes: [] } });
    const leftOut = (await hub.admin.event.publish({
      type: 'invoice.generated',
      data: { amount: 1 },
      environment: 'live',
      audience: [consumerId],
    })) as { deliveryCount: number };
    await set(['invoice.*']);

    expect([without, unsaid, narrowed, none]).toEqual([
      [1, 1],
      [1, 1],
      [0, 1],
      [0, 0],
    ]);
    expect(leftOut.deliveryCount).toBe(0);
    expect(recipient.outcome).toBe('not_in_plan');
    expect([sent.body.code, tested.body.code]).toEqual(['plan.exceeded', 'plan.exceeded']);
    expect(await counts()).toEqual([1, 0]);
    const resent = await client.rest(`/v1/events/${kept.id}/send`, { body: { endpointId: endpoint } });
    expect(resent.status).toBe(200);
  });

  test('a delivery that waits when the plan is narrowed is set aside, and sent by hand once it is wider', async () => {
    await using receiver = await Receiver.start();
    receiver.otherwise(answering(200));
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await declare(client);
    const { id } = (await subscribe(client, ['*'], receiver.url)).body;
    await client.rest(`/v1/endpoints/${id}`, { method: 'PATCH', body: { disabled: true } });
    await client.rest(`/v1/endpoints/${id}`, { method: 'PATCH', body: { disabled: false } });
    await client.rest(`/v1/consumers/${client.consumerId}`, { method: 'PATCH', body: { status: 'active' } });
    await hub.admin.consumer.update({ id: client.consumerId, status: 'suspended' });
    const event = (await hub.admin.event.publish({
      type: 'invoice.generated',
      data: { amount: 1 },
      environment: 'live',
      audience: [client.consumerId],
    })) as { deliveryCount: number };
    await hub.admin.plan.put({ id: client.consumerId, ...planOf(['payment.*']) });
    await hub.admin.consumer.update({ id: client.consumerId, status: 'active' });
    const setAside = async () => (await client.rest('/v1/deliveries?setAside=not_in_plan')).body.items;
    await expect.poll(setAside).toHaveLength(1);
    const [delivery] = await setAside();

    expect(event.deliveryCount).toBe(1);
    expect(receiver.received).toEqual([]);
    expect(delivery).toMatchObject({ status: 'exhausted', attemptCount: 0 });
    await hub.admin.plan.put({ id: client.consumerId, ...planOf(['invoice.*']) });
    await client.rest(`/v1/deliveries/${delivery.id}/retry`, { method: 'POST' });
    await receiver.count(1);
  });

  test('what a plan would cut off is said before it is set, to whom may see it', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client({ scopes: ['endpoints:read', 'endpoints:write', 'consumers:read'] });
    const stranger = await hub.client();
    const endpoint = (await subscribe(client, ['invoice.*', 'payment.received', 'parley.*'])).body;
    const path = `/v1/consumers/${client.consumerId}/plan/preview`;
    const plan = { live: { scopes: ['consumers:read', 'endpoints:read'], eventTypes: ['invoice.paid'] } };

    const own = await client.rest(path, { body: plan });
    const asStaff = await hub.admin.planPreview.get({
      id: client.consumerId,
      live: { scopes: ['consumers:read', 'endpoints:read'], eventTypes: ['invoice.paid'] },
    });
    const dropped = await hub.admin.planPreview.get({ id: client.consumerId });
    const wrong = await client.rest(path, { body: { live: { scopes: [], networks: ['nowhere'] } } });
    const others = await stranger.rest(path, { body: plan });

    expect(own.status).toBe(200);
    expect(own.body.endpoints).toEqual([
      { id: endpoint.id, url, environment: 'live', beyond: ['invoice.*', 'payment.received'] },
    ]);
    // The key may not read keys.
    expect(own.body.keys).toEqual([]);
    expect(asStaff.keys).toMatchObject([{ id: client.keyId, beyond: ['endpoints:write'], isRefused: false }]);
    expect(asStaff.differences).toContainEqual({
      environment: 'live',
      part: 'event_types',
      before: null,
      after: 'invoice.paid',
    });
    expect([dropped.keys[0]?.isRefused, dropped.endpoints[0]?.beyond]).toEqual([
      true,
      ['invoice.*', 'payment.received'],
    ]);
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([400, '/live/networks/0']);
    expect(others.status).toBe(404);
    expect((await client.rest(`/v1/consumers/${client.consumerId}/plan`)).body.isEnforced).toBe(false);
  });

  test('a key narrows the event types of its own plan and never widens them', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client({ scopes: keyScopes });
    await hub.admin.plan.put({ id: client.consumerId, ...planOf(['invoice.*']) });
    const put = async (eventTypes?: string[]) =>
      (
        await client.rest(`/v1/consumers/${client.consumerId}/plan`, {
          method: 'PUT',
          body: planOf(eventTypes),
        })
      ).status;

    expect([await put(['invoice.*', 'payment.*']), await put(['*']), await put()]).toEqual([403, 403, 403]);
    expect([await put(['invoice.paid']), await put([]), await put(['invoice.paid'])]).toEqual([
      200, 200, 403,
    ]);
  });
});

test('another process goes by a narrower plan at its next event', async () => {
  const databaseUrl = await createDatabase(inject('postgresUrl'), inject('templates').postgresName);
  await using one = await TestHub.start('postgresql', { databaseUrl, roles: 'api' });
  await using two = await TestHub.start('postgresql', { databaseUrl, roles: 'api' });
  const client = await one.client();
  await declare(client);
  await subscribe(client, ['*']);
  const there = async () =>
    (
      await two.rest('/v1/events', {
        body: { type: 'invoice.generated', data: { amount: 1 } },
        headers: { authorization: `Bearer ${client.secret}` },
      })
    ).body.deliveryCount;

  const before = await there();
  await one.admin.plan.put({ id: client.consumerId, ...planOf(['payment.*']) });

  expect([before, await there()]).toEqual([1, 0]);
});
