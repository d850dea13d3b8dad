import type { EntityManager } from '@mikro-orm/sql';
import { holds, scopesOfRole } from '@parley/shared/scope';
import { ApiKey } from '../../access/api-key/api-key.entity.ts';
import { Staff } from '../../administration/staff/staff.entity.ts';
import type { BulkChange } from './bulk-change.entity.ts';

const change = 'endpoints:write';

/**
 * Why whoever planned a bulk change may not go on with it at `now`, in words; `null` while they may. A plan outlives the
 * click that started it: it holds no right that its planner has lost. `em` sees the rows of everyone.
 */
export const refusalOfPlanner = async (
  em: EntityManager,
  { actorId, actorName, consumerId }: Pick<BulkChange, 'actorId' | 'actorName' | 'consumerId'>,
  now: Date,
): Promise<string | null> =>
  consumerId ? refusalOfKey(em, { actorId, actorName }, now) : refusalOfStaff(em, { actorId, actorName });

type Planner = Pick<BulkChange, 'actorId' | 'actorName'>;

const refusalOfStaff = async (em: EntityManager, { actorId, actorName }: Planner): Promise<string | null> => {
  const person = await em.findOne(Staff, { id: actorId });
  if (!person || person.disabledAt) return `${actorName}, who planned it, may not sign in any more.`;
  if (holds(new Set(scopesOfRole[person.role]), change)) return null;
  return `${actorName}, who planned it, may not change endpoints any more.`;
};

const refusalOfKey = async (
  em: EntityManager,
  { actorId, actorName }: Planner,
  now: Date,
): Promise<string | null> => {
  const key = await em.findOne(ApiKey, { id: actorId }, { populate: ['consumer'] });
  const status = key?.status(now);
  if (!key || status !== 'active')
    return `The API key ${actorName}, which planned it, is ${status ?? 'gone'}.`;
  if (key.consumer.status !== 'active')
    return `The consumer ${key.consumer.name}, whose key planned it, is suspended.`;
  return holds(new Set(key.scopes), change)
    ? null
    : `The API key ${actorName}, which planned it, may not change endpoints.`;
};
