// Sends calls again with the same Idempotency-Key, over both doors and in turn.
import type { AnyProcedure } from '@trpc/server';
import { describe, expect, test } from 'vitest';
import { appRouter } from './doors/router.ts';
import type { Meta } from './platform/guard/context.ts';
import { answering, Receiver } from './testing/receiver.ts';
import { dialects, invoiceGenerated, TestHub } from './testing/test-hub.ts';

const mutations = Object.entries(appRouter._def.procedures as unknown as Record<string, AnyProcedure>)
  .map(([name, { _def }]) => ({ name, ...(_def as unknown as { type: string; meta: Meta }) }))
  .filter(({ type }) => type === 'mutation');

test('every mutation says what a second time does', () => {
  const without = mutations.filter(({ meta }) => meta.idempotency === undefined).map(({ name }) => name);

  expect(without, 'Say `idempotency` in the meta of each: see `Idempotency` in guard/context.ts.').toEqual(
    [],
  );
});

test('of all that is posted over REST, only what reads or sets a state takes no key', () => {
  const without = mutations.filter(
    ({ meta }) => meta.openapi?.method === 'POST' && meta.idempotency === 'natural',
  );

  expect(without.map(({ name }) => name).toSorted()).toEqual([
    'apiKey.verify',
    'contract.check',
    'contract.publish',
    'contract.upload',
    'intakeLink.revoke',
    'issuer.refreshKeys',
    'issuer.tryToken',
    'personalToken.revoke',
    'planPreview.get',
    'signatureCheck.run',
    'staff.endSingleSignOn',
    'staff.resetSecondFactor',
  ]);
});

/** A client whose one delivery has arrived. */
const arrange = async (hub: TestHub, receiver: Receiver) => {
  const client = await hub.client();
  await client.rest('/v1/event-types', { body: invoiceGenerated });
  const endpoint = await client.rest('/v1/endpoints', {
    body: { url: `${receiver.url}/hook`, eventTypes: ['*'] },
  });
  const published = { type: 'invoice.generated', data: { amount: 1 } };
  const event = await client.rest('/v1/events', { body: published });
  const delivered = async () => (await client.rest('/v1/deliveries?status=delivered')).body.items;
  await expect.poll(delivered).toHaveLength(1);
  const [delivery] = await delivered();
  const authorization = { authorization: `Bearer ${client.secret}` };
  return { client, authorization, endpoint: endpoint.body, event: event.body, delivery };
};

describe.each(dialects)('on %s', (dialect) => {
  test('a retry with a key sends once, however often it is asked for, and both doors answer alike', async () => {
    await using receiver = await Receiver.start();
    receiver.otherwise(answering(200));
    await using hub = await TestHub.start(dialect);
    const { client, authorization, delivery } = await arrange(hub, receiver);
    const headers = { 'idempotency-key': 'again-1' };
    const path = `/v1/deliveries/${delivery.id}/retry`;

    const first = await client.rest(path, { method: 'POST', headers });
    await expect.poll(() => receiver.received.length).toBe(2);
    const second = await client.rest(path, { method: 'POST', headers });
    const third = await hub.trpc('delivery.retry', { id: delivery.id }, 'POST', {
      ...authorization,
      ...headers,
    });

    expect([first.status, second.status, third.status]).toEqual([200, 200, 200]);
    expect([first, second, third].map((one) => one.headers.get('idempotent-replayed'))).toEqual([
      null,
      'true',
      'true',
    ]);
    expect(second.body).toEqual(first.body);
    expect(third.body).toEqual(first.body);
    const attempts = async () => (await client.rest(`/v1/deliveries/${delivery.id}`)).body.attempts;
    await expect.poll(attempts).toHaveLength(2);
    expect(receiver.received).toHaveLength(2);
  });

  test('sending, testing and removing are done once under a key, and what has no body is answered again without one', async () => {
    await using receiver = await Receiver.start();
    receiver.otherwise(answering(200));
    await using hub = await TestHub.start(dialect);
    const { client, endpoint, event } = await arrange(hub, receiver);
    const twice = async (path: string, method: string, body: object = {}) => {
      const call = { method, body, headers: { 'idempotency-key': crypto.randomUUID() } };
      return [await client.rest(path, call), await client.rest(path, call)] as const;
    };

    const sent = await twice(`/v1/events/${event.id}/send`, 'POST', { endpointId: endpoint.id });
    const tested = await twice(`/v1/endpoints/${endpoint.id}/test`, 'POST');
    await expect.poll(() => receiver.received.length).toBe(3);
    const removed = await twice(`/v1/endpoints/${endpoint.id}`, 'DELETE');

    expect([...sent, ...tested, ...removed].map(({ status }) => status)).toEqual([
      200, 200, 201, 201, 204, 204,
    ]);
    expect(sent[1].body).toEqual(sent[0].body);
    expect(tested[1].body.deliveryId).toBe(tested[0].body.deliveryId);
    expect(removed[1].text).toBe('');
    expect(receiver.received).toHaveLength(3);
  });

  test('over tRPC a key makes one of two calls, alone and in a batch of one', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const headers = { authorization: `Bearer ${client.secret}`, 'idempotency-key': 'k' };
    const input = { name: 'ci', scopes: ['events:read'] };

    const first = await hub.trpc('apiKey.create', input, 'POST', headers);
    const batch = await hub.rest('/trpc/apiKey.create?batch=1', { body: { 0: input }, headers });
    const other = await hub.trpc('apiKey.create', { ...input, name: 'cd' }, 'POST', headers);

    expect(first.status).toBe(200);
    expect(batch.body).toEqual([{ result: { data: first.body } }]);
    expect(batch.headers.get('idempotent-replayed')).toBe('true');
    expect([other.status, other.body.code]).toEqual([422, 'idempotency.mismatch']);
    expect((await client.rest('/v1/api-keys')).body.items).toHaveLength(2);
  });

  test('a key that is revoked under an Idempotency-Key is refused at once, and so it stays', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const doomed = await hub.client({ consumerId: client.consumerId });
    expect((await doomed.rest('/v1/events')).status).toBe(200);

    const busy = Array.from({ length: 20 }, async () => doomed.rest('/v1/events'));
    const call = { method: 'POST', headers: { 'idempotency-key': 'end' } };
    const revoked = await client.rest(`/v1/api-keys/${doomed.keyId}/revoke`, call);
    await Promise.all(busy);

    expect(revoked.status).toBe(200);
    expect((await doomed.rest('/v1/events')).status).toBe(401);
  });
});

test('a key is refused for a batch of several calls', async () => {
  await using hub = await TestHub.start('sqlite');
  const { cookie } = await hub.browser();
  const headers = { cookie, origin: hub.config.publicUrl, 'idempotency-key': 'k' };
  const body = { 0: { name: 'a', kind: 'partner' }, 1: { name: 'b', kind: 'partner' } };

  const answer = await hub.rest('/trpc/consumer.create,consumer.create?batch=1', { body, headers });

  expect([answer.status, answer.body.error.data.problem.code]).toEqual([400, 'request.batch_refused']);
  expect((await hub.admin.consumer.list({})).items).toEqual([]);
});
