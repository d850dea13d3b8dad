import type { EntityManager } from '@mikro-orm/sql';
import type { Environment } from '@parley/shared/words/environment';

/** Whose rows a query may touch: everyone's, or one consumer's in one environment. */
export type Owner = { everyone: true } | { everyone: false; consumerId: string; environment: Environment };

const isOwner = (args: object): args is Owner => 'everyone' in args;

/** Whose rows this entity manager sees. */
export const ownerOf = (em: EntityManager): Owner => {
  const owner = em.getFilterParams<object>('owner');
  if (!isOwner(owner)) throw new Error('An entity manager without an owner: open it with openEm.');
  return owner;
};

/** Staff, the workers and the command line see all rows. */
export const everyone: Owner = { everyone: true };

/**
 * The filter of an entity whose rows belong to somebody; it is on for every query of every entity manager. An entity
 * manager that was never told its owner fails loudly, see `openEm`.
 */
export const ownedBy = (
  condition: (owner: { consumerId: string; environment: Environment }) => Record<string, unknown>,
) => ({
  owner: {
    name: 'owner',
    default: true,
    cond: (args: object): Record<string, unknown> => {
      if (!isOwner(args)) throw new Error('An entity manager without an owner: open it with openEm.');
      return args.everyone ? {} : condition(args);
    },
  },
});

/** The condition for rows that no consumer owns, such as staff: a consumer finds none. */
export const staffOnly = ownedBy(() => ({ id: null }));
