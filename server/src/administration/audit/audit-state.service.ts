import type { EntityManager } from '@mikro-orm/sql';
import type { AuditState } from '@parley/shared/administration/audit';
import { isSealedHead } from './audit-chain.ts';
import { auditKeyOf } from './audit-key.service.ts';
import { AuditEntry, AuditHead } from './audit.entity.ts';

/** How the trail stands: its length and whether its end is sealed. Costs two rows, and proves nothing of the entries before. */
export const auditStateOf = async (em: EntityManager): Promise<AuditState> => {
  const head = await em.findOne(AuditHead, { id: 1 }, { disableIdentityMap: true });
  const newest = head && (await em.findOne(AuditEntry, { position: head.position }));
  return {
    entries: head?.position ?? 0,
    newestAt: newest?.at.toISOString() ?? null,
    // A head whose entry is gone seals nothing.
    isSealed: isSealedHead(auditKeyOf(em), head) && newest?.hash === head?.hash,
  };
};
