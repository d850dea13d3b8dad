import { describe, expect, test } from 'vitest';
import { answering, Receiver } from '../../testing/receiver.ts';
import { dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

const refused = [
  ['loopback', 'http://127.0.0.2:80/', { PARLEY_OUTBOUND_ALLOW: '' }],
  ['a private address', 'http://10.1.2.3/hook', {}],
  ['a metadata address', 'http://169.254.169.254/latest/meta-data/', {}],
  ['a metadata name', 'http://metadata.google.internal/', {}],
  ['localhost by name', 'http://localhost:8080/', { PARLEY_OUTBOUND_ALLOW: '' }],
  ['a number as address', 'http://2130706433/', { PARLEY_OUTBOUND_ALLOW: '' }],
  ['a mapped address', 'http://[::ffff:10.0.0.1]/', {}],
  ['a user name', 'https://user:pass@a.example/', {}],
  ['a port of a data store', 'http://a.example:6379/', {}],
  ['itself', 'http://127.0.0.1:4100/v1/events', {}],
] as const;

describe('an endpoint cannot point to', () => {
  test.each(refused)('%s', async (_name, url, variables) => {
    await using hub = await TestHub.start('sqlite', { variables });
    const client = await hub.client();

    const answer = await client.rest('/v1/endpoints', { body: { url, eventTypes: ['*'] } });

    expect([answer.status, answer.body.code]).toEqual([422, 'endpoint.url_refused']);
    expect(answer.body.errors[0].path).toBe('/url');
    expect((await client.rest('/v1/endpoints')).body.items).toEqual([]);
  });
});

describe.each(dialects)('endpoints on %s', (dialect) => {
  test('the secret is in the answer to the creation and nowhere else', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();

    const created = await client.rest('/v1/endpoints', {
      body: {
        url: 'https://a.example/hook',
        eventTypes: ['invoice.*', 'invoice.*'],
        headers: { 'X-Tenant': 'north-secret' },
      },
    });

    expect(created.body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
    expect(created.body).toMatchObject({
      eventTypes: ['invoice.*'],
      headerNames: ['x-tenant'],
      status: 'active',
    });
    const read = await client.rest(`/v1/endpoints/${created.body.id}`);
    const listed = await client.rest('/v1/endpoints');
    const audit = await client.rest('/v1/audit-entries');
    const dump = JSON.stringify([
      read.body,
      listed.body,
      audit.body,
      await hub.hub.parts.store.all('select * from endpoint'),
    ]);
    expect(dump).not.toContain(created.body.secret.slice(6));
    expect(dump).not.toContain('north-secret');
  });

  test('a header that Parley sets itself is refused', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const create = async (headers: object) =>
      client.rest('/v1/endpoints', { body: { url: 'https://a.example/', eventTypes: ['*'], headers } });

    for (const name of ['Webhook-Signature', 'Host', 'content-length', 'Transfer-Encoding'])
      expect((await create({ [name]: 'x' })).status, name).toBe(400);
    expect((await create({ 'x-ok': 'a\r\nhost: b' })).status).toBe(400);
  });

  test('a disabled endpoint gets nothing new, and what waits is sent when it is enabled', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect, { variables: { PARLEY_RETRY_SCHEDULE: '0,2' } });
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    receiver.script(answering(500));
    const { body: endpoint } = await client.rest('/v1/endpoints', {
      body: { url: receiver.url, eventTypes: ['*'] },
    });
    await client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount: 1 } } });
    await expect
      .poll(async () => (await client.rest('/v1/deliveries?status=failed')).body.items)
      .toHaveLength(1);

    const disabled = await client.rest(`/v1/endpoints/${endpoint.id}`, {
      method: 'PATCH',
      body: { disabled: true },
    });
    const whileDisabled = await client.rest('/v1/events', {
      body: { type: 'invoice.generated', data: { amount: 2 } },
    });
    const waiting = await client.rest('/v1/deliveries?status=failed');
    const enabled = await client.rest(`/v1/endpoints/${endpoint.id}/enable`, { method: 'POST' });

    expect([disabled.body.status, disabled.body.disabledReason]).toEqual(['disabled', 'manual']);
    expect(whileDisabled.body.deliveryCount).toBe(0);
    expect(waiting.body.items[0].nextAttemptAt).toBeNull();
    expect(enabled.body.status).toBe('active');
    await expect
      .poll(async () => (await client.rest('/v1/deliveries?status=delivered')).body.items)
      .toMatchObject([{ attemptCount: 2 }]);
  });

  test('removing an endpoint cancels what waits and keeps its history', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    const { body: endpoint } = await client.rest('/v1/endpoints', {
      body: { url: 'https://a.example/', eventTypes: ['*'] },
    });
    await client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount: 1 } } });

    const removed = await client.rest(`/v1/endpoints/${endpoint.id}`, { method: 'DELETE' });

    expect([removed.status, removed.body]).toEqual([204, '']);
    expect((await client.rest(`/v1/endpoints/${endpoint.id}`)).status).toBe(404);
    expect((await client.rest('/v1/deliveries')).body.items).toMatchObject([{ status: 'cancelled' }]);
  });

  test('a test event reaches the one endpoint, whatever it asks for', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    const { body: endpoint } = await client.rest('/v1/endpoints', {
      body: { url: receiver.url, eventTypes: ['other.type'] },
    });

    const plain = await client.rest(`/v1/endpoints/${endpoint.id}/test`, { method: 'POST' });
    const typed = await client.rest(`/v1/endpoints/${endpoint.id}/test`, {
      body: { eventType: 'invoice.generated' },
    });
    const unknown = await client.rest(`/v1/endpoints/${endpoint.id}/test`, {
      body: { eventType: 'nothing' },
    });

    await receiver.count(2);
    expect([plain.status, plain.body.type]).toEqual([201, 'parley.test']);
    expect(new Set(receiver.received.map(({ body }) => JSON.parse(body).type))).toEqual(
      new Set(['invoice.generated', 'parley.test']),
    );
    expect(JSON.parse(receiver.received.find(({ body }) => body.includes('invoice'))!.body).data).toEqual({
      amount: 1200,
    });
    expect((await client.rest(`/v1/deliveries/${typed.body.deliveryId}`)).status).toBe(200);
    expect(unknown.status).toBe(404);
  });
});
