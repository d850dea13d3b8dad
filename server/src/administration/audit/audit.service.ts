import type { EntityManager } from '@mikro-orm/sql';
import type { AuditEntryView, ListAuditEntries } from '@parley/shared/administration/audit';
import type { AuditAction } from '@parley/shared/administration/audit-action';
import { Environment } from '@parley/shared/words/environment';
import { valuesOf } from '@parley/shared/words/page';
import { Paging } from '../../platform/database/cursor.ts';
import { pageOfIds } from '../../platform/database/list-page.ts';
import type { ListedTable } from '../../platform/database/passage.ts';
import { PlainRows, type RowIn } from '../../platform/database/plain-rows.ts';
import type { Caller, Principal } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { AuditEntry } from './audit.entity.ts';
import { withoutSecrets } from './secret-forms.ts';
import { addToTrail } from './audit-trail.service.ts';

type Changes = Record<string, { before?: unknown; after?: unknown }>;

interface Deed {
  action: AuditAction;
  targetId?: string | null;
  consumerId?: string | null;
  environment?: string | null;
  /** Changed fields. Never hand a secret in here. */
  changes?: Changes;
  at: Date;
}

/** A person; by which of their tokens, where one called. */
const nameOf = ({ name, token }: Extract<Principal, { kind: 'staff' }>): string =>
  token ? `${name} (token ${token.name}, ${token.id})`.slice(0, 254) : name;

const actorOf = (principal: Principal): Pick<AuditEntry, 'actorKind' | 'actorId' | 'actorName'> => {
  if (principal.kind === 'staff')
    return { actorKind: 'staff', actorId: principal.staffId, actorName: nameOf(principal) };
  if (principal.kind === 'consumer')
    return { actorKind: 'api_key', actorId: principal.keyId, actorName: principal.keyName };
  // The kinds of actors stand in the table; a link is told by its id and by whom it was made for.
  if (principal.kind === 'integrator')
    return { actorKind: 'system', actorId: principal.linkId, actorName: `Link for ${principal.name}` };
  return principal.kind === 'command_line'
    ? { actorKind: 'command_line', actorId: null, actorName: principal.name }
    : { actorKind: 'system', actorId: null, actorName: 'Parley' };
};

/** The fields of `after` that differ from `before`, in the form that the audit trail keeps. */
export const changesBetween = (before: Record<string, unknown>, after: Record<string, unknown>): Changes =>
  Object.fromEntries(
    Object.entries(after)
      .filter(
        ([field, value]) => value !== undefined && JSON.stringify(before[field]) !== JSON.stringify(value),
      )
      .map(([field, value]) => [field, { before: before[field] ?? null, after: value }]),
  );

/**
 * Records what was done. Call it with the entity manager of the transaction that makes the change: both are kept or
 * neither. Entries of all processes wait for each other on the row of the head.
 */
export const recordAudit = async (tx: EntityManager, caller: Caller, deed: Deed): Promise<void> =>
  addToTrail(tx, {
    at: deed.at,
    ...actorOf(caller.principal),
    action: deed.action,
    targetId: deed.targetId ?? null,
    consumerId: deed.consumerId ?? null,
    environment: deed.environment ?? null,
    changes: withoutSecrets(deed.changes ?? {}),
    requestId: caller.requestId,
    peer: caller.peer,
    reason: caller.reason ?? null,
  });

const shownEntries = new PlainRows(
  AuditEntry,
  [
    'id',
    'at',
    'actorKind',
    'actorId',
    'actorName',
    'action',
    'targetId',
    'consumerId',
    'environment',
    'changes',
    'requestId',
    'peer',
    'reason',
    'hash',
  ],
  {},
);

const viewAuditEntry = (entry: RowIn<typeof shownEntries>): AuditEntryView => ({
  id: entry.id,
  at: entry.at.toISOString(),
  actor: { kind: entry.actorKind, id: entry.actorId ?? null, name: entry.actorName },
  action: entry.action,
  targetId: entry.targetId ?? null,
  consumerId: entry.consumerId ?? null,
  environment: entry.environment ?? null,
  changes: JSON.parse(entry.changes),
  requestId: entry.requestId ?? null,
  peer: entry.peer ?? null,
  reason: entry.reason ?? null,
  hash: entry.hash,
});

const listed: ListedTable = {
  table: 'audit_entry',
  prefix: 'aud',
  ways: [
    { index: 'audit_entry_by_target_index', columns: ['target_id'] },
    { index: 'audit_entry_by_request_index', columns: ['request_id'] },
    { index: 'audit_entry_by_actor_index', columns: ['actor_id'] },
    { index: 'audit_entry_by_action_index', columns: ['action'] },
    { index: 'audit_entry_by_consumer_index', columns: ['consumer_id', 'environment'] },
    { index: 'audit_entry_by_actor_kind_index', columns: ['actor_kind'] },
  ],
  values: { environment: [...Environment.options, null] },
  ownedBy: ({ consumerId, environment }) => ({ consumer_id: [consumerId], environment: [environment, null] }),
};

/** What a query asks of the columns; what the list and its export have in common. */
const askedOf = ({
  action,
  actorKind,
  actorId,
  targetId,
  consumerId,
  environment,
  requestId,
}: Omit<ListAuditEntries, 'limit'>) => ({
  action: valuesOf(action),
  actor_kind: valuesOf(actorKind),
  actor_id: actorId,
  target_id: valuesOf(targetId),
  consumer_id: consumerId,
  environment,
  request_id: requestId,
});
export { listed as listedAuditEntries };

/** Audit entries, in the order that is asked for. */
export const listAuditEntries = async (em: EntityManager, query: ListAuditEntries) => {
  const { ids, cursors } = await pageOfIds(em, listed, {
    paging: Paging.of('audit-entries', query),
    where: askedOf(query),
    since: query.since,
    until: query.until,
  });
  return { items: (await shownEntries.find(em, ids)).map(viewAuditEntry), ...cursors };
};

/** One audit entry. */
export const getAuditEntry = async (em: EntityManager, id: string): Promise<AuditEntryView> => {
  const entry = await em.findOne(AuditEntry, { id });
  if (!entry) throw new Problem('audit_entry.not_found');
  return viewAuditEntry(entry);
};
