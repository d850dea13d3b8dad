import { describe, expect, test } from 'vitest';
import { Receiver } from '../../testing/receiver.ts';
import { type Client, dialects, TestHub } from '../../testing/test-hub.ts';

const change = (client: Client, id: string, body: object) =>
  client.rest(`/v1/endpoints/${id}`, { method: 'PATCH', body });

const origin = 'https://8.8.8.8';

describe.each(dialects)('the extra headers of an endpoint, on %s', (dialect) => {
  test.each([
    ['another host', 'https://8.8.4.4/hook'],
    ['another port', 'https://8.8.8.8:8443/hook'],
    ['another scheme', 'http://8.8.8.8/hook'],
  ])('do not follow the URL to %s', async (_name, url) => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const { body: endpoint } = await client.rest('/v1/endpoints', {
      body: { url: `${origin}/hook`, eventTypes: ['*'], headers: { 'X-Token': 'opens-the-door' } },
    });

    const moved = await change(client, endpoint.id, { url });
    const back = await change(client, endpoint.id, { url: `${origin}/hook` });

    expect(moved.body).toMatchObject({ url, headerNames: [], removedHeaders: ['x-token'] });
    expect(back.body).toMatchObject({ headerNames: [], removedHeaders: [] });
    const { items } = await hub.admin.audit.list({ targetId: endpoint.id, action: 'endpoint.update' });
    expect(items.at(-1)?.changes).toMatchObject({ headerNames: { before: ['x-token'], after: [] } });
  });

  test('stay at the same origin, and new ones may come along to another', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const { body: endpoint } = await client.rest('/v1/endpoints', {
      body: { url: `${origin}/hook`, eventTypes: ['*'], headers: { 'X-Token': 'opens-the-door' } },
    });

    const samePlace = await change(client, endpoint.id, { url: `HTTPS://8.8.8.8:443/other?x=1` });
    const renewed = await change(client, endpoint.id, {
      url: 'https://8.8.4.4/hook',
      headers: { 'X-New': 'for the new one' },
    });

    expect(samePlace.body).toMatchObject({ headerNames: ['x-token'], removedHeaders: [] });
    expect(renewed.body).toMatchObject({ headerNames: ['x-new'], removedHeaders: [] });
  });

  test('are not sent to where the URL leads now, not even with what waited for the old one', async () => {
    await using old = await Receiver.start();
    await using thief = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const { body: endpoint } = await client.rest('/v1/endpoints', {
      body: { url: old.url, eventTypes: ['*'], headers: { 'X-Token': 'opens-the-door' } },
    });
    const sendTest = () => client.rest(`/v1/endpoints/${endpoint.id}/test`, { body: {} });
    const first = await sendTest();
    await old.count(1);
    await change(client, endpoint.id, { url: thief.url });

    await sendTest();
    await client.rest(`/v1/deliveries/${first.body.deliveryId}/retry`, { method: 'POST' });
    await thief.count(2);

    expect(old.received[0]!.headers['x-token']).toBe('opens-the-door');
    expect(thief.received.map(({ headers }) => headers['x-token'])).toEqual([undefined, undefined]);
  });
});
