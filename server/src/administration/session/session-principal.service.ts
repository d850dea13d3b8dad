import type { EntityManager } from '@mikro-orm/sql';
import type { SessionView } from '@parley/shared/administration/session';
import { scopesOfRole } from '@parley/shared/scope';
import { everyone } from '../../platform/database/owner.ts';
import type { Parts } from '../../platform/process/parts.ts';
import type { Caller, Principal } from '../../platform/request/principal.ts';
import { sha256 } from '../../platform/secret/secret.ts';
import { isSecondFactorRequired } from '../second-factor/security-policy.service.ts';
import { Staff } from '../staff/staff.entity.ts';
import { Session } from './session.entity.ts';
import { sessionsIn } from './session-store.service.ts';

type StaffPrincipal = Extract<Principal, { kind: 'staff' }>;

/** A person as the console knows who is signed in. */
export const viewSession = (staff: Staff, lacksSecondFactor = false): SessionView => ({
  staffId: staff.id,
  email: staff.email,
  name: staff.name ?? staff.email,
  role: staff.role,
  scopes: lacksSecondFactor ? [] : [...scopesOfRole[staff.role]],
  lacksSecondFactor,
  display: { timeZone: staff.timeZone ?? null, clock: staff.clock, hasSingleKeys: staff.hasSingleKeys },
});

/** A person as one who acts, without a session yet: for the trail. */
export const principalOf = (staff: Staff, sessionId: string): StaffPrincipal => ({
  kind: 'staff',
  staffId: staff.id,
  sessionId,
  name: staff.name ?? staff.email,
  role: staff.role,
  scopes: new Set(scopesOfRole[staff.role]),
});

/** Whether this Parley asks for a second factor that a person has not. `hasShownTwo`: that they came in by two. */
export const lacksSecondFactor = async (
  em: EntityManager,
  staff: Staff,
  hasShownTwo: boolean,
): Promise<boolean> => !hasShownTwo && !staff.hasSecondFactor() && (await isSecondFactorRequired(em));

const principalOfSession = async (
  em: EntityManager,
  staff: Staff,
  session: Session,
  sessionId: string,
): Promise<StaffPrincipal> => {
  const principal = { ...principalOf(staff, sessionId), confirmedAt: session.confirmedAt ?? null };
  return (await lacksSecondFactor(em, staff, session.isByPasskey || session.hasTwoFactors))
    ? { ...principal, scopes: new Set(), lacksSecondFactor: true }
    : principal;
};

/** Who a session cookie belongs to. `cookie` is set when the session was prolonged and has to be sent again. */
export const principalOfCookie = async (
  parts: Parts,
  cookieHeader: string,
): Promise<{ principal: StaffPrincipal; cookie: string | null } | null> => {
  const em = parts.openEm(everyone);
  const lucia = sessionsIn(em, parts);
  const id = lucia.readSessionCookie(cookieHeader);
  if (!id) return null;
  const { session } = await lucia.validateSession(id);
  if (!session) return null;
  const staff = await em.findOne(Staff, { id: session.userId, disabledAt: null });
  // The row is at hand: it was just validated with this entity manager.
  const row = await em.findOne(Session, { id: sha256(id) });
  if (!staff || !row || (row.providerId && row.expiresAt <= parts.now())) return null;
  // What a provider began is not prolonged.
  const cookie = session.fresh && !row.providerId ? lucia.createSessionCookie(session.id).serialize() : null;
  return { principal: await principalOfSession(em, staff, row, id), cookie };
};

/** Who this session belongs to, while it lasts; it is not prolonged by that. */
export const principalOfSessionId = async (parts: Parts, id: string): Promise<StaffPrincipal | null> => {
  const em = parts.openEm(everyone);
  const session = await em.findOne(
    Session,
    { id: sha256(id), expiresAt: { $gt: parts.now() }, staff: { disabledAt: null } },
    { populate: ['staff'] },
  );
  return session && principalOfSession(em, session.staff, session, id);
};

/** The signed-in person, or `null`. */
export const currentSession = async (em: EntityManager, caller: Caller): Promise<SessionView | null> => {
  if (caller.principal.kind !== 'staff' || caller.principal.token) return null;
  const staff = await em.findOne(Staff, { id: caller.principal.staffId });
  return staff ? viewSession(staff, caller.principal.lacksSecondFactor) : null;
};
