import type { EntityManager } from '@mikro-orm/sql';
import { mayHaveEvents } from '@parley/shared/access/plan-event-types';
import type { SignatureScheme } from '@parley/shared/webhooks/endpoint';
import type { Environment } from '@parley/shared/words/environment';
import { consumerRevision } from '../../access/consumer/consumer.service.ts';
import type { Downcasts } from '../event-type/downcast.service.ts';
import type { Reader, Store } from '../../platform/database/store.ts';
import { bumpRevision, revisionOf } from '../../platform/revision/revision.service.ts';

/** The newest version of an event type. */
export interface CatalogEventType {
  name: string;
  version: number;
  /** JSON text of the schema. */
  schema: string;
  downcasts: Downcasts;
}

/** What a delivery needs to know of its endpoint. Boxes are still sealed. */
export interface CatalogEndpoint {
  id: string;
  consumerId: string;
  environment: Environment;
  url: string;
  eventTypes: string[];
  headersBox: string | null;
  secretBox: string;
  previousSecretBox: string | null;
  previousSecretExpiresAt: number | null;
  rateLimitPerSecond: number | null;
  ordered: boolean;
  /** JSON text of the schema that `data` has to fit; `null` for all events, and where it was set aside. */
  filter: string | null;
  schemaVersions: Record<string, number>;
  retrySchedule: number[] | null;
  signatures: SignatureScheme[];
  signingKeyBox: string | null;
  /** How often a person closed its circuit. */
  circuitClosings: number;
  isActive: boolean;
  isConsumerActive: boolean;
  /** What the plan of its consumer allows; `null` where it has none, or one that says nothing about event types. */
  allowedTypes: readonly string[] | null;
}

/** All of the catalogue at one revision. Never changed; a new revision is a new snapshot. */
export interface CatalogSnapshot {
  revision: number;
  eventTypes: ReadonlyMap<string, CatalogEventType>;
  endpoints: ReadonlyMap<string, CatalogEndpoint>;
  /** Endpoints that may be sent to, by `environment consumerId`. */
  endpointsOf: ReadonlyMap<string, readonly CatalogEndpoint[]>;
  consumerIds: ReadonlySet<string>;
  consumerIdByName: ReadonlyMap<string, string>;
}

interface EndpointRow {
  id: string;
  consumer_id: string;
  environment: Environment;
  url: string;
  event_types: string;
  headers_box: string | null;
  secret_box: string;
  previous_secret_box: string | null;
  previous_secret_expires_at: string | number | null;
  rate_limit_per_second: number | null;
  ordered: boolean | number;
  filter: string | null;
  filter_stopped_at: string | number | null;
  schema_versions: string;
  retry_schedule: string | null;
  signatures: string;
  signing_key_box: string | null;
  circuit_closings: number;
  disabled_reason: string | null;
  consumer_status: string;
}

interface PlanRow {
  consumer_id: string;
  has_live: boolean | number;
  has_test: boolean | number;
  live_types: string | null;
  test_types: string | null;
}

const viewEndpoint = (row: EndpointRow, plan: PlanRow | undefined): CatalogEndpoint => ({
  allowedTypes: plan ? allowedIn(plan, row.environment) : null,
  id: row.id,
  consumerId: row.consumer_id,
  environment: row.environment,
  url: row.url,
  eventTypes: JSON.parse(row.event_types),
  headersBox: row.headers_box,
  secretBox: row.secret_box,
  previousSecretBox: row.previous_secret_box,
  previousSecretExpiresAt:
    row.previous_secret_expires_at === null ? null : Number(row.previous_secret_expires_at),
  rateLimitPerSecond: row.rate_limit_per_second,
  ordered: Boolean(row.ordered),
  filter: row.filter_stopped_at === null ? row.filter : null,
  schemaVersions: JSON.parse(row.schema_versions),
  retrySchedule: row.retry_schedule === null ? null : JSON.parse(row.retry_schedule),
  signatures: JSON.parse(row.signatures),
  signingKeyBox: row.signing_key_box,
  circuitClosings: row.circuit_closings,
  isActive: row.disabled_reason === null,
  isConsumerActive: row.consumer_status === 'active',
});

const allowedIn = (plan: PlanRow, environment: Environment): readonly string[] | null => {
  const types = plan[`${environment}_types`];
  // An environment that is left out has nothing.
  if (!plan[`has_${environment}`]) return [];
  return types === null ? null : JSON.parse(types);
};

/**
 * Event types, endpoints and consumers in memory, for the paths that need them per event. Correct across processes:
 * each use asks the database for the revision, one row, and loads again only when it moved.
 */
export class Catalog {
  readonly #store: Store;
  #snapshot: CatalogSnapshot | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The snapshot of the latest use, if there was one. */
  get latest(): CatalogSnapshot | undefined {
    return this.#snapshot;
  }

  /** The catalogue as this transaction sees it; outside of one, hand in the store. */
  async current(tx: Reader): Promise<CatalogSnapshot> {
    // One row, for each group of events; what is loaded after it may be newer, and is loaded again then.
    const reader = tx === this.#store ? this.#store.near : tx;
    const revision = await revisionOf(reader, ['catalog', consumerRevision]);
    if (this.#snapshot?.revision !== revision) this.#snapshot = await this.#load(tx, revision);
    return this.#snapshot;
  }

  /** An endpoint, of the snapshot of the commit or claim that brought its job; asked again only when that does not know it. */
  async endpoint(id: string): Promise<CatalogEndpoint | undefined> {
    return this.#snapshot?.endpoints.get(id) ?? (await this.current(this.#store)).endpoints.get(id);
  }

  async #load(tx: Reader, revision: number): Promise<CatalogSnapshot> {
    const eventTypes = await tx.all<Omit<CatalogEventType, 'downcasts'>>(
      `select t.name as name, t.version as version, v.schema as schema from event_type t
       join event_type_version v on v.event_type_id = t.id and v.version = t.version`,
    );
    const mappings = await tx.all<{ name: string; version: number; downcast: string }>(
      `select t.name as name, v.version as version, v.downcast as downcast from event_type t
       join event_type_version v on v.event_type_id = t.id where v.downcast is not null`,
    );
    const mappingsOf = Map.groupBy(mappings, ({ name }) => name);
    const downcastsOf = (name: string): Downcasts =>
      new Map(mappingsOf.get(name)?.map((row) => [row.version, JSON.parse(row.downcast)]));
    const epochMs = this.#store.dialect === 'sqlite' ? '' : 'extract(epoch from ';
    const epochMsEnd = this.#store.dialect === 'sqlite' ? '' : ') * 1000';
    const textOf = (column: string) =>
      this.#store.dialect === 'sqlite' ? `e.${column}` : `cast(e.${column} as text) as ${column}`;
    const rows = await tx.all<EndpointRow>(
      `select e.id, e.consumer_id, e.environment, e.url, ${textOf('event_types')}, e.headers_box, e.secret_box,
       e.previous_secret_box, ${epochMs}e.previous_secret_expires_at${epochMsEnd} as previous_secret_expires_at,
       e.rate_limit_per_second, e.ordered, e.filter, e.filter_stopped_at, ${textOf('schema_versions')}, ${textOf('retry_schedule')},
       ${textOf('signatures')}, e.signing_key_box, e.circuit_closings, e.disabled_reason, c.status as consumer_status
       from endpoint e join consumer c on c.id = e.consumer_id where e.removed_at is null`,
    );
    const consumers = await tx.all<{ id: string; name: string }>('select id, name from consumer');
    const plans = new Map((await this.#plans(tx)).map((plan) => [plan.consumer_id, plan]));
    const endpoints = rows.map((row) => viewEndpoint(row, plans.get(row.consumer_id)));
    const endpointsOf = Map.groupBy(
      endpoints.filter((endpoint) => endpoint.isActive),
      (endpoint) => `${endpoint.environment} ${endpoint.consumerId}`,
    );
    return {
      revision,
      eventTypes: new Map(
        eventTypes.map((type) => [type.name, { ...type, downcasts: downcastsOf(type.name) }]),
      ),
      endpoints: new Map(endpoints.map((endpoint) => [endpoint.id, endpoint])),
      endpointsOf,
      consumerIds: new Set(consumers.map((consumer) => consumer.id)),
      consumerIdByName: new Map(consumers.map((consumer) => [consumer.name, consumer.id])),
    };
  }

  async #plans(tx: Reader): Promise<PlanRow[]> {
    const typesOf = (environment: Environment) =>
      this.#store.dialect === 'sqlite'
        ? `json_extract(p.${environment}, '$.eventTypes')`
        : `p.${environment} ->> 'eventTypes'`;
    return tx.all<PlanRow>(
      `select p.consumer_id, p.live is not null as has_live, p.test is not null as has_test,
       ${typesOf('live')} as live_types, ${typesOf('test')} as test_types from plan p
       where exists (select 1 from endpoint e where e.consumer_id = p.consumer_id)`,
    );
  }
}

/** Tells every process to load the catalogue again. Call it in the transaction that changes it. */
export const bumpCatalog = async (tx: EntityManager): Promise<void> => bumpRevision(tx, 'catalog');

/** Whether the plan of its consumer lets an endpoint have events of a type. */
export const isAllowed = ({ allowedTypes }: CatalogEndpoint, eventType: string): boolean =>
  mayHaveEvents(allowedTypes, eventType);

/** Whether an endpoint asks for this event type: by its name, `prefix.*`, or `*`. */
export const wants = (patterns: readonly string[], eventType: string): boolean =>
  patterns.some(
    (pattern) =>
      pattern === '*' ||
      pattern === eventType ||
      (pattern.endsWith('.*') && eventType.startsWith(pattern.slice(0, -1))),
  );
