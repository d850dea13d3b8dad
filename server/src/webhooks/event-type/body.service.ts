import type { CatalogEndpoint, CatalogSnapshot } from '../catalog/catalog.service.ts';
import { downcast, type Downcasts } from './downcast.service.ts';

/**
 * The body of a webhook in an older version of its type. Stays as it is when the way down is not declared: a shape that
 * is too new is better than none.
 */
export const bodyAtVersion = (body: string, from: number, to: number, downcasts: Downcasts): string => {
  const versions = Array.from({ length: Math.max(0, from - to) }, (_, index) => from - index);
  const steps = versions.map((version) => downcasts.get(version));
  if (versions.length === 0 || steps.includes(undefined)) return body;
  const message = JSON.parse(body);
  const data = steps.reduce((shape, one) => downcast(shape, one ?? []), message.data);
  return JSON.stringify({ ...message, data });
};

/** The exact body that an endpoint gets: the published one, or mapped down to the version at which it stays. */
export const bodyFor = (
  catalog: CatalogSnapshot,
  endpoint: CatalogEndpoint,
  event: { eventType: string; schemaVersion: number; body: string },
): string => {
  const pin = endpoint.schemaVersions[event.eventType];
  if (pin === undefined || pin >= event.schemaVersion) return event.body;
  const downcasts = catalog.eventTypes.get(event.eventType)?.downcasts ?? new Map();
  return bodyAtVersion(event.body, event.schemaVersion, pin, downcasts);
};
