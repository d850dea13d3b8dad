import type { DowncastStep } from '@parley/shared/webhooks/event-type';
import type { CatalogEndpoint, CatalogSnapshot } from '../catalog/catalog.service.ts';
import { type PayloadThreads, PayloadOver } from '../payload/payload-threads.service.ts';
import { downcastBody, DowncastRefused, type Downcasts, loopWork } from './downcast.service.ts';

/** Longer bodies are not even parsed on the event loop once more. */
const loopBodyMax = 65_536;

/** A body that cannot be mapped to the version at which its endpoint stays, now or ever. The message says why. */
export class BodyRefused extends Error {}

/** The steps from one version down to another, or `null` where the way is not declared. */
const wayDown = (from: number, to: number, downcasts: Downcasts): (readonly DowncastStep[])[] | null => {
  const versions = Array.from({ length: Math.max(0, from - to) }, (_, index) => from - index);
  const steps = versions.flatMap((version) => {
    const one = downcasts.get(version);
    return one ? [one] : [];
  });
  return steps.length === versions.length ? steps : null;
};

const mapOnLoop = (body: string, steps: readonly (readonly DowncastStep[])[]): string | null => {
  if (body.length > loopBodyMax) return null;
  try {
    return downcastBody(body, steps, loopWork);
  } catch (error) {
    if (error instanceof DowncastRefused) return null;
    throw error;
  }
};

/**
 * The body of a webhook in an older version of its type. Stays as it is when the way down is not declared: a shape that
 * is too new is better than none. What takes more than a millisecond is done on a thread, in the turn of `owner`. Throws
 * {@link BodyRefused} when the mapping is past its bounds, which it would be each time, and `PayloadBusy`.
 */
export const bodyAtVersion = async (
  threads: PayloadThreads,
  owner: string,
  body: string,
  way: { from: number; to: number; downcasts: Downcasts },
): Promise<string> => {
  const steps = wayDown(way.from, way.to, way.downcasts);
  if (!steps || steps.length === 0) return body;
  const mapped = mapOnLoop(body, steps);
  if (mapped !== null) return mapped;
  const answer = await threads
    .run('downcast', { body, steps }, { owner, characters: body.length })
    .catch((error: unknown) => {
      if (error instanceof PayloadOver) throw new BodyRefused('The mapping took too long.');
      throw error;
    });
  if (answer.kind === 'refused') throw new BodyRefused(answer.reason);
  return answer.body;
};

/** The exact body that an endpoint gets: the published one, or mapped down to the version at which it stays. */
export const bodyFor = async (
  threads: PayloadThreads,
  catalog: CatalogSnapshot,
  endpoint: CatalogEndpoint,
  event: { eventType: string; schemaVersion: number; body: string },
): Promise<string> => {
  const pin = endpoint.schemaVersions[event.eventType];
  if (pin === undefined || pin >= event.schemaVersion) return event.body;
  const downcasts = catalog.eventTypes.get(event.eventType)?.downcasts ?? new Map();
  return bodyAtVersion(threads, endpoint.id, event.body, { from: event.schemaVersion, to: pin, downcasts });
};

/** Why nothing was sent, and what to do, for those who look at the delivery. */
export const describeRefusal = (
  { message }: BodyRefused,
  endpoint: CatalogEndpoint,
  event: { eventType: string; schemaVersion: number },
): string =>
  `Nothing was sent: the body cannot be mapped from version ${event.schemaVersion} of ${event.eventType} to version ${endpoint.schemaVersions[event.eventType]}. ${message} Let the endpoint take a newer version, then retry.`;
