import { describe, expect, test } from 'vitest';
import { newId } from '../../platform/secret/id.ts';
import { answering, Receiver } from '../../testing/receiver.ts';
import { type Client, dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

const publish = (client: Client, id: string, audience: unknown = 'own', headers = {}) =>
  client.rest('/v1/events', {
    body: { type: 'invoice.generated', data: { amount: 1 }, id, audience },
    headers,
  });

const declare = (client: Client) => client.rest('/v1/event-types', { body: invoiceGenerated });

const idsIn = (receiver: Receiver) => receiver.received.map(({ headers }) => headers['webhook-id']);

describe.each(dialects)('ids of events on %s', (dialect) => {
  test('an own id that looks like one of ours is refused, whatever its case, and told the place', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    await declare(client);
    const ours = newId('evt', Date.now());

    for (const id of [
      ours,
      ours.toUpperCase(),
      'evt_1',
      'Evt_x',
      'dlv_1',
      'ep_1',
      'con_1',
      'key_1',
      newId('inv', 1),
    ]) {
      const { status, body } = await publish(client, id);
      expect([id, status, body.code, body.errors?.[0].path]).toEqual([id, 400, 'request.invalid', '/id']);
    }
    for (const id of ['inv_1042_generated', 'order-1', 'event_1', 'evt-1', '7'])
      expect([id, (await publish(client, id)).status]).toEqual([id, 201]);
    expect((await client.rest('/v1/events?limit=50')).body.items).toHaveLength(5);
  });

  test('an own id may have any visible ASCII character, and the event is found and delivered under it', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await declare(client);
    await client.rest('/v1/endpoints', { body: { url: receiver.url, eventTypes: ['*'] } });
    const all = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index)).join('');
    const ids = [
      'urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66',
      '2026/11/22#7',
      all.padEnd(128, '/'),
      '%2e%2e',
    ];

    for (const id of ids) {
      const published = await publish(client, id);
      expect([id, published.status, published.body.id]).toEqual([id, 201, id]);
      const read = await client.rest(new URL(published.headers.get('location') ?? '').pathname);
      const byOwn = await client.rest(`/v1/events/${encodeURIComponent(id)}`);
      expect([read.body.id, byOwn.body.uniqueId]).toEqual([id, published.body.uniqueId]);
      const { body } = await client.rest(`/v1/deliveries?eventId=${encodeURIComponent(id)}`);
      expect(body.items).toMatchObject([{ eventId: id }]);
    }
    await receiver.count(ids.length);
    expect(idsIn(receiver).map(String).toSorted()).toEqual(ids.toSorted());
    for (const id of ['', 'a b', 'a\n', 'ä', 'x'.repeat(129)])
      expect([id, (await publish(client, id)).body.errors?.[0].path]).toEqual([id, '/id']);
  });

  test('two publishers with the same id reach one receiver under two, and the publisher’s own endpoint knows its own', async () => {
    await using receiver = await Receiver.start();
    await using own = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const [one, two, partner] = [await hub.client(), await hub.client(), await hub.client()];
    await declare(one);
    receiver.script(answering(500));
    await partner.rest('/v1/endpoints', { body: { url: receiver.url, eventTypes: ['*'] } });
    await one.rest('/v1/endpoints', { body: { url: own.url, eventTypes: ['*'] } });

    const first = await publish(one, 'order-1', 'everyone');
    const second = await publish(two, 'order-1', 'everyone');
    await hub.admin.event.publish({
      type: 'invoice.generated',
      data: { amount: 1 },
      id: 'order-1',
      audience: 'everyone',
      environment: 'live',
    });
    // Three events, one of them twice: its first attempt was refused.
    await receiver.count(4);
    await own.count(3);
    const list = async () => (await partner.rest('/v1/deliveries?status=delivered')).body.items;
    await expect.poll(list).toHaveLength(3);

    expect(first.body.id).toBe('order-1');
    expect(new Set(idsIn(receiver)).size).toBe(3);
    expect(idsIn(receiver)).toEqual(expect.arrayContaining([first.body.uniqueId, second.body.uniqueId]));
    expect(idsIn(own)).toContain('order-1');
    expect(new Set(idsIn(own)).size).toBe(3);
    // What a receiver knows leads it to its delivery.
    const found = await partner.rest(`/v1/deliveries?eventId=${second.body.uniqueId}`);
    expect(found.body.items).toMatchObject([{ eventId: second.body.uniqueId }]);
  });

  test('an event of before keeps its webhook-id on every later attempt', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const [publisher, partner] = [await hub.client(), await hub.client()];
    await declare(publisher);
    await partner.rest('/v1/endpoints', { body: { url: receiver.url, eventTypes: ['*'] } });
    await publish(publisher, 'order-1', 'everyone');
    await receiver.count(1);
    await hub.hub.parts.store.all('update event set id_rule = 0');
    const list = async () => (await partner.rest('/v1/deliveries?status=delivered')).body.items;
    await expect.poll(list).toMatchObject([{ eventId: 'order-1' }]);

    const [delivery] = await list();
    await partner.rest(`/v1/deliveries/${delivery.id}/retry`, { method: 'POST' });

    await receiver.count(2);
    expect(idsIn(receiver)[1]).toBe('order-1');
    expect((await partner.rest('/v1/deliveries?eventId=order-1')).body.items).toHaveLength(1);
  });

  test('our id wins over an own one and over the id of a request, and several own ones are named', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const [victim, attacker] = [await hub.client(), await hub.client()];
    await declare(victim);
    const { body: event } = await publish(victim, 'order-1');
    // As it could be stored before such ids were refused.
    await publish(attacker, 'trick', 'own', { 'x-request-id': event.uniqueId });
    await hub.hub.parts.store.all(`update event set client_id = ? where client_id = 'trick'`, event.uniqueId);
    await publish(attacker, 'order-1');
    const { event: events, inspect, lineage, delivery } = hub.admin;

    expect(await events.get({ id: event.uniqueId })).toMatchObject({ consumerId: victim.consumerId });
    expect(await inspect.resolve({ id: event.uniqueId })).toEqual({ kind: 'event', id: event.uniqueId });
    expect(await lineage.get({ id: event.uniqueId })).toMatchObject({ keyId: victim.keyId });
    expect((await delivery.list({ eventId: event.uniqueId })).items).toEqual([]);
    for (const ambiguous of [events.get({ id: 'order-1' }), inspect.resolve({ id: 'order-1' })])
      await expect(ambiguous).rejects.toMatchObject({
        code: 'event.id_ambiguous',
        detail: expect.stringContaining(event.uniqueId),
      });
    const { consumerId } = victim;
    expect(await events.get({ id: 'order-1', consumerId })).toMatchObject({ uniqueId: event.uniqueId });
    expect((await victim.rest('/v1/events/order-1')).body).toMatchObject({ uniqueId: event.uniqueId });
  });

  test('a consumer cannot take a name that is an id', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const [victim, attacker] = [await hub.client(), await hub.client()];

    const renamed = await attacker.rest(`/v1/consumers/${attacker.consumerId}`, {
      method: 'PATCH',
      body: { name: victim.consumerId },
    });

    expect([renamed.status, renamed.body.errors?.[0].path]).toEqual([400, '/name']);
  });
});
