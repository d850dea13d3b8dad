import type { Environment } from '@parley/shared/words/environment';
import { Event } from '../../webhooks/event/event.entity.ts';
import { findEventsBy } from '../../webhooks/event/event-search.service.ts';
import { findDeliveriesBy } from '../../webhooks/delivery/delivery-search.service.ts';
import { Recovery } from '../../webhooks/recovery/recovery.entity.ts';
import { findRecoveryIdsBy } from '../../webhooks/recovery/recovery-search.service.ts';
import type { Looking, Named } from './found-nouns.ts';

interface Found {
  hits: Named[];
  count: number;
  isMore: boolean;
}

const nowhere = { apiSlug: null, versionId: null, state: null, detail: null };

/** More than are shown are looked for where an environment was asked for: some are of the other. */
const most = ({ input }: Looking): number => (input.environment ? input.limit * 4 : input.limit);

const shown = (looking: Looking, hits: readonly Named[], isMore: boolean): Found => {
  const { environment, limit } = looking.input;
  const fitting = hits.filter((hit) => environment === undefined || hit.environment === environment);
  const kept = fitting.slice(0, limit);
  return { hits: kept, count: kept.length, isMore: isMore || fitting.length > limit };
};

const isoOf = (ms: number): string => new Date(ms).toISOString();

/** Events by our id, their own id or subject. */
export const eventsBy = async (looking: Looking): Promise<Found> => {
  const { em, input } = looking;
  const { found, isMore } = await findEventsBy(em, input.q, most(looking));
  if (found.length === 0) return { hits: [], count: 0, isMore: false };
  const rows = await em.find(
    Event,
    { id: { $in: found.map(({ id }) => id) } },
    { fields: ['id', 'clientId', 'environment', 'type', 'subject', 'publisherId', 'createdAt'] },
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const hits = found.flatMap(({ id, grade }): Named[] => {
    const row = byId.get(id);
    if (!row) return [];
    const { type, clientId, subject, environment, publisherId, createdAt } = row;
    const detail = [type, subject].filter((one) => one != null).join(' · ');
    return [
      {
        ...nowhere,
        kind: 'event',
        id,
        title: clientId ?? id,
        detail,
        environment,
        consumerId: publisherId || null,
        grade,
        at: isoOf(createdAt),
      },
    ];
  });
  return shown(looking, hits, isMore);
};

/** Deliveries by their id, or by the id of their event. */
export const deliveriesBy = async (looking: Looking): Promise<Found> => {
  const { em, input } = looking;
  const { found, isMore } = await findDeliveriesBy(em, input.q, most(looking));
  const hits = found.map(({ view, grade }): Named => ({
    ...nowhere,
    kind: 'delivery',
    id: view.id,
    title: view.id,
    detail: `${view.eventType} · ${view.endpointUrl}`,
    state: view.status,
    environment: view.environment,
    consumerId: view.consumerId,
    grade,
    at: view.createdAt,
  }));
  return shown(looking, hits, isMore);
};

const environmentOf = (environment: Environment | null | undefined) => environment ?? null;

/** Recoveries by their id. */
export const recoveriesBy = async (looking: Looking): Promise<Found> => {
  const { em, input } = looking;
  const ids = await findRecoveryIdsBy(em, input.q, most(looking) + 1);
  const rows =
    ids.length === 0 ? [] : await em.find(Recovery, { id: { $in: ids } }, { orderBy: { id: 'desc' } });
  const hits = rows.slice(0, most(looking)).map((row): Named => ({
    ...nowhere,
    kind: 'recovery',
    id: row.id,
    title: row.id,
    detail: `${row.plannedCount} ${row.plannedCount === 1 ? 'delivery' : 'deliveries'}`,
    state: row.status,
    environment: environmentOf(row.environment),
    consumerId: row.consumerId ?? null,
    grade: row.id === input.q.trim().toLowerCase() ? 'exact' : 'prefix',
    at: isoOf(row.createdAt),
  }));
  return shown(looking, hits, ids.length > most(looking));
};
