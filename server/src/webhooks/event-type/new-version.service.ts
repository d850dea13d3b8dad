import type { EntityManager } from '@mikro-orm/sql';
import type { DowncastStep } from '@parley/shared/webhooks/event-type';
import { wants } from '../catalog/catalog.service.ts';
import { Endpoint } from '../endpoint/endpoint.entity.ts';
import { Problem } from '../../platform/request/problem.ts';

/** A version of an event type that is to be published. */
export interface NewVersion {
  name: string;
  /** What breaks readers of the version before, in sentences. */
  changes: readonly string[];
  downcast: readonly DowncastStep[] | undefined;
  acknowledgeBreaking: boolean;
  /** Whether the one who asks may read of every consumer: a key may not, and is told how many they are. */
  mayName: boolean;
}

const namesMax = 10;

const listed = (items: readonly string[]): string =>
  items.length > namesMax
    ? `${items.slice(0, namesMax).join(', ')} and ${items.length - namesMax} more`
    : items.join(', ');

/**
 * Refuses a version that would break subscribers without anybody having said yes to it.
 * Endpoints that are pinned to an older version are safe as long as the new version can be mapped down.
 */
export const checkNewVersion = async (tx: EntityManager, next: NewVersion): Promise<void> => {
  const { changes } = next;
  const endpoints = await tx.find(
    Endpoint,
    { removedAt: null },
    { populate: ['consumer'], orderBy: { id: 'asc' }, filters: { owner: false } },
  );
  const subscribed = endpoints.filter((endpoint) => wants(endpoint.eventTypes, next.name));
  const isPinned = (endpoint: Endpoint) => endpoint.schemaVersions[next.name] !== undefined;
  const named = (list: typeof subscribed) =>
    next.mayName
      ? listed(list.map((endpoint) => `${endpoint.consumer.name} (${endpoint.id})`))
      : `${list.length} ${list.length === 1 ? 'endpoint' : 'endpoints'}, which staff can name`;

  const stranded = next.downcast ? [] : subscribed.filter(isPinned);
  if (stranded.length > 0 && changes.length > 0)
    throw new Problem('event_type.breaking', {
      detail: `These endpoints stay at an older version, and without \`downcast\` events cannot be mapped for them: ${named(stranded)}.`,
      errors: [{ path: '/downcast', message: 'How the new version becomes the one before.' }],
    });
  const broken = subscribed.filter((endpoint) => !isPinned(endpoint));
  if (changes.length > 0 && broken.length > 0 && !next.acknowledgeBreaking)
    throw new Problem('event_type.breaking', {
      detail: `${listed(changes)}. Subscribed: ${named(broken)}.`,
      errors: changes.slice(0, namesMax).map((message) => ({ path: '/schema', message })),
    });
};
