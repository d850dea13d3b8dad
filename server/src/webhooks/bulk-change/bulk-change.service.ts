import type { EntityManager } from '@mikro-orm/sql';
import {
  type BulkChangeView,
  bulkMax,
  type ListBulkChanges,
  type PlanBulkChange,
} from '@parley/shared/webhooks/bulk-change';
import type { EndpointView } from '@parley/shared/webhooks/endpoint';
import type { LeftOut } from '@parley/shared/webhooks/recovery';
import { Environment } from '@parley/shared/words/environment';
import { environmentOf } from '../../access/consumer/consumer.service.ts';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import { Paging } from '../../platform/database/cursor.ts';
import { pageOfIds } from '../../platform/database/list-page.ts';
import type { ListedTable } from '../../platform/database/passage.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import { PlainRows, type RowIn } from '../../platform/database/plain-rows.ts';
import type { Act } from '../../platform/guard/act.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { type Caller, system } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { newId } from '../../platform/secret/id.ts';
import { listEndpoints } from '../endpoint/endpoint.service.ts';
import { BulkChange } from './bulk-change.entity.ts';

const sampleSize = 10;
const pageRows = 200;

const listed: ListedTable = {
  table: 'bulk_change',
  prefix: 'blk',
  ways: [
    { index: 'bulk_change_by_consumer_index', columns: ['consumer_id', 'environment'] },
    { index: 'bulk_change_by_environment_index', columns: ['environment'] },
  ],
  values: { environment: Environment.options },
  ownedBy: ({ consumerId, environment }) => ({ consumer_id: [consumerId], environment: [environment] }),
};

const shownChanges = new PlainRows(
  BulkChange,
  [
    'id',
    'environment',
    'action',
    'status',
    'endpointIds',
    'position',
    'changedCount',
    'leftOut',
    'failures',
    'sample',
    'actorName',
    'createdAt',
    'finishedAt',
    'endReason',
  ],
  {},
);

const viewBulkChange = (bulk: RowIn<typeof shownChanges>): BulkChangeView => ({
  id: bulk.id,
  environment: bulk.environment,
  action: bulk.action,
  status: bulk.status,
  plannedCount: bulk.endpointIds.length,
  doneCount: bulk.position ?? 0,
  changedCount: bulk.changedCount ?? 0,
  leftOut: bulk.leftOut,
  failures: bulk.failures,
  sample: bulk.sample,
  actorName: bulk.actorName,
  createdAt: new Date(bulk.createdAt).toISOString(),
  finishedAt: bulk.finishedAt ? new Date(bulk.finishedAt).toISOString() : null,
  endReason: bulk.endReason ?? null,
});

/** Bulk changes, in the order that is asked for. */
export const listBulkChanges = async (em: EntityManager, query: ListBulkChanges) => {
  const { ids, cursors } = await pageOfIds(em, listed, {
    paging: Paging.of('bulk-changes', query),
    where: { environment: query.environment },
  });
  return { items: (await shownChanges.find(em, ids)).map(viewBulkChange), ...cursors };
};

/** One bulk change and how far it is. */
export const getBulkChange = async (em: EntityManager, id: string): Promise<BulkChangeView> => {
  const bulk = await em.findOne(BulkChange, { id });
  if (!bulk) throw new Problem('bulk_change.not_found');
  return viewBulkChange(bulk);
};

/** All endpoints that the filters find. Refuses more than a bulk change takes. */
const matching = async (em: EntityManager, act: Act, input: PlanBulkChange, environment: Environment) => {
  const { consumerId, status, health, q, endpointIds } = input;
  const chosen = endpointIds && new Set(endpointIds);
  const found: EndpointView[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await listEndpoints(em, act.parts, {
      environment,
      limit: pageRows,
      ...(consumerId === undefined ? {} : { consumerId }),
      ...(status === undefined ? {} : { status }),
      ...(health === undefined ? {} : { health }),
      ...(q === undefined ? {} : { q }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    found.push(...page.items.filter(({ id }) => !chosen || chosen.has(id)));
    if (found.length > bulkMax)
      throw new Problem('bulk_change.too_many', {
        detail: `More than ${bulkMax} endpoints fit. Choose them by narrower filters, one part after the other.`,
      });
    if (page.nextCursor === null || found.length === chosen?.size) return found;
    cursor = page.nextCursor;
  }
};

/** Of what was found, what is to be changed, and what is not and why. */
const sortOut = (found: readonly EndpointView[], { action, endpointIds }: PlanBulkChange) => {
  const isDone = ({ status }: EndpointView) => (status === 'disabled') === (action === 'disable');
  const todo = found.filter((endpoint) => !isDone(endpoint));
  const missing = endpointIds ? new Set(endpointIds).size - found.length : 0;
  const leftOut: LeftOut[] = [
    { reason: `They are ${action}d already.`, count: found.length - todo.length },
    { reason: 'They are not there any more.', count: missing },
  ];
  return { todo, leftOut: leftOut.filter(({ count }) => count > 0) };
};

const actorOf = ({ principal }: Caller) => {
  if (principal.kind === 'staff')
    return { actorId: principal.staffId, actorName: principal.name, consumerId: null };
  if (principal.kind === 'consumer')
    return { actorId: principal.keyId, actorName: principal.keyName, consumerId: principal.consumerId };
  throw new Problem('auth.required');
};

/** Finds out which endpoints it would be and keeps that as a plan: what comes later is none of them. Nothing is changed yet. */
export const planBulkChange = async (
  em: EntityManager,
  act: Act,
  input: PlanBulkChange,
): Promise<BulkChangeView> => {
  const { parts, caller } = act;
  const environment = environmentOf(caller, input.environment);
  const found = await matching(em, act, input, environment);
  const { todo, leftOut } = sortOut(found, input);
  if (todo.length === 0)
    throw new Problem('bulk_change.empty', {
      detail: leftOut.map(({ reason, count }) => `${count}: ${reason}`).join(' '),
    });
  const now = parts.now();
  return em.transactional(async (tx) => {
    const bulk = tx.create(BulkChange, {
      id: newId('blk', now.getTime()),
      environment,
      ...actorOf(caller),
      action: input.action,
      status: 'planned',
      endpointIds: todo.map(({ id }) => id),
      leftOut,
      sample: todo
        .slice(0, sampleSize)
        .map(({ id, url, consumerName }) => ({ endpointId: id, url, consumerName })),
      failures: [],
      position: 0,
      changedCount: 0,
      nextStepAt: now.getTime(),
      createdAt: now.getTime(),
    });
    await tx.flush();
    await note(
      tx,
      act,
      bulk,
      { plannedCount: { after: todo.length }, action: { after: input.action } },
      'plan',
    );
    return viewBulkChange(bulk);
  });
};

const note = async (
  tx: EntityManager,
  { parts, caller }: Act,
  bulk: BulkChange,
  changes: Record<string, { before?: unknown; after?: unknown }>,
  verb: 'plan' | 'start' | 'cancel',
): Promise<void> =>
  recordAudit(tx, caller, {
    action: `bulk_change.${verb}`,
    targetId: bulk.id,
    ...(bulk.consumerId ? { consumerId: bulk.consumerId } : {}),
    environment: bulk.environment,
    changes,
    at: parts.now(),
  });

const moves = {
  start: { from: ['planned'], to: 'running' },
  cancel: { from: ['planned', 'running'], to: 'cancelled' },
} as const;

/** Starts or cancels a bulk change. What it changed already stays. */
export const controlBulkChange = async (
  em: EntityManager,
  act: Act,
  { id, action }: { id: string; action: 'start' | 'cancel' },
): Promise<BulkChangeView> => {
  const now = act.parts.now().getTime();
  const { from, to } = moves[action];
  return em.transactional(async (tx) => {
    const bulk = await lockRow(tx, BulkChange, { id });
    if (!bulk) throw new Problem('bulk_change.not_found');
    const before = bulk.status;
    if (!from.some((one) => one === before))
      throw new Problem('bulk_change.state', { detail: `It is ${before}: it cannot ${action}.` });
    bulk.status = to;
    bulk.nextStepAt = now;
    if (to === 'cancelled') bulk.finishedAt = now;
    await tx.flush();
    await note(tx, act, bulk, { status: { before, after: to } }, action);
    return viewBulkChange(bulk);
  });
};

/** Ends a running bulk change that nobody asked to end, and says why. What it changed already stays. */
export const endBulkChange = async (
  em: EntityManager,
  parts: Parts,
  { id, reason }: { id: string; reason: string },
): Promise<void> => {
  const now = parts.now().getTime();
  await em.transactional(async (tx) => {
    const bulk = await lockRow(tx, BulkChange, { id });
    if (bulk?.status !== 'running') return;
    bulk.status = 'cancelled';
    bulk.finishedAt = now;
    bulk.endReason = reason;
    await tx.flush();
    const changes = { status: { before: 'running', after: 'cancelled' }, endReason: { after: reason } };
    await note(tx, { parts, caller: system }, bulk, changes, 'cancel');
  });
};
