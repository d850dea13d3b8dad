import type { EntityManager } from '@mikro-orm/sql';
import type { AuditState } from '@parley/shared/administration/audit';
import { isSealedHead } from './audit-chain.ts';
import { auditKeyOf } from './audit-key.service.ts';
import { AuditEntry, AuditHead } from './audit.entity.ts';

/** How the trail stands: its length and whether its end is sealed. Costs two rows a chain, and proves nothing of the entries before. */
export const auditStateOf = async (em: EntityManager): Promise<AuditState> => {
  const key = auditKeyOf(em);
  const heads = await em.find(AuditHead, {}, { orderBy: { id: 'asc' }, disableIdentityMap: true });
  const ends = await Promise.all(
    heads.map(async ({ id, position }) => em.findOne(AuditEntry, { lane: id, position })),
  );
  const newest = ends.flatMap((entry) => entry?.at ?? []).toSorted((a, b) => +b - +a)[0];
  const isSealed = heads.every(
    // A head whose entry is gone seals nothing.
    (head, index) => isSealedHead(key, head) && (head.position === 0 || ends[index]?.hash === head.hash),
  );
  return {
    entries: heads.reduce((all, { position }) => all + position, 0),
    removed: heads.reduce((all, { cutPosition }) => all + cutPosition, 0),
    newestAt: newest?.toISOString() ?? null,
    isSealed: isSealed && (heads[0]?.position ?? 0) > 0 && heads[0]?.lanes === heads.length,
  };
};
