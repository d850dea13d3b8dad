import type { Act } from '../../platform/guard/act.ts';
import type { Loaded } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import {
  CreateEndpoint,
  type EndpointUpdated,
  type EndpointView,
  type EndpointWithSecret,
  type ListEndpoints,
  type RotateEndpointSecret,
  type UpdateEndpoint,
} from '@parley/shared/webhooks/endpoint';
import type { Environment } from '@parley/shared/words/environment';
import { changesBetween, recordAudit } from '../../administration/audit/audit.service.ts';
import { bumpCatalog } from '../catalog/catalog.service.ts';
import type { Consumer } from '../../access/consumer/consumer.entity.ts';
import { placeOf } from '../../access/consumer/consumer.service.ts';
import { assertEventTypesWithinPlan } from '../../access/plan/plan.service.ts';
import { cancelDeliveries, pauseDeliveries, resumeDeliveries } from '../delivery/queue.service.ts';
import { Prepared } from '../../platform/guard/prepared.ts';
import { newSigningSecret } from '../../platform/secret/webhook-secret.ts';
import { Paging } from '../../platform/database/cursor.ts';
import { pageOfIds } from '../../platform/database/list-page.ts';
import { given } from '../../platform/database/given.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import { newId } from '../../platform/secret/id.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { pointerOf } from '../../platform/request/pointer.ts';
import { Problem } from '../../platform/request/problem.ts';
import { Endpoint } from './endpoint.entity.ts';
import { keyColumns, shapeColumns } from './endpoint-shape.service.ts';
import { closeCircuit } from './health.service.ts';
import { askedForEndpoints, listedEndpoints } from './endpoint-filter.service.ts';
import { sealFor } from './seal.service.ts';
import { reservedHeaders } from './reserved-headers.ts';
import { endpointTag, shownEndpoints, viewEndpoint } from './endpoint-view.ts';

type LoadedEndpoint = Loaded<Endpoint, 'consumer'>;

const load = async (em: EntityManager, id: string): Promise<LoadedEndpoint> => {
  const endpoint = await em.findOne(Endpoint, { id, removedAt: null }, { populate: ['consumer'] });
  if (!endpoint) throw new Problem('endpoint.not_found');
  return endpoint;
};

/** As it is now, nobody else's to change, and as the caller knows it. */
const loadLocked = async (
  tx: EntityManager,
  { parts, ifMatch }: Act,
  id: string,
): Promise<LoadedEndpoint> => {
  await lockRow(tx, Endpoint, { id, removedAt: null });
  const endpoint = await load(tx, id);
  endpointTag.assertExpected(ifMatch, viewEndpoint(endpoint, parts.now()));
  return endpoint;
};

const refusals = new Prepared<string | null>();

const findRefusal = async ({ parts, caller: { principal } }: Act, url: string): Promise<string | null> =>
  parts.outbound.refusalOf(url, principal.kind === 'consumer' ? principal.consumerId : principal.kind);

/** Looks the name of a new endpoint up, which no transaction may wait for. Passes over what is no input. */
export const prepareEndpoint = async (act: Act, input: unknown): Promise<void> => {
  const { success, data } = CreateEndpoint.safeParse(input);
  if (success) await refusals.prepare(act.caller, data.url, async () => findRefusal(act, data.url));
};

const checkUrl = async (act: Act, url: string): Promise<void> => {
  const refusal = await refusals.take(act.caller, url, async () => findRefusal(act, url));
  if (refusal)
    throw new Problem('endpoint.url_refused', {
      detail: `${refusal} Webhooks go to public http or https addresses only.`,
      errors: [{ path: '/url', message: refusal }],
    });
};

const checkHeaders = (headers: Record<string, string>): void => {
  const reserved = Object.keys(headers).filter((name) => reservedHeaders.has(name.toLowerCase()));
  if (reserved.length > 0)
    throw new Problem('request.invalid', {
      detail: `Parley sets these headers itself: ${reserved.join(', ')}.`,
      errors: reserved.map((name) => ({ path: pointerOf(['headers', name]), message: 'Another name.' })),
    });
};

const sealHeaders = (parts: Parts, id: string, headers: Record<string, string>) => {
  const lowered = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const headerNames = Object.keys(lowered).toSorted();
  return {
    headerNames,
    headersBox:
      headerNames.length === 0 ? null : sealFor(parts.box, { id }, 'headers', JSON.stringify(lowered)),
  };
};

/**
 * The columns of the extra headers after an update: those that came with it; without any the ones that were kept, as long as
 * the URL stays at its origin. They may hold what opens the receiver's door and were given for that one: whoever may change
 * the URL may not read them by that.
 */
const headerColumns = (
  parts: Parts,
  endpoint: LoadedEndpoint,
  { url, headers }: Pick<UpdateEndpoint, 'url' | 'headers'>,
) => {
  if (headers) return sealHeaders(parts, endpoint.id, headers);
  const isMoved = url !== undefined && new URL(url).origin !== new URL(endpoint.url).origin;
  return isMoved ? sealHeaders(parts, endpoint.id, {}) : {};
};

/** Endpoints, in the order that is asked for. */
export const listEndpoints = async (em: EntityManager, parts: Parts, query: ListEndpoints) => {
  const { ids, cursors } = await pageOfIds(em, listedEndpoints, {
    ...(await askedForEndpoints(em, parts, query)),
    paging: Paging.of('endpoints', query),
  });
  const rows = await shownEndpoints.find(em, ids);
  const now = parts.now();
  return { items: rows.map((endpoint) => viewEndpoint(endpoint, now)), ...cursors };
};

/** One endpoint. */
export const getEndpoint = async (em: EntityManager, parts: Parts, id: string): Promise<EndpointView> =>
  viewEndpoint(await load(em, id), parts.now());

interface Place {
  id: string;
  consumer: Consumer;
  environment: Environment;
  secret: string;
  shape: Awaited<ReturnType<typeof shapeColumns>>;
  now: Date;
}

const newEndpoint = (parts: Parts, place: Place, input: CreateEndpoint) => {
  const { id, consumer, environment, secret, shape, now } = place;
  return {
    id,
    consumer,
    environment,
    url: input.url,
    description: input.description ?? null,
    eventTypes: [...new Set(input.eventTypes)],
    ...sealHeaders(parts, id, input.headers ?? {}),
    rateLimitPerSecond: input.rateLimitPerSecond ?? null,
    secretBox: sealFor(parts.box, { id }, 'secret', secret),
    schemaVersions: {},
    signatures: ['v1' as const],
    ...shape,
    ...keyColumns(parts, { id }, shape.signatures),
    ordered: shape.ordered ?? false,
    warnedPercent: 0,
    failureStreak: 0,
    createdAt: now,
    updatedAt: now,
  };
};

/** Creates an endpoint; the answer carries its signing secret, once. */
export const createEndpoint = async (
  em: EntityManager,
  act: Act,
  input: CreateEndpoint,
): Promise<EndpointWithSecret> => {
  const { parts, caller } = act;
  checkHeaders(input.headers ?? {});
  await checkUrl(act, input.url);
  const now = parts.now();
  const id = newId('ep', now.getTime());
  const secret = newSigningSecret();
  return em.transactional(async (tx) => {
    const { consumer, environment } = await placeOf(tx, caller, input);
    await assertEventTypesWithinPlan(tx, { consumerId: consumer.id, environment }, input.eventTypes);
    const shape = await shapeColumns(tx, input);
    tx.create(Endpoint, newEndpoint(parts, { id, consumer, environment, secret, shape, now }, input));
    await tx.flush();
    await recordAudit(tx, caller, {
      action: 'endpoint.create',
      targetId: id,
      consumerId: consumer.id,
      environment,
      changes: changesBetween(
        {},
        {
          url: input.url,
          eventTypes: input.eventTypes,
          description: input.description,
          headerNames: input.headers && Object.keys(input.headers),
          rateLimitPerSecond: input.rateLimitPerSecond,
          ...shape,
        },
      ),
      at: now,
    });
    await bumpCatalog(tx);
    return { ...viewEndpoint(await load(tx, id), now), secret };
  });
};

const switchEndpoint = async (tx: EntityManager, endpoint: Endpoint, disabled: boolean, now: Date) => {
  if (disabled === (endpoint.disabledReason !== null)) return;
  endpoint.disabledReason = disabled ? 'manual' : null;
  if (!disabled) {
    Object.assign(endpoint, { failureStreak: 0, failingSince: null, warnedPercent: 0 });
    closeCircuit(endpoint);
  }
  await tx.flush();
  await (disabled ? pauseDeliveries(tx, endpoint.id) : resumeDeliveries(tx, endpoint.id, now));
};

/** What follows by itself is no change that somebody made. */
const noChange = { failureStreak: undefined, health: undefined, recentAttempts: undefined };

/**
 * Changes an endpoint. Disabling makes its deliveries wait; enabling sends them. `headers` replaces all of them; a URL of
 * another origin removes them unless new ones come with it.
 */
export const updateEndpoint = async (
  em: EntityManager,
  act: Act & { wake: () => void },
  input: UpdateEndpoint,
): Promise<EndpointUpdated> => {
  const { parts, caller, wake } = act;
  const { id, disabled, headers, url, eventTypes, description, rateLimitPerSecond, ...asked } = input;
  const fields = { url, eventTypes, description, rateLimitPerSecond };
  if (headers) checkHeaders(headers);
  await load(em, id);
  if (fields.url !== undefined) await checkUrl(act, fields.url);
  const now = parts.now();
  const view = await em.transactional(async (tx) => {
    const endpoint = await loadLocked(tx, act, id);
    const before = viewEndpoint(endpoint, now);
    if (eventTypes) await assertEventTypesWithinPlan(tx, before, eventTypes);
    const shape = await shapeColumns(tx, asked);
    tx.assign(endpoint, {
      ...given(fields),
      ...shape,
      ...keyColumns(parts, endpoint, shape.signatures),
      ...headerColumns(parts, endpoint, { url, headers }),
    });
    if (endpoint.url !== before.url) closeCircuit(endpoint);
    if (disabled !== undefined) await switchEndpoint(tx, endpoint, disabled, now);
    const after = viewEndpoint(endpoint, now);
    const changes = changesBetween({ ...before }, { ...after, ...noChange });
    if (headers) changes.headerNames = { before: before.headerNames, after: after.headerNames };
    const removedHeaders = headers
      ? []
      : before.headerNames.filter((name) => !after.headerNames.includes(name));
    if (Object.keys(changes).length === 0) return { ...after, removedHeaders };
    endpoint.updatedAt = now;
    await tx.flush();
    await recordAudit(tx, caller, {
      action: 'endpoint.update',
      targetId: id,
      consumerId: after.consumerId,
      environment: after.environment,
      changes,
      at: now,
    });
    await bumpCatalog(tx);
    return { ...viewEndpoint(endpoint, now), removedHeaders };
  });
  wake();
  return view;
};

/** Removes an endpoint. Its history stays; what waits for it is cancelled. */
export const removeEndpoint = async (em: EntityManager, act: Act, id: string): Promise<void> => {
  const { parts, caller } = act;
  const now = parts.now();
  await em.transactional(async (tx) => {
    const endpoint = await loadLocked(tx, act, id);
    endpoint.removedAt = now;
    await tx.flush();
    await cancelDeliveries(tx, id, now);
    await recordAudit(tx, caller, {
      action: 'endpoint.remove',
      targetId: id,
      consumerId: endpoint.consumer.id,
      environment: endpoint.environment,
      changes: { url: { before: endpoint.url } },
      at: now,
    });
    await bumpCatalog(tx);
  });
};

/** Gives the endpoint a new signing secret; until the overlap ends, both sign. */
export const rotateEndpointSecret = async (
  em: EntityManager,
  act: Act,
  input: RotateEndpointSecret,
): Promise<EndpointWithSecret> => {
  const { parts, caller } = act;
  const now = parts.now();
  const secret = newSigningSecret();
  return em.transactional(async (tx) => {
    const endpoint = await loadLocked(tx, act, input.id);
    endpoint.previousSecretBox = input.overlapSeconds === 0 ? null : endpoint.secretBox;
    endpoint.previousSecretExpiresAt =
      input.overlapSeconds === 0 ? null : new Date(now.getTime() + input.overlapSeconds * 1000);
    endpoint.secretBox = sealFor(parts.box, endpoint, 'secret', secret);
    endpoint.updatedAt = now;
    await tx.flush();
    await recordAudit(tx, caller, {
      action: 'endpoint.rotate_secret',
      targetId: endpoint.id,
      consumerId: endpoint.consumer.id,
      environment: endpoint.environment,
      changes: {
        previousSecretExpiresAt: { after: endpoint.previousSecretExpiresAt?.toISOString() ?? null },
      },
      at: now,
    });
    await bumpCatalog(tx);
    return { ...viewEndpoint(endpoint, now), secret };
  });
};
