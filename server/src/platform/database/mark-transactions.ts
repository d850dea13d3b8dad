import type { EntityManager } from '@mikro-orm/sql';
import { insideTransaction } from '../request/transaction-mark.ts';

/** Marks the transactions of an entity manager and of whatever is forked from it. */
export const markTransactions = (em: EntityManager): EntityManager => {
  const fork = em.fork.bind(em);
  const transactional = em.transactional.bind(em);
  return Object.assign(em, {
    fork: (options?: Parameters<typeof fork>[0]) => markTransactions(fork(options)),
    transactional: async <Result>(
      work: (tx: EntityManager) => Result | Promise<Result>,
      options?: Parameters<typeof transactional>[1],
    ): Promise<Result> => insideTransaction(async () => transactional(work, options)),
  });
};
