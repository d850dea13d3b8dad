import type { EntityManager } from '@mikro-orm/sql';
import type { LeftOut, PlanRecovery } from '@parley/shared/webhooks/recovery';
import type { Environment } from '@parley/shared/words/environment';
import { ownerOf } from '../../platform/database/owner.ts';
import { Problem } from '../../platform/request/problem.ts';
import { Endpoint } from '../endpoint/endpoint.entity.ts';

interface ChosenRow {
  id: string;
  endpoint_id: string;
  consumer_id: string;
  environment: Environment;
  status: string;
  set_aside: string | null;
  due_at: string | number | null;
  disabled_reason: string | null;
  removed_at: unknown;
}

const readRows = async (em: EntityManager, ids: readonly string[]): Promise<ChosenRow[]> =>
  em.getConnection().execute(
    `select d.id, d.endpoint_id, d.consumer_id, d.environment, d.status, d.set_aside, d.due_at, ep.disabled_reason, ep.removed_at
     from delivery d join endpoint ep on ep.id = d.endpoint_id where d.id in (${ids.map(() => '?').join(', ')})`,
    ids,
    'all',
    em.getTransactionContext(),
  );

const reasonOf = (row: ChosenRow, { scope, statuses }: PlanRecovery): string | null => {
  if (row.removed_at !== null || row.status === 'cancelled') return 'Their endpoint was removed.';
  if (row.disabled_reason !== null) return 'Their endpoint is disabled: enable it, and they are sent.';
  if (row.set_aside === 'ended_process')
    return 'Their attempts ended the process of Parley: each is sent again by hand only.';
  if (statuses && !statuses.some((status) => status === row.status))
    return 'They have another status by now.';
  if (scope === 'undelivered' && row.status === 'delivered') return 'They were delivered already.';
  if (scope === 'undelivered' && row.status === 'pending' && row.due_at !== null)
    return 'They are on their way.';
  return null;
};

/** What is left out, in one sentence after the other. */
export const wordsOf = (leftOut: readonly LeftOut[]): string =>
  leftOut.map(({ reason, count }) => `${count}: ${reason}`).join(' ');

/** The endpoints of deliveries that were named one by one, and which of those are not sent, and why. */
export const chosenEndpoints = async (
  em: EntityManager,
  input: PlanRecovery,
  environment: Environment,
): Promise<{ endpoints: Endpoint[]; leftOut: LeftOut[] }> => {
  const ids = [...new Set(input.deliveryIds)];
  const owner = ownerOf(em);
  const own = (await readRows(em, ids)).filter(
    (row) => row.environment === environment && (owner.everyone || row.consumer_id === owner.consumerId),
  );
  // Of somebody else and never there are the same.
  if (own.length === 0) throw new Problem('delivery.not_found');
  const reasons = own.map((row) => reasonOf(row, input));
  const counts = Map.groupBy(
    reasons.filter((reason) => reason !== null),
    (reason) => reason,
  );
  const leftOut = [...counts].map(([reason, { length: count }]) => ({ reason, count }));
  const missing = ids.length - own.length;
  if (missing > 0) leftOut.push({ reason: 'They are not there any more.', count: missing });
  const endpointIds = own.filter((_, place) => reasons[place] === null).map((row) => row.endpoint_id);
  const endpoints = await em.find(
    Endpoint,
    { id: { $in: [...new Set(endpointIds)] } },
    { orderBy: { id: 'asc' } },
  );
  return { endpoints, leftOut };
};
