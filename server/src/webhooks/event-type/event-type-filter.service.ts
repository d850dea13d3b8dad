import type { FilterQuery } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import type { CountEventTypes } from '@parley/shared/webhooks/event-type';
import { ownerOf } from '../../platform/database/owner.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { type Catalog, wants } from '../catalog/catalog.service.ts';
import { EventType } from './event-type.entity.ts';

const namesMax = 10_000;

/** Names that an endpoint wants which the caller sees. */
const subscribedNames = async (em: EntityManager, { store }: Parts, catalog: Catalog): Promise<string[]> => {
  const owner = ownerOf(em);
  const { endpoints } = await catalog.current(store.within(em));
  const patterns = new Set(
    [...endpoints.values()]
      .filter(
        ({ consumerId, environment }) =>
          owner.everyone || (consumerId === owner.consumerId && environment === owner.environment),
      )
      .flatMap(({ eventTypes }) => eventTypes),
  );
  const types = await em.find(EventType, { id: { $ne: '' } }, { fields: ['name'], limit: namesMax });
  return types.map(({ name }) => name).filter((name) => wants([...patterns], name));
};

/** What a list of event types is asked for, as a condition on its rows. */
export const askedForTypes = async (
  em: EntityManager,
  { parts, catalog }: { parts: Parts; catalog: Catalog },
  { search, subscribed }: CountEventTypes,
): Promise<FilterQuery<EventType>> => {
  const names = subscribed && (await subscribedNames(em, parts, catalog));
  return {
    $and: [
      { id: { $ne: '' } },
      ...(search === undefined ? [] : [{ name: { $like: `%${search.replaceAll('%', '')}%` } }]),
      ...(names ? [{ name: subscribed === 'yes' ? { $in: names } : { $nin: names } }] : []),
    ],
  };
};
