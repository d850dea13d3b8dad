import { ApiPage, ApiView } from '@parley/shared/contracts/api';
import { ApiKeyCreated, ApiKeyPage } from '@parley/shared/access/api-key';
import { ConsumerPage, ConsumerView } from '@parley/shared/access/consumer';
import { ContractVersionPage, ContractVersionView } from '@parley/shared/contracts/contract';
import { EndpointPage, EndpointWithSecret } from '@parley/shared/webhooks/endpoint';
import { dayMs } from '@parley/shared/words/time';
import type { Environment } from '@parley/shared/words/environment';
import { EventTypePage, EventTypeView } from '@parley/shared/webhooks/event-type';
import { StaffInvited, StaffPage } from '@parley/shared/administration/staff';
import { read, type Rest } from '../support/rest.ts';
import { consumers, type DemoConsumer, type DemoEndpoint, invitations } from './company.ts';
import { appointmentsApi } from './contracts.ts';
import { eventTypes } from './event-types.ts';

/** Secrets of the keys that were made and work, by consumer and environment. */
export type Secrets = Map<string, string>;

/** The name under which {@link Secrets} holds a key. */
export const secretName = (consumer: string, environment: Environment): string =>
  `${environment} ${consumer}`;

/** Makes what is missing of the company, with REST calls of a signed-in person. */
class Seed {
  readonly secrets: Secrets = new Map();
  readonly made: Record<string, number> = {};
  readonly #staff: Rest;
  readonly #urlOf: (endpoint: DemoEndpoint) => Promise<string>;

  constructor(staff: Rest, urlOf: (endpoint: DemoEndpoint) => Promise<string>) {
    this.#staff = staff;
    this.#urlOf = urlOf;
  }

  async eventTypes(): Promise<void> {
    const { items } = read(EventTypePage, await this.#staff.get('/v1/event-types?limit=200'));
    const known = new Set(items.map(({ name }) => name));
    for (const eventType of eventTypes)
      if (!known.has(eventType.name))
        await this.#make('event types', EventTypeView, '/v1/event-types', eventType);
  }

  async consumers(): Promise<void> {
    const { items } = read(ConsumerPage, await this.#staff.get('/v1/consumers?limit=200'));
    for (const consumer of consumers) {
      const { name, kind, description, contactEmail } = consumer;
      const body = { name, kind, description, contactEmail };
      const { id, status } =
        items.find((one) => one.name === name) ??
        (await this.#make('consumers', ConsumerView, '/v1/consumers', body));
      await this.#keys(consumer, id);
      await this.#endpoints(consumer, id);
      if (consumer.isSuspended && status === 'active')
        await this.#staff.patch(`/v1/consumers/${id}`, { status: 'suspended' });
    }
  }

  async #keys(consumer: DemoConsumer, consumerId: string): Promise<void> {
    const { items } = read(
      ApiKeyPage,
      await this.#staff.get(`/v1/api-keys?limit=200&consumerId=${consumerId}`),
    );
    for (const { isRevoked, endsInDays, ...key } of consumer.keys) {
      if (items.some(({ name }) => name === key.name)) continue;
      const created = await this.#make('API keys', ApiKeyCreated, '/v1/api-keys', {
        ...key,
        consumerId,
        ...(endsInDays && { expiresAt: new Date(Date.now() + endsInDays * dayMs).toISOString() }),
      });
      if (isRevoked) await this.#staff.post(`/v1/api-keys/${created.id}/revoke`);
      // The first of an environment is the one that is used.
      else if (!this.secrets.has(secretName(consumer.name, key.environment)))
        this.secrets.set(secretName(consumer.name, key.environment), created.secret);
    }
  }

  async #endpoints(consumer: DemoConsumer, consumerId: string): Promise<void> {
    const { items } = read(
      EndpointPage,
      await this.#staff.get(`/v1/endpoints?limit=200&consumerId=${consumerId}`),
    );
    for (const endpoint of consumer.endpoints) {
      if (items.some(({ description }) => description === endpoint.description)) continue;
      const { path: _path, temper: _temper, ...body } = endpoint;
      const url = await this.#urlOf(endpoint);
      await this.#make('endpoints', EndpointWithSecret, '/v1/endpoints', { ...body, url, consumerId });
    }
  }

  async contracts(): Promise<void> {
    const { versions, ...api } = appointmentsApi;
    const at = `/v1/apis/${api.slug}/versions`;
    const { items } = read(ApiPage, await this.#staff.get('/v1/apis?limit=200'));
    if (!items.some(({ slug }) => slug === api.slug)) await this.#make('APIs', ApiView, '/v1/apis', api);
    const known = read(ContractVersionPage, await this.#staff.get(at)).items;
    for (const { version, document, isPublished } of versions) {
      const { id, status } =
        known.find((one) => one.version === version) ??
        (await this.#make('contract versions', ContractVersionView, at, { document }));
      if (isPublished && status === 'draft')
        read(ContractVersionView, await this.#staff.post(`${at}/${id}/publish`));
    }
  }

  async invitations(): Promise<void> {
    const { items } = read(StaffPage, await this.#staff.get('/v1/staff?limit=200'));
    const known = new Set(items.map(({ email }) => email));
    for (const invitation of invitations)
      if (!known.has(invitation.email))
        await this.#make('invitations', StaffInvited, '/v1/staff', invitation);
  }

  async #make<View>(
    kind: string,
    schema: { parse: (body: unknown) => View },
    path: string,
    body: unknown,
  ): Promise<View> {
    const view = read(schema, await this.#staff.post(path, body), 201);
    this.made[kind] = (this.made[kind] ?? 0) + 1;
    return view;
  }
}

/**
 * Makes the whole company, or what is missing of it. Answers the secrets of the keys that it made, and how many it made of
 * what. Again, it makes nothing.
 */
export const seedCompany = async (
  staff: Rest,
  urlOf: (endpoint: DemoEndpoint) => Promise<string>,
): Promise<{ secrets: Secrets; made: Record<string, number> }> => {
  const seed = new Seed(staff, urlOf);
  await seed.eventTypes();
  await seed.consumers();
  await seed.contracts();
  await seed.invitations();
  return seed;
};
