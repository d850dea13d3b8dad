import type { CatalogEndpoint, CatalogEventType, CatalogSnapshot } from '../catalog/catalog.service.ts';
import { busy, Payload, type PayloadChecks, type Verdict } from '../payload/payload-checks.service.ts';
import { Problem } from '../../platform/request/problem.ts';
import { type Publication, testEventType } from './publication.ts';
import { targetsOf } from './targets.ts';

/** A publication with all that is decided before its transaction: where it goes, or why it is refused. */
export type Prepared = { publication: Publication } & (
  | { isRefused: false; eventType: CatalogEventType; targets: readonly CatalogEndpoint[] }
  | { isRefused: true; refusal: unknown }
);

/** A check that has to be made on a thread. */
export interface MissingCheck {
  /** JSON text. */
  schema: string;
  /** In whose turn. */
  owner: string;
  /** The endpoint whose filter it is; `null` for the schema of the type. */
  endpointId: string | null;
}

/** What is known of checks that were made elsewhere, by the text of the schema. */
type Verdicts = ReadonlyMap<string, Verdict>;

const testType: CatalogEventType = { name: testEventType, version: 0, schema: 'true', downcasts: new Map() };

const typeOf = (publication: Publication, catalog: CatalogSnapshot): CatalogEventType => {
  if (publication.isOperational) return { ...testType, name: publication.type };
  if (publication.onlyEndpointId !== null && publication.type === testEventType) return testType;
  const eventType = catalog.eventTypes.get(publication.type);
  if (!eventType)
    throw new Problem('event_type.unknown', {
      detail: `There is no event type ${publication.type}. Declare it with POST /v1/event-types, or correct the name.`,
    });
  return eventType;
};

const assertFits = (verdict: Verdict, { name, version }: CatalogEventType): void => {
  if (verdict.kind === 'busy') throw busy();
  if (verdict.kind === 'over')
    throw new Problem('event.check_too_costly', {
      detail: `Checking \`data\` against version ${version} of ${name} took too long. Nothing was stored.`,
    });
  if (verdict.errors.length > 0)
    throw new Problem('event.data_invalid', {
      detail: `\`data\` does not fit version ${version} of ${name}.`,
      errors: verdict.errors,
    });
};

/**
 * Checks a publication against its type and finds its endpoints, on the event loop: a few milliseconds at most. What
 * could take longer and is in no verdict yet is answered as missing. An endpoint whose filter could not be asked gets the
 * event: too much is safer than too little.
 */
export const prepare = (
  publication: Publication,
  catalog: CatalogSnapshot,
  checks: PayloadChecks,
  verdicts: Verdicts,
): Prepared | { missing: MissingCheck[] } => {
  const payload = new Payload(publication.data);
  const missing: MissingCheck[] = [];
  const verdictOn = (schema: string, owner: string, endpointId: string | null): Verdict | undefined => {
    const verdict = verdicts.get(schema) ?? checks.checkNow(schema, payload);
    if (!verdict) missing.push({ schema, owner, endpointId });
    return verdict;
  };
  try {
    const eventType = typeOf(publication, catalog);
    if (eventType.version > 0) {
      const verdict = verdictOn(eventType.schema, publication.publisherId || 'staff', null);
      if (verdict) assertFits(verdict, eventType);
    }
    const targets = targetsOf(publication, catalog, (endpoint, filter) => {
      const verdict = verdictOn(filter, endpoint.consumerId, endpoint.id);
      return verdict?.kind !== 'checked' || verdict.errors.length === 0;
    });
    return missing.length > 0 ? { missing } : { publication, isRefused: false, eventType, targets };
  } catch (refusal) {
    return { publication, isRefused: true, refusal };
  }
};
