import { raw } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import type { FoundActors } from '@parley/shared/overview/object';
import { holds } from '@parley/shared/scope';
import { ApiKey } from '../../access/api-key/api-key.entity.ts';
import { Staff } from '../../administration/staff/staff.entity.ts';
import { type Caller, scopesOf } from '../../platform/request/principal.ts';

const newest = { orderBy: { id: 'desc' }, limit: 20 } as const;

const has = (column: string, part: string) => ({
  [raw((alias) => `lower(${alias}.${column})`)]: { $like: `%${part}%` },
});

const staffWith = async (em: EntityManager, part: string, id: string): Promise<FoundActors['items']> => {
  const rows = await em.find(Staff, { $or: [{ id }, has('email', part), has('name', part)] }, newest);
  return rows.map((row) => ({ kind: 'staff', id: row.id, name: row.name ?? row.email, hint: row.email }));
};

const keysWith = async (em: EntityManager, part: string, id: string): Promise<FoundActors['items']> => {
  const where = { $or: [{ id }, has('name', part), has('hint', part)] };
  const rows = await em.find(ApiKey, where, { ...newest, populate: ['consumer'] });
  return rows.map((row) => ({
    kind: 'api_key',
    id: row.id,
    name: row.name,
    hint: `${row.consumer.name}, ${row.hint}`,
  }));
};

/** People and keys that may have acted, by a part of a name, an address, the end of a key, or an id. */
export const findActors = async (em: EntityManager, caller: Caller, search: string): Promise<FoundActors> => {
  const held = scopesOf(caller.principal);
  const part = search.toLowerCase().replaceAll('%', '');
  return {
    items: [
      ...(holds(held, 'staff:read') ? await staffWith(em, part, search) : []),
      ...(holds(held, 'api-keys:read') ? await keysWith(em, part, search) : []),
    ],
  };
};
