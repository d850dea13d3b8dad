import { EndpointPage, EndpointWithSecret } from '@parley/shared/webhooks/endpoint';
import { EventPage, EventPublished } from '@parley/shared/webhooks/event';
import { ProblemView } from '@parley/shared/words/problem-view';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createIntegrator,
  type Integrator,
  integratorScopes,
  prepareIntegrator,
} from '../support/integrator.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { startReceiver } from '../support/receiver.ts';
import { type Answer, read } from '../support/rest.ts';
import { createOwner, type Staff } from '../support/staff.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

let parley: Parley;
let staff: Staff;

beforeAll(async () => {
  parley = await startParley();
  staff = await createOwner(parley);
});

afterAll(async () => {
  await parley[Symbol.asyncDispose]();
});

const register = async (name: string): Promise<Integrator> =>
  prepareIntegrator(parley, await staff.createKey(name, integratorScopes));

const good = { type: 'payment.captured', data: { amount: 1 } };
const withKey = (key: string) => ({ 'idempotency-key': key });

const eventsOf = async ({ rest }: Integrator) => read(EventPage, await rest.get('/v1/events')).items;

test('the same request with the same Idempotency-Key is answered again and stored once', async () => {
  const integrator = await register('Repeat');

  const first = await integrator.rest.post('/v1/events', good, withKey('order-17'));
  const second = await integrator.rest.post('/v1/events', good, withKey('order-17'));

  expect(read(EventPublished, second, 201)).toEqual(read(EventPublished, first, 201));
  expect([first.headers['idempotent-replayed'], second.headers['idempotent-replayed']]).toEqual([
    undefined,
    'true',
  ]);
  expect(await eventsOf(integrator)).toHaveLength(1);
});

test('another request with a used Idempotency-Key is refused and stores nothing', async () => {
  const integrator = await register('Mismatch');
  await integrator.rest.post('/v1/events', good, withKey('order-17'));

  const other = await integrator.rest.post(
    '/v1/events',
    { ...good, data: { amount: 2 } },
    withKey('order-17'),
  );

  expect(ProblemView.parse(other.body)).toMatchObject({ status: 422, code: 'idempotency.mismatch' });
  expect(await eventsOf(integrator)).toHaveLength(1);
});

test('two keys of API callers may use the same Idempotency-Key', async () => {
  const one = await register('One');
  const two = await register('Two');

  const answers = await Promise.all(
    [one, two].map(async ({ rest }) => rest.post('/v1/events', good, withKey('order-17'))),
  );

  expect(new Set(answers.map((answer) => read(EventPublished, answer, 201).id)).size).toBe(2);
});

test('a refused request does not use its Idempotency-Key up', async () => {
  const integrator = await register('Corrected');

  const wrong = await integrator.rest.post('/v1/events', { ...good, data: {} }, withKey('order-17'));
  const right = await integrator.rest.post('/v1/events', good, withKey('order-17'));

  expect([wrong.status, right.status]).toEqual([422, 201]);
});

const atOnce = 50;

/** Every answer is the one success or says that the first is still running. */
const successesOf = (answers: Answer[]): Answer[] => {
  const refused = answers
    .filter(({ status }) => status !== 201)
    .map(({ body }) => ProblemView.parse(body).code);
  expect(refused.filter((code) => code !== 'idempotency.in_flight')).toEqual([]);
  return answers.filter(({ status }) => status === 201);
};

test('fifty equal posts at once make one event', async () => {
  const integrator = await register('Fifty events');
  const post = async () => integrator.rest.post('/v1/events', good, withKey('order-17'));

  const answers = await Promise.all(Array.from({ length: atOnce }, post));
  const later = read(EventPublished, await post(), 201);

  const ids = successesOf(answers).map((answer) => read(EventPublished, answer, 201).id);
  expect(new Set(ids)).toEqual(new Set([later.id]));
  expect(await eventsOf(integrator)).toMatchObject([{ id: later.id }]);
});

test('fifty equal posts at once make one endpoint with one secret', async () => {
  const integrator = await register('Fifty endpoints');
  const body = { url: 'https://billing.example/hook', eventTypes: ['*'] };
  const post = async () => integrator.rest.post('/v1/endpoints', body, withKey('endpoint-1'));

  const answers = await Promise.all(Array.from({ length: atOnce }, post));
  const later = read(EndpointWithSecret, await post(), 201);

  for (const answer of successesOf(answers)) expect(read(EndpointWithSecret, answer, 201)).toEqual(later);
  expect(read(EndpointPage, await integrator.rest.get('/v1/endpoints')).items).toMatchObject([
    { id: later.id },
  ]);
});

test('fifty posts at once with the same event id make one event and one delivery', async () => {
  await using receiver = await startReceiver();
  const integrator = await register('Fifty ids');
  await integrator.createEndpoint(receiver.url('/once'));
  const post = async () => integrator.rest.post('/v1/events', { ...good, id: 'inv_1042_captured' });

  const answers = await Promise.all(Array.from({ length: atOnce }, post));
  const webhook = await receiver.next();

  const events = answers.map((answer) => read(EventPublished, answer, 201));
  expect(new Set(events.map(({ id, requestId }) => `${id} ${requestId}`)).size).toBe(1);
  expect(webhook.headers['webhook-id']).toBe('inv_1042_captured');
  expect(await eventsOf(integrator)).toHaveLength(1);
});

test('an Idempotency-Key is remembered through kill -9', async () => {
  using folder = createTemporaryFolder();
  await using first = await startParley({ folder: folder.path });
  const { rest, secret } = await createIntegrator(first);
  const before = read(EventPublished, await rest.post('/v1/events', good, withKey('order-17')), 201);
  await first.kill();

  await using second = await startParley({ folder: folder.path });
  const answer = await second.rest(secret).post('/v1/events', good, withKey('order-17'));

  expect(read(EventPublished, answer, 201)).toEqual(before);
  expect(answer.headers['idempotent-replayed']).toBe('true');
});
