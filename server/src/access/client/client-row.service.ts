import type { Loaded } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import { lockRow } from '../../platform/database/lock-row.ts';
import { Problem } from '../../platform/request/problem.ts';
import { Client } from './client.entity.ts';

type Found = Loaded<Client, 'consumer'>;

/** The client of this id that the caller may see, or `client.not_found`. */
export const loadClient = async (em: EntityManager, id: string): Promise<Found> => {
  const client = await em.findOne(Client, { id }, { populate: ['consumer'] });
  if (!client) throw new Problem('client.not_found');
  return client;
};

/** Loads it as it is now, and lets nobody else change it until the transaction ends. */
export const lockClient = async (tx: EntityManager, id: string): Promise<Found> => {
  await lockRow(tx, Client, { id });
  return loadClient(tx, id);
};

/** Refuses as `client.inactive` one that is revoked or has expired. */
export const assertActive = (client: Client, now: Date): void => {
  if (client.status(now) !== 'active') throw new Problem('client.inactive');
};
