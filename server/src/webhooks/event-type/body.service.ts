import { readTree, writeTree } from '../../platform/request/text-tree.ts';
import type { CatalogEndpoint, CatalogSnapshot } from '../catalog/catalog.service.ts';
import { type Downcasts, takeDown } from './downcast.service.ts';

const beforeData = ',"data":';

/** The exact body of every webhook of an event. `dataText` goes in as it was sent; `occurredAt` is in milliseconds. */
export const writeBody = (event: { type: string; occurredAt: number; dataText: string }): string =>
  `{"type":${JSON.stringify(event.type)},"timestamp":"${new Date(event.occurredAt).toISOString()}"${beforeData}${event.dataText}}`;

// Neither the name of a type nor a time can hold these words.
const startOfData = (body: string): number => body.indexOf(beforeData) + beforeData.length;

/** The text of `data` in a body that {@link writeBody} made. */
export const dataTextOf = (body: string): string => body.slice(startOfData(body), -1);

/**
 * The body of a webhook in an older version of its type. Stays as it is when the way down is not declared: a shape that
 * is too new is better than none. What the mapping does not touch keeps its text.
 */
export const bodyAtVersion = (body: string, from: number, to: number, downcasts: Downcasts): string => {
  const versions = Array.from({ length: Math.max(0, from - to) }, (_, index) => from - index);
  const steps = versions.map((version) => downcasts.get(version));
  if (versions.length === 0 || steps.includes(undefined)) return body;
  const data = readTree(dataTextOf(body));
  for (const one of steps) takeDown(data, one ?? []);
  return `${body.slice(0, startOfData(body))}${writeTree(data)}}`;
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
