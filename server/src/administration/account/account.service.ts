import type { EntityManager } from '@mikro-orm/sql';
import type {
  AccountSessions,
  AccountSessionView,
  SessionsEnded,
  UpdateAccount,
} from '@parley/shared/administration/account';
import type { AuditAction } from '@parley/shared/administration/audit-action';
import type { SessionView } from '@parley/shared/administration/session';
import { given } from '../../platform/database/given.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import type { Act } from '../../platform/guard/act.ts';
import type { Caller } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { sha256 } from '../../platform/secret/secret.ts';
import { changesBetween, recordAudit } from '../audit/audit.service.ts';
import { Session } from '../session/session.entity.ts';
import { viewSession } from '../session/session-principal.service.ts';
import { Staff } from '../staff/staff.entity.ts';

const shownMax = 100;

/** Who asks, and by which session. */
const ownerOf = ({ principal }: Caller): { staffId: string; currentId: string } => {
  if (principal.kind !== 'staff') throw new Problem('auth.required');
  return { staffId: principal.staffId, currentId: sha256(principal.sessionId) };
};

const viewOne = (session: Session, currentId: string): AccountSessionView => ({
  id: session.id,
  isCurrent: session.id === currentId,
  agent: session.agent ?? null,
  peer: session.peer ?? null,
  createdAt: session.createdAt.toISOString(),
  expiresAt: session.expiresAt.toISOString(),
});

/** The sessions of who asks that are not over, the latest first. */
export const listOwnSessions = async (
  em: EntityManager,
  { parts, caller }: Act,
): Promise<AccountSessions> => {
  const { staffId, currentId } = ownerOf(caller);
  const sessions = await em.find(
    Session,
    { staff: staffId, expiresAt: { $gt: parts.now() } },
    { orderBy: { createdAt: 'desc', id: 'asc' }, limit: shownMax + 1 },
  );
  return {
    items: sessions.slice(0, shownMax).map((session) => viewOne(session, currentId)),
    hasMore: sessions.length > shownMax,
  };
};

/** Ends what fits of the sessions of who asks, at once; what is ended already is no failure and is not noted again. */
const endSessions = async (
  em: EntityManager,
  { parts, caller }: Act,
  { id, action }: { id: string | { $ne: string }; action: AuditAction },
): Promise<SessionsEnded> => {
  const { staffId } = ownerOf(caller);
  return em.transactional(async (tx) => {
    const ended = await tx.nativeDelete(Session, { staff: staffId, id });
    if (ended > 0)
      await recordAudit(tx, caller, {
        action,
        targetId: staffId,
        changes: { sessions: { after: ended } },
        at: parts.now(),
      });
    return { ended };
  });
};

/** Ends one session of who asks; a session of somebody else is as one that is not there. */
export const endOwnSession = async (
  em: EntityManager,
  act: Act,
  input: { id: string },
): Promise<SessionsEnded> => endSessions(em, act, { id: input.id, action: 'session.end' });

/** Ends every session of who asks but the one that asks. */
export const endOtherSessions = async (em: EntityManager, act: Act): Promise<SessionsEnded> =>
  endSessions(em, act, { id: { $ne: ownerOf(act.caller).currentId }, action: 'session.end_others' });

/**
 * Changes the name of who asks, and how they want the console. The name is what others see, and is noted in the audit trail;
 * how somebody likes to read times is nobody else's business.
 */
export const updateAccount = async (
  em: EntityManager,
  { parts, caller }: Act,
  input: UpdateAccount,
): Promise<SessionView> => {
  const { staffId } = ownerOf(caller);
  return em.transactional(async (tx) => {
    const staff = await lockRow(tx, Staff, { id: staffId, disabledAt: null });
    if (!staff) throw new Problem('auth.required');
    const changes = changesBetween({ name: staff.name }, { name: input.name });
    tx.assign(staff, given({ ...input }));
    await tx.flush();
    if (Object.keys(changes).length > 0)
      await recordAudit(tx, caller, { action: 'staff.update', targetId: staffId, changes, at: parts.now() });
    return viewSession(staff, caller.principal.kind === 'staff' && caller.principal.lacksSecondFactor);
  });
};
