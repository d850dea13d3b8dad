import type { EntityManager } from '@mikro-orm/sql';
import { type CountEndpoints, DisabledReason } from '@parley/shared/webhooks/endpoint';
import { Environment } from '@parley/shared/words/environment';
import { type RowCount, valuesOf } from '@parley/shared/words/page';
import { countRowsOf } from '../../platform/database/list-page.ts';
import { examinedOfSmall, type ListedTable } from '../../platform/database/passage.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { matchingIds } from '../../platform/search/search-index.service.ts';
import { healthIsAny } from './health-filter.service.ts';

/** The ways through all endpoints. */
export const listedEndpoints: ListedTable = {
  table: 'endpoint',
  prefix: 'ep',
  ways: [
    { index: 'endpoint_by_consumer_index', columns: ['consumer_id', 'environment'] },
    { index: 'endpoint_by_state_index', columns: ['environment', 'removed_at', 'disabled_reason'] },
  ],
  values: { environment: Environment.options, disabled_reason: [null, ...DisabledReason.options] },
  examined: examinedOfSmall,
  ownedBy: ({ consumerId, environment }) => ({ consumer_id: [consumerId], environment: [environment] }),
};

/** What a list of endpoints is asked for, as conditions on its rows. */
export const askedForEndpoints = async (
  em: EntityManager,
  parts: Parts,
  { consumerId, environment, status, health, q }: CountEndpoints,
) => {
  const reasons = { active: [null], disabled: DisabledReason.options };
  return {
    where: {
      id: q === undefined ? undefined : (await matchingIds(em, parts.store, 'endpoint', q)).ids,
      environment,
      consumer_id: consumerId,
      removed_at: [null],
      disabled_reason: status && reasons[status],
    },
    rest: health && healthIsAny(valuesOf(health) ?? [], parts.now()),
  };
};

/** How many endpoints such a list has. */
export const countListedEndpoints = async (
  em: EntityManager,
  parts: Parts,
  query: CountEndpoints,
): Promise<RowCount> => countRowsOf(em, listedEndpoints, await askedForEndpoints(em, parts, query));
