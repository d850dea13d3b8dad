import type { EntityManager } from '@mikro-orm/sql';
import type { SignatureScheme, UpdateEndpoint } from '@parley/shared/webhooks/endpoint';
import { newKeyPair } from '../../platform/secret/webhook-signature.ts';
import { EventType, EventTypeVersion } from '../event-type/event-type.entity.ts';
import { compileSchema, localLimits, reviewSchema } from '../../openapi/json-schema/json-schema.ts';
import { given } from '../../platform/database/given.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { Problem } from '../../platform/request/problem.ts';
import { sealFor } from './seal.service.ts';

/** What an endpoint wants of its events and how they are sent. */
type ShapeFields = Pick<
  UpdateEndpoint,
  'ordered' | 'filter' | 'schemaVersions' | 'retrySchedule' | 'signatures'
>;

// Every publish of a type that the endpoint asks for pays for it, whoever publishes: it has to be cheap for any payload.
const checkCost = (filter: Record<string, unknown>): void => {
  const { isLocal, fault } = reviewSchema(JSON.stringify(filter).length, filter);
  if (isLocal) return;
  const place = fault?.place ? ` at ${fault.place}` : '';
  const message =
    fault?.message ??
    `A filter has at most ${localLimits.nodes} subschemas, ${localLimits.length} characters and ${localLimits.patterns} instructions of patterns, and looks at no value in more than ${localLimits.steps} steps.`;
  throw new Problem('endpoint.filter_invalid', {
    detail: `The filter costs too much${place}: ${message}`,
    errors: [{ path: `/filter${fault?.place ?? ''}`, message }],
  });
};

const checkFilter = (filter: Record<string, unknown>): void => {
  checkCost(filter);
  try {
    compileSchema(filter);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem('endpoint.filter_invalid', {
      detail: error.detail.replace('The schema', 'The filter'),
      errors: [{ path: '/filter', message: error.errors?.[0]?.message ?? 'A JSON Schema.' }],
    });
  }
};

// A pin holds as long as every newer version can be mapped down, one by one.
const checkPin = async (em: EntityManager, name: string, version: number): Promise<void> => {
  const wrong = (detail: string) =>
    new Problem('event_type.version_not_found', {
      detail,
      errors: [{ path: `/schemaVersions/${name}`, message: detail }],
    });
  // Held until the pin is stored: a version that it would miss comes before or sees it.
  const type = await lockRow(em, EventType, { name });
  if (!type) throw wrong(`There is no event type ${name}.`);
  if (version > type.version)
    throw wrong(`${name} has no version ${version}; the newest is ${type.version}.`);
  const newer = await em.find(EventTypeVersion, { eventType: type, version: { $gt: version } });
  const gap = newer.find((one) => !one.downcast);
  if (gap) throw wrong(`Version ${gap.version} of ${name} cannot be mapped down.`);
};

/** The columns of these fields. Refuses a filter that is no schema and pins that cannot be kept. */
export const shapeColumns = async (em: EntityManager, fields: ShapeFields) => {
  if (fields.filter) checkFilter(fields.filter);
  for (const [name, version] of Object.entries(fields.schemaVersions ?? {}))
    await checkPin(em, name, version);
  return given({
    ordered: fields.ordered,
    filter: fields.filter && JSON.stringify(fields.filter),
    // A filter that is set anew gets its chance.
    filterStoppedAt: fields.filter === undefined ? undefined : null,
    schemaVersions: fields.schemaVersions,
    retrySchedule: fields.retrySchedule,
    signatures: fields.signatures && [...new Set(fields.signatures)],
  });
};

/** The columns of a new key pair, where `v1a` is asked for and there is none yet. */
export const keyColumns = (
  parts: Parts,
  endpoint: { id: string; publicKey?: string | null | undefined },
  signatures: readonly SignatureScheme[] | undefined,
) => {
  if (!signatures?.includes('v1a') || endpoint.publicKey) return {};
  const { signingKey, publicKey } = newKeyPair();
  return { signingKeyBox: sealFor(parts.box, endpoint, 'signingKey', signingKey), publicKey };
};
