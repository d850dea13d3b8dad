import { type EntityName, type FilterQuery, LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import { bumpRevision } from '../revision/revision.service.ts';

/**
 * The row that fits, as it is now, and nobody else's to change or lock until the transaction ends; `null` when there is
 * none. Whoever decides by a row and then writes it reads it like this: a row that was read without is what it once was.
 * On SQLite a transaction is alone anyway.
 */
export const lockRow = async <Row extends object>(
  tx: EntityManager,
  entity: EntityName<Row>,
  where: FilterQuery<NoInfer<Row>>,
): Promise<Row | null> =>
  tx.findOne<Row>(entity, where, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });

/**
 * For what is decided by rows that may not be there yet, such as whether anybody has an account: waits until no other
 * transaction of any process holds the lock of this name, and holds it until the transaction ends. It is a row of its own.
 */
export const lockAlone = async (tx: EntityManager, name: 'staff' | 'signing keys'): Promise<void> =>
  bumpRevision(tx, `lock ${name}`);
