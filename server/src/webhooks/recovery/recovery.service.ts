import type { Act } from '../../platform/guard/act.ts';
import type { EntityManager } from '@mikro-orm/sql';
import type {
  CountRecoveries,
  LeftOut,
  ListRecoveries,
  PlanRecovery,
  RecoveryAction,
} from '@parley/shared/webhooks/recovery';
import { RecoveryStatus, type RecoveryView } from '@parley/shared/webhooks/recovery';
import { Environment } from '@parley/shared/words/environment';
import type { RowCount } from '@parley/shared/words/page';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import type { Catalog } from '../catalog/catalog.service.ts';
import { environmentOf } from '../../access/consumer/consumer.service.ts';
import { Endpoint } from '../endpoint/endpoint.entity.ts';
import { closeCircuits } from '../endpoint/health.service.ts';
import { Paging } from '../../platform/database/cursor.ts';
import { countRowsOf, pageOfIds } from '../../platform/database/list-page.ts';
import type { ListedTable } from '../../platform/database/passage.ts';
import { given } from '../../platform/database/given.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import { newId } from '../../platform/secret/id.ts';

import type { Caller } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import type { PayloadChecks } from '../payload/payload-checks.service.ts';
import { askAtOnce, missedOf } from './missed.ts';
import { Recovery } from './recovery.entity.ts';
import { recoveryTag, shownRecoveries, viewRecovery } from './recovery-view.ts';
import { chosenEndpoints, wordsOf } from './chosen-deliveries.ts';
import { countRows, type Selected, type Selection, selectRows, type Reading } from './selection.ts';

const sampleSize = 5;

/** The ways through all recoveries. */
export const listedRecoveries: ListedTable = {
  table: 'recovery',
  prefix: 'rcv',
  ways: [
    { index: 'recovery_by_consumer_index', columns: ['consumer_id', 'environment', 'status'] },
    { index: 'recovery_by_status_index', columns: ['environment', 'status'] },
  ],
  values: { environment: Environment.options, status: RecoveryStatus.options },
  ownedBy: ({ consumerId, environment }) => ({ consumer_id: [consumerId], environment: [environment] }),
};

const askedFor = ({ status, consumerId, environment }: CountRecoveries) => ({
  where: { status, environment, consumer_id: consumerId },
});

/** How many recoveries such a list has. */
export const countListedRecoveries = async (em: EntityManager, query: CountRecoveries): Promise<RowCount> =>
  countRowsOf(em, listedRecoveries, askedFor(query));

/** Recoveries, in the order that is asked for. */
export const listRecoveries = async (em: EntityManager, query: ListRecoveries) => {
  const { ids, cursors } = await pageOfIds(em, listedRecoveries, {
    ...askedFor(query),
    paging: Paging.of('recoveries', query),
  });
  return { items: (await shownRecoveries.find(em, ids)).map(viewRecovery), ...cursors };
};

const load = async (em: EntityManager, id: string): Promise<Recovery> => {
  const recovery = await em.findOne(Recovery, { id });
  if (!recovery) throw new Problem('recovery.not_found');
  return recovery;
};

/** One recovery. */
export const getRecovery = async (em: EntityManager, id: string): Promise<RecoveryView> =>
  viewRecovery(await load(em, id));

const endpointsOf = async (em: EntityManager, input: PlanRecovery, environment: Environment) => {
  const { endpointIds, consumerId } = input;
  const endpoints = await em.find(
    Endpoint,
    {
      environment,
      removedAt: null,
      ...given({ consumer: consumerId, id: endpointIds && { $in: endpointIds } }),
      ...(endpointIds ? {} : { disabledReason: null }),
    },
    { orderBy: { id: 'asc' } },
  );
  if (endpointIds && endpoints.length < new Set(endpointIds).size) throw new Problem('endpoint.not_found');
  if (endpoints.some((endpoint) => endpoint.disabledReason))
    throw new Problem('endpoint.disabled', {
      detail: 'Enable the endpoint first: nothing is sent to a disabled one.',
    });
  return endpoints;
};

/** Named twice, a delivery is sent once. */
const distinct = (ids: readonly string[] | undefined): string[] | null => (ids ? [...new Set(ids)] : null);

const assertWhole = ({ deliveryIds, endpointIds, statuses, scope }: PlanRecovery): void => {
  if (deliveryIds && endpointIds)
    throw new Problem('request.invalid', {
      detail: 'Name deliveries or endpoints, not both.',
      errors: [{ path: '/deliveryIds', message: 'Not with `endpointIds`.' }],
    });
  if (scope === 'missed' && (deliveryIds ?? statuses))
    throw new Problem('request.invalid', {
      detail: 'What was missed has no delivery yet that could be named or have a status.',
      errors: [{ path: '/scope', message: '`undelivered` or `everything`.' }],
    });
};

const sampleOf = (endpointId: string, rows: readonly Selected[]) =>
  rows.map((row) => ({
    eventId: row.webhook_id,
    eventType: row.event_type,
    endpointId,
    at: new Date(Number(row.created_at)).toISOString(),
  }));

const explore = async (
  source: Reading,
  { catalog, payloads }: { catalog: Catalog; payloads: PayloadChecks },
  selections: readonly Selection[],
) => {
  // A transaction may be open: what a filter cannot say at once counts, and is asked when it is sent.
  const ask = askAtOnce(payloads);
  const found = { count: 0, delivered: 0, unanswered: 0 };
  const sample: ReturnType<typeof sampleOf> = [];
  for (const selection of selections) {
    const isMissed = selection.scope === 'missed';
    const rows = isMissed
      ? await missedOf({ source, catalog, ask }, selection)
      : await selectRows(source, selection, null, sampleSize);
    const counted = isMissed
      ? { count: rows.length, delivered: 0, unanswered: 0 }
      : await countRows(source, selection);
    found.count += counted.count;
    found.delivered += counted.delivered;
    found.unanswered += counted.unanswered;
    sample.push(...sampleOf(selection.endpointId, rows.slice(0, sampleSize)));
  }
  const oldestFirst = sample.toSorted((a, b) => (a.at < b.at ? -1 : 1));
  return { ...found, sample: oldestFirst.slice(0, sampleSize), oldestAt: oldestFirst[0]?.at };
};

/** Finds out what would be sent again and keeps it as a plan; with `start` it begins at once. */
export const planRecovery = async (
  em: EntityManager,
  { parts, catalog, payloads, caller }: Act & { catalog: Catalog; payloads: PayloadChecks },
  input: PlanRecovery,
): Promise<RecoveryView> => {
  const now = parts.now();
  const environment = environmentOf(caller, input.environment);
  assertWhole(input);
  const { endpoints, leftOut } = input.deliveryIds
    ? await chosenEndpoints(em, input, environment)
    : { endpoints: await endpointsOf(em, input, environment), leftOut: [] };
  const since = input.since === undefined ? null : Date.parse(input.since);
  const until = Math.min(now.getTime(), input.until === undefined ? now.getTime() : Date.parse(input.until));
  const selections = endpoints.map((endpoint) => ({
    endpointId: endpoint.id,
    environment,
    scope: input.scope,
    eventTypes: input.eventTypes ?? null,
    deliveryIds: distinct(input.deliveryIds),
    statuses: input.statuses ?? null,
    since,
    until,
  }));
  // The caller may have a transaction open; another connection would wait for it.
  const source = { store: parts.store, reader: parts.store.within(em) };
  const found = await explore(source, { catalog, payloads }, selections);
  if (found.count === 0)
    throw new Problem('recovery.empty', leftOut.length === 0 ? {} : { detail: wordsOf(leftOut) });
  return keepPlan(em, caller, input, { now, environment, endpoints, leftOut, since, until, found });
};

interface Plan {
  now: Date;
  environment: Environment;
  endpoints: Endpoint[];
  leftOut: LeftOut[];
  since: number | null;
  until: number;
  found: Awaited<ReturnType<typeof explore>>;
}

const keepPlan = async (
  em: EntityManager,
  caller: Caller,
  input: PlanRecovery,
  plan: Plan,
): Promise<RecoveryView> => {
  const { now, environment, endpoints, leftOut, since, until, found } = plan;
  const consumerIds = new Set(endpoints.map((endpoint) => endpoint.consumer.id));
  return em.transactional(async (tx) => {
    const recovery = tx.create(Recovery, {
      id: newId('rcv', now.getTime()),
      environment,
      consumerId: consumerIds.size === 1 ? [...consumerIds][0] : null,
      scope: input.scope,
      status: input.start ? 'running' : 'planned',
      endpointIds: endpoints.map((endpoint) => endpoint.id),
      eventTypes: input.eventTypes ?? null,
      deliveryIds: distinct(input.deliveryIds),
      statuses: input.statuses ?? null,
      leftOut,
      since,
      until,
      ratePerSecond: input.ratePerSecond ?? null,
      plannedCount: found.count,
      deliveredCount: found.delivered,
      unansweredCount: found.unanswered,
      oldestAt: found.oldestAt === undefined ? null : Date.parse(found.oldestAt),
      sample: found.sample,
      sentCount: 0,
      position: 0,
      nextStepAt: now.getTime(),
      createdAt: now.getTime(),
      startedAt: input.start ? now.getTime() : null,
    });
    await tx.flush();
    if (input.start) await closeCircuits(tx, recovery.endpointIds);
    await recordAudit(tx, caller, {
      action: input.start ? 'recovery.start' : 'recovery.plan',
      targetId: recovery.id,
      ...(recovery.consumerId ? { consumerId: recovery.consumerId } : {}),
      environment,
      changes: { scope: { after: input.scope }, plannedCount: { after: found.count } },
      at: now,
    });
    return viewRecovery(recovery);
  });
};

const moves: Record<RecoveryAction, { from: RecoveryStatus[]; to: RecoveryStatus }> = {
  start: { from: ['planned'], to: 'running' },
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  cancel: { from: ['planned', 'running', 'paused'], to: 'cancelled' },
};

/** Starts, pauses, resumes or cancels a recovery. What it made due already is sent all the same. */
export const controlRecovery = async (
  em: EntityManager,
  { parts, caller, ifMatch }: Act,
  { id, action }: { id: string; action: RecoveryAction },
): Promise<RecoveryView> => {
  const now = parts.now();
  const { from, to } = moves[action];
  return em.transactional(async (tx) => {
    const recovery = await lockRow(tx, Recovery, { id });
    if (!recovery) throw new Problem('recovery.not_found');
    recoveryTag.assertExpected(ifMatch, viewRecovery(recovery));
    const before = recovery.status;
    if (!from.includes(before))
      throw new Problem('recovery.state', { detail: `It is ${before}: it cannot ${action}.` });
    recovery.status = to;
    if (action === 'start') recovery.startedAt = now.getTime();
    if (to === 'running') await closeCircuits(tx, recovery.endpointIds);
    if (to === 'cancelled') recovery.finishedAt = now.getTime();
    recovery.nextStepAt = now.getTime();
    await tx.flush();
    await recordAudit(tx, caller, {
      action: `recovery.${action}`,
      targetId: id,
      ...(recovery.consumerId ? { consumerId: recovery.consumerId } : {}),
      environment: recovery.environment,
      changes: { status: { before, after: to } },
      at: now,
    });
    return viewRecovery(recovery);
  });
};
