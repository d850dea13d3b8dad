import { EndpointWithSecret } from '@parley/shared/webhooks/endpoint';
import { EventPublished } from '@parley/shared/webhooks/event';
import { EventTypeView } from '@parley/shared/webhooks/event-type';
import type { CreatedKey, Parley } from './parley.ts';
import { read, type Rest } from './rest.ts';
import { createOwner, type Staff } from './staff.ts';

/** What an integrator's key needs for the main job. */
export const integratorScopes = [
  'events:publish',
  'events:read',
  'event-types:read',
  'event-types:write',
  'endpoints:read',
  'endpoints:write',
  'deliveries:read',
  'deliveries:write',
];

/** The event type that the tests publish: an amount that is not negative. */
export const paymentCaptured = {
  name: 'payment.captured',
  description: 'A payment was captured.',
  schema: {
    type: 'object',
    required: ['amount'],
    properties: { amount: { type: 'integer', minimum: 0 }, note: { type: 'string' } },
    additionalProperties: false,
  },
  example: { amount: 1200 },
};

/** A consumer with a key and a declared event type, and with what it does most. */
export interface Integrator extends CreatedKey {
  rest: Rest;
  /** Creates an endpoint that wants `payment.captured`. */
  createEndpoint: (url: string) => Promise<EndpointWithSecret>;
  /** Publishes a `payment.captured`. */
  publish: (data: Record<string, unknown>) => Promise<EventPublished>;
}

/** Declares `payment.captured`, which is created by the first who does, and is there for all others. */
export const declarePaymentCaptured = async (rest: Rest): Promise<void> => {
  const answer = await rest.post('/v1/event-types', paymentCaptured);
  read(EventTypeView, answer, answer.status === 200 ? 200 : 201);
};

/** Makes the holder of a key ready to publish. */
export const prepareIntegrator = async (parley: Parley, key: CreatedKey): Promise<Integrator> => {
  const rest = parley.rest(key.secret);
  await declarePaymentCaptured(rest);
  const createEndpoint: Integrator['createEndpoint'] = async (url) => {
    const endpoint = { url, eventTypes: [paymentCaptured.name] };
    return read(EndpointWithSecret, await rest.post('/v1/endpoints', endpoint), 201);
  };
  const publish: Integrator['publish'] = async (data) =>
    read(EventPublished, await rest.post('/v1/events', { type: paymentCaptured.name, data }), 201);
  return { ...key, rest, createEndpoint, publish };
};

/** The integrator of a Parley to which nobody else has come. */
export const createIntegrator = async (parley: Parley, staff?: Staff): Promise<Integrator> => {
  const { createKey } = staff ?? (await createOwner(parley));
  return prepareIntegrator(parley, await createKey('Northwind Billing', integratorScopes));
};
