import type { EntityManager } from '@mikro-orm/sql';
import type { DowncastStep } from '@parley/shared/webhooks/event-type';
import { wants } from '../catalog/catalog.service.ts';
import { Endpoint } from '../endpoint/endpoint.entity.ts';
import { parseExact } from '../../platform/request/exact-json.ts';
import { Problem } from '../../platform/request/problem.ts';
import { breakingChanges } from './breaking-schema.ts';
import { downcast } from './downcast.service.ts';
import { compileSchema, validatorOf } from '../../openapi/json-schema/json-schema.ts';

/** A version of an event type that is to be published. */
export interface NewVersion {
  name: string;
  /** The version before. */
  previous: { version: number; schema: string };
  /** Its text. */
  schema: string;
  example: unknown;
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

/** Tries the mapping on the example: what comes out has to fit the version before. */
const tryDowncast = ({ previous, example, downcast: steps }: NewVersion): void => {
  if (!steps) return;
  if (example === undefined || example === null)
    throw new Problem('event_type.downcast_invalid', {
      detail: 'A mapping is tried on the example of the new version: send `example` too.',
      errors: [{ path: '/example', message: 'An example of the new version.' }],
    });
  const errors = validatorOf(previous.schema)(downcast(example, steps));
  if (errors.length > 0)
    throw new Problem('event_type.downcast_invalid', {
      detail: `The mapped example does not fit version ${previous.version}.`,
      errors: errors.map(({ path, message }) => ({
        path: path.replace(/^\/data/, '/downcast: data'),
        message,
      })),
    });
};

/**
 * Refuses a version that would break subscribers without anybody having said yes to it, and a mapping that does not work.
 * Endpoints that are pinned to an older version are safe as long as the new version can be mapped down.
 */
export const checkNewVersion = async (tx: EntityManager, next: NewVersion): Promise<void> => {
  compileSchema(JSON.parse(next.schema));
  tryDowncast(next);
  const changes = breakingChanges(next.name, parseExact(next.previous.schema), parseExact(next.schema));
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
