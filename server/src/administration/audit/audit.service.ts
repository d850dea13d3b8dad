import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import type { AuditEntryView, AuditVerdict, ListAuditEntries } from '@parley/shared/administration/audit';
import { afterCursor, pageFrom } from '../../platform/database/cursor.ts';
import { given } from '../../platform/database/given.ts';
import { newId } from '../../platform/secret/id.ts';
import type { Caller, Principal } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { sha256 } from '../../platform/secret/secret.ts';
import { AuditEntry, AuditHead } from './audit.entity.ts';

type Changes = Record<string, { before?: unknown; after?: unknown }>;

interface Deed {
  /** `noun.verb` */
  action: string;
  targetId?: string | null;
  consumerId?: string | null;
  environment?: string | null;
  /** Changed fields. Never hand a secret in here. */
  changes?: Changes;
  at: Date;
}

const actorOf = (principal: Principal): Pick<AuditEntry, 'actorKind' | 'actorId' | 'actorName'> => {
  if (principal.kind === 'staff')
    return { actorKind: 'staff', actorId: principal.staffId, actorName: principal.name };
  if (principal.kind === 'consumer')
    return { actorKind: 'api_key', actorId: principal.keyId, actorName: principal.keyName };
  return principal.kind === 'command_line'
    ? { actorKind: 'command_line', actorId: null, actorName: principal.name }
    : { actorKind: 'system', actorId: null, actorName: 'Parley' };
};

const hashOf = (previous: string, entry: AuditEntry): string =>
  sha256(
    JSON.stringify([
      previous,
      entry.id,
      entry.position,
      entry.at.getTime(),
      entry.actorKind,
      entry.actorId,
      entry.actorName,
      entry.action,
      entry.targetId,
      entry.consumerId,
      entry.environment,
      entry.changes,
      entry.requestId,
      entry.peer,
    ]),
  );

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
 * Adds an entry to the chain. Call it with the entity manager of the transaction that makes the change: both are kept or
 * neither. Entries of all processes wait for each other on the row of the head.
 */
export const recordAudit = async (tx: EntityManager, caller: Caller, deed: Deed): Promise<void> => {
  const head = (await tx.findOne(AuditHead, { id: 1 }, { lockMode: LockMode.PESSIMISTIC_WRITE })) ?? null;
  const last = head ?? tx.create(AuditHead, { id: 1, position: 0, hash: '' });
  const entry = tx.create(AuditEntry, {
    id: newId('aud', deed.at.getTime()),
    position: last.position + 1,
    at: deed.at,
    ...actorOf(caller.principal),
    action: deed.action,
    targetId: deed.targetId ?? null,
    consumerId: deed.consumerId ?? null,
    environment: deed.environment ?? null,
    changes: JSON.stringify(deed.changes ?? {}),
    requestId: caller.requestId,
    peer: caller.peer,
    hash: '',
  });
  entry.hash = hashOf(last.hash, entry);
  last.position = entry.position;
  last.hash = entry.hash;
  await tx.flush();
};

const viewAuditEntry = (entry: AuditEntry): AuditEntryView => ({
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
  hash: entry.hash,
});

/** Audit entries, newest first. */
export const listAuditEntries = async (em: EntityManager, query: ListAuditEntries) => {
  const { limit, cursor, ...filter } = query;
  const rows = await em.find(
    AuditEntry,
    { ...given(filter), ...afterCursor({ limit, cursor }) },
    { orderBy: { id: 'desc' }, limit: limit + 1 },
  );
  return pageFrom(rows, limit, viewAuditEntry);
};

/** One audit entry. */
export const getAuditEntry = async (em: EntityManager, id: string): Promise<AuditEntryView> => {
  const entry = await em.findOne(AuditEntry, { id });
  if (!entry) throw new Problem('audit_entry.not_found');
  return viewAuditEntry(entry);
};

const verifyBatch = 1000;

/** Walks the whole chain and says where it breaks: an entry that was changed, removed, put in, or cut off the end. */
export const verifyAudit = async (em: EntityManager): Promise<AuditVerdict> => {
  let previous = '';
  let position = 0;
  for (;;) {
    const entries = await em.find(
      AuditEntry,
      { position: { $gt: position } },
      { orderBy: { position: 'asc' }, limit: verifyBatch, disableIdentityMap: true },
    );
    for (const entry of entries) {
      if (entry.position !== position + 1 || entry.hash !== hashOf(previous, entry))
        return { intact: false, entries: position, brokenAt: entry.id };
      previous = entry.hash;
      position = entry.position;
    }
    if (entries.length < verifyBatch) break;
  }
  const head = await em.findOne(AuditHead, { id: 1 });
  const isWhole = (head?.position ?? 0) === position && (head?.hash ?? '') === previous;
  return { intact: isWhole, entries: position, brokenAt: isWhole ? null : 'the end of the chain' };
};
