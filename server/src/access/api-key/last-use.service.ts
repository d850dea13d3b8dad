import type { Store, Tx } from '../../platform/database/store.ts';

/** Notes when these keys were used last, in milliseconds. */
export const markKeysUsed = async (
  store: Store,
  tx: Tx,
  used: readonly { id: string; at: number }[],
): Promise<void> =>
  tx.updateRows('api_key', { id: 'text', at: 'bigint' }, used, {
    set: `last_used_at = ${store.dialect === 'sqlite' ? 'r.at' : 'to_timestamp(r.at / 1000.0)'}`,
    where: 'api_key.id = r.id',
  });
