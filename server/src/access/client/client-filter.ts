import type { CountClients } from '@parley/shared/access/client';
import type { ClientStatus } from '@parley/shared/access/status';
import type { Parts } from '../../platform/process/parts.ts';

const isRunning = 'b.revoked_at is null and (b.expires_at is null or b.expires_at > ?)';
const consumerIs = (status: string): string =>
  `exists (select 1 from consumer c where c.id = b.consumer_id and c.status = '${status}')`;

const conditions: Record<ClientStatus, string> = {
  active: `${isRunning} and ${consumerIs('active')}`,
  suspended: `${isRunning} and ${consumerIs('suspended')}`,
  expired: 'b.revoked_at is null and b.expires_at <= ?',
  revoked: `b.revoked_at is not null and '' <> ?`,
};

/** What a list of clients is asked for, as conditions on its rows. */
export const askedForClients = (
  { store, now }: Parts,
  { consumerId, environment, status }: CountClients,
) => ({
  where: { environment, consumer_id: consumerId },
  rest: status && {
    columns: ['revoked_at', 'expires_at', 'consumer_id'],
    sql: conditions[status],
    // As the database writes times.
    parameters: [store.dialect === 'sqlite' ? now().getTime() : now().toISOString()],
  },
});
