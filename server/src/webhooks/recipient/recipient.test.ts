import { describe, expect, test } from 'vitest';
import { Receiver } from '../../testing/receiver.ts';
import { type Client, dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

const endpointOf = async (client: Client, url: string, more: object = {}): Promise<string> =>
  (await client.rest('/v1/endpoints', { body: { url, eventTypes: ['invoice.*'], ...more } })).body.id;

const publish = async (client: Client, more: object = {}): Promise<{ id: string }> =>
  (await client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount: 7 }, ...more } }))
    .body;

describe.each(dialects)('the recipients of an event on %s', (dialect) => {
  test('each endpoint says why it did not get it, and gets it when somebody sends it', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const stranger = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    const ids = {
      sent: await endpointOf(client, `${receiver.url}/sent`),
      not_subscribed: await endpointOf(client, `${receiver.url}/other`, { eventTypes: ['payment.*'] }),
      filtered: await endpointOf(client, `${receiver.url}/filter`, {
        filter: { properties: { amount: { minimum: 1000 } } },
      }),
      disabled: await endpointOf(client, `${receiver.url}/disabled`),
      changed_since: await endpointOf(client, `${receiver.url}/enabled`),
      not_in_audience: await endpointOf(stranger, `${receiver.url}/stranger`),
    };
    const setDisabled = async (id: string, disabled: boolean) =>
      client.rest(`/v1/endpoints/${id}`, { method: 'PATCH', body: { disabled } });
    await setDisabled(ids.disabled, true);
    await setDisabled(ids.changed_since, true);
    const { id } = await publish(client);
    await setDisabled(ids.changed_since, false);
    hub.advance(10);
    const addedLater = await endpointOf(client, `${receiver.url}/later`);

    const { items } = await hub.admin.recipient.list({ id });

    const outcomes = new Map(items.map(({ endpointId, outcome }) => [endpointId, outcome as string]));
    expect(outcomes).toEqual(
      new Map([
        ...Object.entries(ids).map(([why, endpoint]) => [endpoint, why] as const),
        [addedLater, 'added_later'],
      ]),
    );
    const own = (await client.rest(`/v1/events/${id}/recipients`)).body.items;
    expect(own).toHaveLength(6);
    expect(JSON.stringify(own)).not.toContain('stranger');
    const send = async (endpointId: string) => client.rest(`/v1/events/${id}/send`, { body: { endpointId } });
    const sent = await send(ids.filtered);
    expect(sent).toMatchObject({ status: 200, body: { eventId: id, endpointId: ids.filtered } });
    await receiver.count(2);
    expect(receiver.received.map(({ path }) => path)).toEqual(['/sent', '/filter']);
    expect(receiver.received[1]!.headers['webhook-id']).toBe(receiver.received[0]!.headers['webhook-id']);
    await expect
      .poll(async () => (await client.rest(`/v1/deliveries/${sent.body.id}`)).body)
      .toMatchObject({ status: 'delivered', attempts: [{ trigger: 'manual' }] });
    // Once more is the same delivery.
    expect((await send(ids.filtered)).body.id).toBe(sent.body.id);
    await receiver.count(3);
    expect((await send(ids.disabled)).body.code).toBe('endpoint.disabled');
    expect((await send(ids.not_in_audience)).body.code).toBe('endpoint.not_found');
    await expect(hub.admin.recipient.send({ id, endpointId: ids.not_in_audience })).rejects.toMatchObject({
      code: 'event.not_for_consumer',
    });
  });

  test('two who send it at once make one delivery', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    const endpointId = await endpointOf(client, receiver.url, { eventTypes: ['payment.*'] });
    const { id } = await publish(client);

    const answers = await Promise.all(
      Array.from({ length: 4 }, async () => client.rest(`/v1/events/${id}/send`, { body: { endpointId } })),
    );

    expect(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 409)).toEqual(
      [],
    );
    expect((await client.rest(`/v1/deliveries?eventId=${id}`)).body.items).toHaveLength(1);
  });
});
