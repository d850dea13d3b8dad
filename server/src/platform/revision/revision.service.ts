import type { EntityManager } from '@mikro-orm/sql';
import type { Reader } from '../database/store.ts';

/** Tells every process that what this counter stands for has changed. Call it in the transaction that changes it. */
export const bumpRevision = async (tx: EntityManager, name: string): Promise<void> => {
  await tx
    .getConnection()
    .execute(
      `insert into revision (id, value) values (?, 1) on conflict (id) do update set value = revision.value + 1`,
      [name],
      'run',
      tx.getTransactionContext(),
    );
};

/** One number for several counters, as this reader sees them: it grows whenever one of them does. */
export const revisionOf = async (reader: Reader, names: readonly string[]): Promise<number> => {
  const [row] = await reader.all<{ value: number | string | null }>(
    `select sum(value) as value from revision where id in (${names.map(() => '?').join(', ')})`,
    ...names,
  );
  return Number(row?.value ?? 0);
};
