import { type CatalogEndpoint, type CatalogSnapshot, isAllowed, wants } from '../catalog/catalog.service.ts';
import { Problem } from '../../platform/request/problem.ts';
import type { Publication } from './publication.ts';

const consumerIdsOf = (publication: Publication, catalog: CatalogSnapshot): Iterable<string> => {
  const { audience } = publication;
  if (audience === 'everyone') return catalog.consumerIds;
  if (audience === 'own') return [publication.publisherId];
  return new Set(
    audience.map((named) => {
      const id = catalog.consumerIds.has(named) ? named : catalog.consumerIdByName.get(named);
      if (id === undefined)
        throw new Problem('event.audience_unknown', {
          detail: `There is no consumer ${JSON.stringify(named)}.`,
          errors: [{ path: '/audience', message: 'Ids or names of consumers that exist.' }],
        });
      return id;
    }),
  );
};

// `*` means every event of the catalogue; what Parley has to say of itself is asked for by name.
const asksFor = (endpoint: CatalogEndpoint, { type, isOperational }: Publication): boolean =>
  isOperational
    ? wants(
        endpoint.eventTypes.filter((pattern) => pattern !== '*'),
        type,
      )
    : wants(endpoint.eventTypes, type) && isAllowed(endpoint, type);

/** Refuses an event that the plan of the consumer of an endpoint does not let it have. */
export const assertAllowed = (endpoint: CatalogEndpoint, eventType: string): void => {
  if (isAllowed(endpoint, eventType)) return;
  throw new Problem('plan.exceeded', {
    detail: `The plan of the consumer does not let this endpoint have ${eventType}.`,
    errors: [{ path: '/endpointId', message: `An endpoint whose consumer may have ${eventType}.` }],
  });
};

const askers = new WeakMap<CatalogSnapshot, Map<string, readonly CatalogEndpoint[]>>();
const askersMax = 50_000;

/** The endpoints of a consumer that ask for the type, worked out once for each snapshot of the catalogue. */
const askersOf = (
  publication: Publication,
  catalog: CatalogSnapshot,
  consumerId: string,
): readonly CatalogEndpoint[] => {
  let known = askers.get(catalog);
  if (!known || known.size >= askersMax) {
    known = new Map();
    askers.set(catalog, known);
  }
  const place = `${publication.environment} ${consumerId}`;
  const key = `${place} ${publication.type}`;
  let endpoints = known.get(key);
  if (!endpoints) {
    endpoints = (catalog.endpointsOf.get(place) ?? []).filter((endpoint) => asksFor(endpoint, publication));
    known.set(key, endpoints);
  }
  return endpoints;
};

/** The endpoints that get an event: of its audience, those that ask for its type and whose filter it `fits`. */
export const targetsOf = (
  publication: Publication,
  catalog: CatalogSnapshot,
  fits: (endpoint: CatalogEndpoint, filter: string) => boolean,
): CatalogEndpoint[] => {
  if (publication.onlyEndpointId !== null) {
    const endpoint = catalog.endpoints.get(publication.onlyEndpointId);
    if (!endpoint) throw new Problem('endpoint.not_found');
    if (!endpoint.isActive) throw new Problem('endpoint.disabled');
    assertAllowed(endpoint, publication.type);
    return [endpoint];
  }
  const targets: CatalogEndpoint[] = [];
  for (const consumerId of consumerIdsOf(publication, catalog))
    for (const endpoint of askersOf(publication, catalog, consumerId))
      if (endpoint.filter === null || fits(endpoint, endpoint.filter)) targets.push(endpoint);
  return targets;
};
