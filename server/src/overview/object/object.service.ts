import type { EntityManager } from '@mikro-orm/sql';
import type { NamedObject, NameObjects, ObjectKind } from '@parley/shared/overview/object';
import { holds, type Scope } from '@parley/shared/scope';
import { ApiKey } from '../../access/api-key/api-key.entity.ts';
import { Consumer } from '../../access/consumer/consumer.entity.ts';
import { Requirement } from '../../access/requirement/requirement.entity.ts';
import { Staff } from '../../administration/staff/staff.entity.ts';
import { Api } from '../../contracts/api/api.entity.ts';
import { Acceptance } from '../../contracts/change/change.entity.ts';
import { ContractVersion } from '../../contracts/version/version.entity.ts';
import { type Caller, scopesOf } from '../../platform/request/principal.ts';
import { Delivery } from '../../webhooks/delivery/delivery.entity.ts';
import { Endpoint } from '../../webhooks/endpoint/endpoint.entity.ts';
import { EventType } from '../../webhooks/event-type/event-type.entity.ts';
import { Event } from '../../webhooks/event/event.entity.ts';
import { Recovery } from '../../webhooks/recovery/recovery.entity.ts';

/** What is known of an object that is, or was, there. */
type Known = Pick<NamedObject, 'id' | 'name'> & Partial<Pick<NamedObject, 'within' | 'isRemoved'>>;

interface Place {
  /** What its own page asks for. */
  scope: Scope;
  find: (em: EntityManager, ids: string[]) => Promise<Known[]>;
}

const purposeMax = 60;
const shortened = (text: string): string =>
  text.length > purposeMax ? `${text.slice(0, purposeMax).trimEnd()}…` : text;

const places: Record<ObjectKind, Place> = {
  consumer: {
    scope: 'consumers:read',
    find: async (em, ids) =>
      (await em.find(Consumer, { id: { $in: ids } })).map(({ id, name }) => ({ id, name })),
  },
  api_key: {
    scope: 'api-keys:read',
    find: async (em, ids) =>
      (await em.find(ApiKey, { id: { $in: ids } })).map(({ id, name }) => ({ id, name })),
  },
  requirement: {
    scope: 'consumers:read',
    find: async (em, ids) =>
      (await em.find(Requirement, { id: { $in: ids } })).map(({ id, purpose, consumerId }) => ({
        id,
        name: shortened(purpose),
        within: consumerId,
      })),
  },
  event_type: {
    scope: 'event-types:read',
    find: async (em, ids) =>
      (await em.find(EventType, { name: { $in: ids } })).map(({ name }) => ({ id: name, name })),
  },
  event: {
    scope: 'events:read',
    find: async (em, ids) =>
      (await em.find(Event, { id: { $in: ids } })).map(({ id, type }) => ({ id, name: type })),
  },
  endpoint: {
    scope: 'endpoints:read',
    // Removed ones as well: what was done to them is still asked for.
    find: async (em, ids) =>
      (await em.find(Endpoint, { id: { $in: ids } })).map(({ id, url, removedAt }) => ({
        id,
        name: url,
        isRemoved: Boolean(removedAt),
      })),
  },
  delivery: {
    scope: 'deliveries:read',
    find: async (em, ids) =>
      (await em.find(Delivery, { id: { $in: ids } })).map(({ id, eventType }) => ({ id, name: eventType })),
  },
  recovery: {
    scope: 'deliveries:read',
    find: async (em, ids) =>
      (await em.find(Recovery, { id: { $in: ids } })).map(({ id }) => ({ id, name: null })),
  },
  staff: {
    scope: 'staff:read',
    find: async (em, ids) =>
      (await em.find(Staff, { id: { $in: ids } })).map(({ id, name, email }) => ({
        id,
        name: name ?? email,
      })),
  },
  api: {
    scope: 'contracts:read',
    find: async (em, ids) =>
      (await em.find(Api, { slug: { $in: ids } })).map(({ slug, name }) => ({ id: slug, name })),
  },
  contract_version: {
    scope: 'contracts:read',
    find: async (em, ids) =>
      (await em.find(ContractVersion, { id: { $in: ids } }, { populate: ['api'] })).map(
        ({ id, version, number, api }) => ({
          id,
          name: `${api.slug} ${version} (upload ${number})`,
          within: api.slug,
        }),
      ),
  },
  contract_change: {
    scope: 'contracts:read',
    find: async (em, ids) =>
      (await em.find(Acceptance, { fingerprint: { $in: ids } }, { populate: ['api'] })).map(
        ({ fingerprint, api }) => ({ id: fingerprint, name: null, within: api.slug }),
      ),
  },
};

/**
 * What objects are called, of the kinds that the reader may read. What is not in the database any more, or never was, is
 * said to be removed: the audit trail outlives what it tells of.
 */
export const nameObjects = async (
  em: EntityManager,
  caller: Caller,
  { objects }: NameObjects,
): Promise<{ items: NamedObject[] }> => {
  const held = scopesOf(caller.principal);
  const items: NamedObject[] = [];
  for (const [kind, asked] of Map.groupBy(objects, (one) => one.kind)) {
    if (!holds(held, places[kind].scope)) continue;
    const ids = [...new Set(asked.map(({ id }) => id))];
    const known = new Map((await places[kind].find(em, ids)).map((one) => [one.id, one]));
    for (const id of ids)
      items.push({ kind, name: null, within: null, isRemoved: !known.has(id), ...known.get(id), id });
  }
  return { items };
};
