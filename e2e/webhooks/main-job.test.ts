import { ApiKeyCreated } from '@parley/shared/access/api-key';
import { DeliveryDetail, DeliveryPage, type DeliveryStatus } from '@parley/shared/webhooks/delivery';
import { EndpointTested, EndpointView, EndpointWithSecret } from '@parley/shared/webhooks/endpoint';
import { EventDetail, EventPublished } from '@parley/shared/webhooks/event';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Integrator,
  declarePaymentCaptured,
  integratorScopes,
  paymentCaptured,
  prepareIntegrator,
} from '../support/integrator.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { type Received, type Receiver, startReceiver } from '../support/receiver.ts';
import { read, type Rest } from '../support/rest.ts';
import { createOwner, type Staff } from '../support/staff.ts';

const retryDelayMs = 1000;

let parley: Parley;
let receiver: Receiver;
let staff: Staff;

beforeAll(async () => {
  receiver = await startReceiver();
  parley = await startParley({ retrySchedule: [0, retryDelayMs / 1000, retryDelayMs / 1000] });
  staff = await createOwner(parley);
});

afterAll(async () => {
  await receiver[Symbol.asyncDispose]();
  await parley[Symbol.asyncDispose]();
});

const register = async (name: string): Promise<Integrator> =>
  prepareIntegrator(parley, await staff.createKey(name, [...integratorScopes]));

const verify = (secret: string, { body, headers }: Received): unknown =>
  new Webhook(secret).verify(body.toString(), headers as Record<string, string>);

const deliveryOf = async (rest: Rest, eventId: string): Promise<DeliveryDetail> => {
  const { items } = read(DeliveryPage, await rest.get(`/v1/deliveries?eventId=${eventId}`));
  return read(DeliveryDetail, await rest.get(`/v1/deliveries/${items[0]?.id}`));
};

/** The delivery of an event, once it has this status. */
const settled = async (rest: Rest, eventId: string, status: DeliveryStatus): Promise<DeliveryDetail> => {
  await expect.poll(async () => (await deliveryOf(rest, eventId)).status, { interval: 20 }).toBe(status);
  return deliveryOf(rest, eventId);
};

test('from a key to a verified webhook with a command line call and three requests', async () => {
  const key = await parley.createKey('Harbour Clinics', integratorScopes.join(','), 'test');
  const rest = parley.rest(key.secret);
  const url = receiver.url('/harbour');

  await declarePaymentCaptured(rest);
  const endpoint = read(
    EndpointWithSecret,
    await rest.post('/v1/endpoints', { url, eventTypes: ['payment.*'] }),
    201,
  );
  const data = { amount: 4200, note: 'Zoë Ålund – 42 €' };
  const event = read(EventPublished, await rest.post('/v1/events', { type: 'payment.captured', data }), 201);
  const webhook = await receiver.waitFor(({ path }) => path === '/harbour');
  await settled(rest, event.id, 'delivered');
  const delivered = read(DeliveryPage, await rest.get('/v1/deliveries?status=delivered'));

  expect(key.secret).toMatch(/^parley_test_[0-9A-Za-z]{36}$/);
  expect(event).toMatchObject({
    environment: 'test',
    deliveryCount: 1,
    consumerId: key.consumerId,
    keyId: key.keyId,
  });
  expect(webhook).toMatchObject({
    method: 'POST',
    headers: { 'webhook-id': event.id, 'content-type': 'application/json' },
  });
  expect(verify(endpoint.secret, webhook)).toEqual({
    type: 'payment.captured',
    timestamp: event.occurredAt,
    data,
  });
  const tampered = { ...webhook, body: Buffer.concat([webhook.body, Buffer.from(' ')]) };
  expect(() => verify(endpoint.secret, tampered)).toThrow('signature');
  expect(delivered.items).toMatchObject([{ eventId: event.id, endpointId: endpoint.id, attemptCount: 1 }]);
});

test('an event answers with its payload and what became of each delivery', async () => {
  const { rest, createEndpoint, publish } = await register('Event detail');
  const endpoint = await createEndpoint(receiver.url('/event-detail'));
  const { id } = await publish({ amount: 7 });
  await settled(rest, id, 'delivered');

  const event = read(EventDetail, await rest.get(`/v1/events/${id}`));

  expect(event).toMatchObject({ id, data: { amount: 7 }, deliveryCounts: { delivered: 1 } });
  expect(event.deliveries).toMatchObject([{ endpointId: endpoint.id, status: 'delivered' }]);
});

test('a repeated delivery keeps its webhook-id and is signed anew', async () => {
  const { rest, createEndpoint, publish } = await register('Repeat');
  const endpoint = await createEndpoint(receiver.url('/repeat'));
  const event = await publish({ amount: 1 });
  const { id } = await settled(rest, event.id, 'delivered');

  const answer = await rest.post(`/v1/deliveries/${id}/retry`);
  const [first, second] = await receiver.waitForCount('/repeat', 2);
  const { attempts } = await settled(rest, event.id, 'delivered');

  expect(answer.status).toBe(200);
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  expect(second?.body).toEqual(first?.body);
  expect(verify(endpoint.secret, second!)).toMatchObject({ data: { amount: 1 } });
  expect(attempts.map(({ number, trigger }) => [number, trigger])).toEqual([
    [1, 'schedule'],
    [2, 'manual'],
  ]);
});

test('both secrets verify during the overlap of a rotation, and only the new one without overlap', async () => {
  const { rest, createEndpoint, publish } = await register('Rotation');
  const first = await createEndpoint(receiver.url('/rotation'));
  const rotate = async (overlapSeconds: number) => {
    const answer = await rest.post(`/v1/endpoints/${first.id}/rotate-secret`, { overlapSeconds });
    return read(EndpointWithSecret, answer).secret;
  };

  const second = await rotate(3600);
  await publish({ amount: 1 });
  const [during] = await receiver.waitForCount('/rotation', 1);
  const third = await rotate(0);
  await publish({ amount: 2 });
  const [, after] = await receiver.waitForCount('/rotation', 2);

  expect(verify(first.secret, during!)).toMatchObject({ data: { amount: 1 } });
  expect(verify(second, during!)).toMatchObject({ data: { amount: 1 } });
  expect(verify(third, after!)).toMatchObject({ data: { amount: 2 } });
  expect(() => verify(first.secret, after!)).toThrow('signature');
  expect(() => verify(second, after!)).toThrow('signature');
});

test('a 500 is retried on the schedule, and the later 200 delivers', async () => {
  const { rest, createEndpoint, publish } = await register('Flaky');
  await createEndpoint(receiver.url('/flaky'));
  receiver.script('/flaky', { status: 500, body: 'not today' }, { status: 200 });

  const event = await publish({ amount: 1 });
  const [first, second] = await receiver.waitForCount('/flaky', 2);
  const delivery = await settled(rest, event.id, 'delivered');

  expect(second!.at - first!.at).toBeGreaterThanOrEqual(retryDelayMs * 0.98);
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  expect(delivery.attempts).toMatchObject([
    { number: 1, outcome: 'refused', responseStatus: 500, responseBody: 'not today' },
    { number: 2, outcome: 'delivered', responseStatus: 200 },
  ]);
});

test('a connection that breaks is an unreachable receiver, and the schedule ends in exhausted', async () => {
  const { rest, createEndpoint, publish } = await register('Broken');
  const { id } = await createEndpoint(receiver.url('/broken'));
  receiver.script('/broken', 'reset');

  const event = await publish({ amount: 1 });
  const delivery = await settled(rest, event.id, 'exhausted');
  const endpoint = read(EndpointView, await rest.get(`/v1/endpoints/${id}`));

  expect(delivery.attempts.map(({ outcome, responseStatus }) => [outcome, responseStatus])).toEqual(
    Array.from({ length: 3 }, () => ['unreachable', null]),
  );
  expect(delivery).toMatchObject({ nextAttemptAt: null, lastError: expect.stringContaining('connection') });
  expect(endpoint).toMatchObject({ status: 'active', failureStreak: 3, lastSuccessAt: null });
});

test('410 Gone disables the endpoint, which then gets nothing', async () => {
  const { rest, createEndpoint, publish } = await register('Gone');
  const gone = await createEndpoint(receiver.url('/gone'));
  const other = await createEndpoint(receiver.url('/not-gone'));
  receiver.script('/gone', { status: 410 });

  await publish({ amount: 1 });
  await expect
    .poll(async () => read(EndpointView, await rest.get(`/v1/endpoints/${gone.id}`)), {
      interval: 20,
      timeout: 60_000,
    })
    .toMatchObject({ status: 'disabled', disabledReason: 'gone' });
  await publish({ amount: 2 });
  await receiver.waitForCount('/not-gone', 2);

  expect(receiver.received.filter(({ path }) => path === '/gone')).toHaveLength(1);
  expect(read(EndpointView, await rest.get(`/v1/endpoints/${other.id}`))).toMatchObject({ status: 'active' });
});

test.each([
  ['another receiver path', () => receiver.url('/redirect-target')],
  ['a metadata address', () => 'http://169.254.169.254/latest/meta-data/'],
])('a redirect to %s is a failure and its target is never called', async (name, target) => {
  const { rest, createEndpoint, publish } = await register(`Redirect to ${name}`);
  const path = `/redirect-to-${name.replaceAll(' ', '-')}`;
  await createEndpoint(receiver.url(path));
  receiver.script(path, { status: 307, headers: { location: target() } });

  const event = await publish({ amount: 1 });
  const delivery = await settled(rest, event.id, 'exhausted');

  expect(delivery.attempts).toMatchObject(
    Array.from({ length: 3 }, () => ({ outcome: 'refused', responseStatus: 307 })),
  );
  expect(delivery.lastError).toContain('redirects are not followed');
  expect(receiver.received.filter((one) => one.path === '/redirect-target')).toEqual([]);
});

test('a test event reaches the one endpoint, signed and recorded', async () => {
  const { rest, createEndpoint } = await register('Test event');
  const endpoint = await createEndpoint(receiver.url('/test-event'));

  const answer = await rest.post(`/v1/endpoints/${endpoint.id}/test`, { eventType: 'payment.captured' });
  const webhook = await receiver.waitFor(({ path }) => path === '/test-event');

  const { id } = read(EndpointTested, answer, 201);
  expect(webhook.headers['webhook-id']).toBe(id);
  expect(verify(endpoint.secret, webhook)).toMatchObject({
    type: 'payment.captured',
    data: paymentCaptured.example,
  });
  await settled(rest, id, 'delivered');
});

test('what another consumer owns, or the other environment holds, is not found', async () => {
  const mine = await register('Mine');
  const endpoint = await mine.createEndpoint(receiver.url('/mine'));
  const event = await mine.publish({ amount: 1 });
  const delivery = await settled(mine.rest, event.id, 'delivered');
  const theirs = await register('Theirs');
  const key = { name: 'test', consumerId: mine.consumerId, environment: 'test', scopes: integratorScopes };
  const { secret } = read(ApiKeyCreated, await staff.rest.post('/v1/api-keys', key), 201);
  const outsiders = [theirs.rest, parley.rest(secret)];
  const paths = [`/v1/endpoints/${endpoint.id}`, `/v1/events/${event.id}`, `/v1/deliveries/${delivery.id}`];

  const statuses = await Promise.all(
    outsiders.flatMap((rest) => paths.map(async (path) => (await rest.get(path)).status)),
  );
  const retry = await theirs.rest.post(`/v1/deliveries/${delivery.id}/retry`);
  const removal = await theirs.rest.delete(`/v1/endpoints/${endpoint.id}`);

  expect(statuses).toEqual([404, 404, 404, 404, 404, 404]);
  expect([retry.status, removal.status]).toEqual([404, 404]);
});
