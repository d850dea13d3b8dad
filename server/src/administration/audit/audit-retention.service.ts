import type { EntityManager } from '@mikro-orm/sql';
import { dayMs } from '@parley/shared/words/time';
import { everyone } from '../../platform/database/owner.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { auditKeyOf } from './audit-key.service.ts';
import { removeStart } from './audit-trail.service.ts';
import { Walk } from './audit-walk.ts';
import { AuditEntry, AuditHead } from './audit.entity.ts';

/** Entries that one transaction removes. */
const batch = 5000;
/** The start is removed when it is a day too old, so that the trail gets one entry about it a day. */
const slackMs = dayMs;

type Found = { kind: 'nothing' } | { kind: 'not whole' } | { kind: 'old'; walk: Walk };

/** The start of a chain that is older than this, walked as the verification walks it: only what is whole is removed. */
const findOld = async (em: EntityManager, head: AuditHead, before: Date): Promise<Found> => {
  const key = auditKeyOf(em);
  const walk = new Walk(head.id, { position: head.cutPosition, hash: head.cutHash });
  const rows = await em.find(
    AuditEntry,
    { lane: head.id, position: { $gt: head.cutPosition } },
    { orderBy: { position: 'asc' }, limit: batch, disableIdentityMap: true },
  );
  const [first] = rows;
  if (!first || first.at.getTime() > before.getTime() - slackMs) return { kind: 'nothing' };
  for (const entry of rows) {
    if (entry.at >= before) break;
    if (entry.position !== walk.position + 1 || !walk.take(key, entry)) return { kind: 'not whole' };
  }
  return { kind: 'old', walk };
};

/**
 * Removes what is older than the audit trail is kept, a bounded number of entries of each chain; answers how many. It is
 * the one way by which entries go: the head says up to where under its seal, and an entry says it too. A start that is not
 * as it was written stays, and the log says so. Keeps all where no time is given.
 */
export const removeOldEntries = async (
  parts: Pick<Parts, 'openEm' | 'now' | 'log' | 'auditRetentionDays'>,
): Promise<number> => {
  if (parts.auditRetentionDays === null) return 0;
  const now = parts.now();
  const before = new Date(now.getTime() - parts.auditRetentionDays * dayMs);
  let removed = 0;
  for (const head of await parts.openEm(everyone).find(AuditHead, {}, { orderBy: { id: 'asc' } })) {
    const em = parts.openEm(everyone);
    const found = await findOld(em, head, before);
    if (found.kind === 'not whole')
      parts.log.warn(
        { chain: head.id },
        'the audit trail is not whole where it would be removed: it is kept',
      );
    if (found.kind !== 'old') continue;
    await em.transactional(async (tx) => removeStart(tx, head.id, found.walk, now));
    removed += found.walk.count;
  }
  return removed;
};
