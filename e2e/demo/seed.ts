import { ApiKeyCreated } from '@parley/shared/api-key';
import { ConsumerView } from '@parley/shared/consumer';
import { EndpointWithSecret } from '@parley/shared/endpoint';
import type { Environment } from '@parley/shared/environment';
import { EventTypeView } from '@parley/shared/event-type';
import { StaffInvited } from '@parley/shared/staff';
import { findFreePort } from '../support/parley.ts';
import type { Receiver } from '../support/receiver.ts';
import { read, type Rest } from '../support/rest.ts';
import { consumers, type DemoConsumer, invitations } from './company.ts';
import { eventTypes } from './event-types.ts';
import { playPartner } from './partners.ts';

/** Secrets of the keys that work, by consumer and environment. */
export type Secrets = Map<string, string>;

/** The name under which {@link Secrets} holds a key. */
export const secretName = (consumer: string, environment: Environment): string =>
  `${environment} ${consumer}`;

const seedKeys = async (
  staff: Rest,
  consumer: DemoConsumer,
  consumerId: string,
  secrets: Secrets,
): Promise<void> => {
  for (const { isRevoked, ...key } of consumer.keys) {
    const created = read(ApiKeyCreated, await staff.post('/v1/api-keys', { ...key, consumerId }), 201);
    if (isRevoked) await staff.post(`/v1/api-keys/${created.id}/revoke`);
    else secrets.set(secretName(consumer.name, key.environment), created.secret);
  }
};

const seedEndpoints = async (staff: Rest, consumer: DemoConsumer, consumerId: string, receiver: Receiver) => {
  for (const { path, temper, ...endpoint } of consumer.endpoints) {
    // Nobody listens there.
    const dead = temper === 'dead' ? `http://127.0.0.1:${await findFreePort()}${path}` : null;
    playPartner(receiver, path, temper);
    const url = dead ?? receiver.url(path);
    read(EndpointWithSecret, await staff.post('/v1/endpoints', { ...endpoint, url, consumerId }), 201);
  }
};

/** Makes the whole company with REST calls of a signed-in person. */
export const seedCompany = async (staff: Rest, receiver: Receiver): Promise<Secrets> => {
  const secrets: Secrets = new Map();
  for (const eventType of eventTypes)
    read(EventTypeView, await staff.post('/v1/event-types', eventType), 201);
  for (const consumer of consumers) {
    const { name, kind, description, contactEmail } = consumer;
    const answer = await staff.post('/v1/consumers', { name, kind, description, contactEmail });
    const { id } = read(ConsumerView, answer, 201);
    await seedKeys(staff, consumer, id, secrets);
    await seedEndpoints(staff, consumer, id, receiver);
    if (consumer.isSuspended) await staff.patch(`/v1/consumers/${id}`, { status: 'suspended' });
  }
  for (const invitation of invitations) read(StaffInvited, await staff.post('/v1/staff', invitation), 201);
  return secrets;
};
