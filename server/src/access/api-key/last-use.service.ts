import type { Store, Tx } from '../../platform/database/store.ts';
import { credentialOf } from '../../platform/request/principal.ts';

/** Where it is noted, by the kind of credential. */
const tableOf = { api_key: 'api_key', client: 'client', issuer: 'issuer_consumer' } as const;

/** Notes when these keys, clients and consumers of issuers were used last, in milliseconds. */
export const markKeysUsed = async (
  store: Store,
  tx: Tx,
  used: readonly { id: string; at: number }[],
): Promise<void> => {
  const byTable = Map.groupBy(used, ({ id }) => tableOf[credentialOf({ keyId: id })]);
  for (const [table, rows] of byTable)
    await tx.updateRows(table, { id: 'text', at: 'bigint' }, rows, {
      set: `last_used_at = ${store.dialect === 'sqlite' ? 'r.at' : 'to_timestamp(r.at / 1000.0)'}`,
      where: `${table}.id = r.id`,
    });
};
