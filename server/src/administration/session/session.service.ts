import type { Act } from '../../platform/guard/act.ts';
import type { EntityManager } from '@mikro-orm/sql';
import { type Role, scopesOfRole } from '@parley/shared/scope';
import type { InvitationView, SessionView, SetUpView } from '@parley/shared/administration/session';
import { dayMs } from '@parley/shared/words/time';
import { recordAudit } from '../audit/audit.service.ts';
import { newId } from '../../platform/secret/id.ts';
import { everyone } from '../../platform/database/owner.ts';
import type { Parts } from '../../platform/process/parts.ts';
import type { Caller, Principal } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { newToken, sha256 } from '../../platform/secret/secret.ts';
import { Invitation } from '../invitation/invitation.entity.ts';
import { Staff } from '../staff/staff.entity.ts';
import { hashPassword, isPassword } from './password.ts';
import { Session } from './session.entity.ts';
import { sessionsIn } from './session-store.service.ts';
import { takeTry, type Try } from './sign-in-throttle.service.ts';
import { allowanceOfChange, allowancesOf, deviceCookie } from './visitor.ts';
import { lockAlone, lockRow } from '../../platform/database/lock-row.ts';
import type { Visit } from '../../platform/request/visit.ts';

type StaffPrincipal = Extract<Principal, { kind: 'staff' }>;

/** A session, and each `Set-Cookie` that comes with it: of the session, and by which the browser is known again. */
interface SignedIn {
  session: SessionView;
  cookies: string[];
}

const viewSession = (staff: Staff): SessionView => ({
  staffId: staff.id,
  email: staff.email,
  name: staff.name ?? staff.email,
  role: staff.role,
  scopes: [...scopesOfRole[staff.role]],
});

const principalOf = (staff: Staff, sessionId: string): StaffPrincipal => ({
  kind: 'staff',
  staffId: staff.id,
  sessionId,
  name: staff.name ?? staff.email,
  role: staff.role,
  scopes: new Set(scopesOfRole[staff.role]),
});

const open = async (tx: EntityManager, parts: Parts, staff: Staff): Promise<SignedIn> => {
  const lucia = sessionsIn(tx, parts);
  const session = await lucia.createSession(staff.id, {});
  return {
    session: viewSession(staff),
    cookies: [lucia.createSessionCookie(session.id).serialize(), deviceCookie(parts, staff.email)],
  };
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
  if (!staff) return null;
  const cookie = session.fresh ? lucia.createSessionCookie(session.id).serialize() : null;
  return { principal: principalOf(staff, id), cookie };
};

/** Who this session belongs to, while it lasts; it is not prolonged by that. */
export const principalOfSessionId = async (parts: Parts, id: string): Promise<StaffPrincipal | null> => {
  const session = await parts
    .openEm(everyone)
    .findOne(
      Session,
      { id: sha256(id), expiresAt: { $gt: parts.now() }, staff: { disabledAt: null } },
      { populate: ['staff'] },
    );
  return session && principalOf(session.staff, id);
};

/** The signed-in person, or `null`. */
export const currentSession = async (em: EntityManager, caller: Caller): Promise<SessionView | null> => {
  if (caller.principal.kind !== 'staff') return null;
  const staff = await em.findOne(Staff, { id: caller.principal.staffId });
  return staff ? viewSession(staff) : null;
};

/** Whether the password is the one. What refuses to look gives the try back. */
const evaluate = async (tried: Try, password: string, staff: Staff | null): Promise<boolean> =>
  isPassword(password, staff?.passwordHash).catch(async (error: unknown) => {
    await tried.giveBack();
    throw error;
  });

/** The account as it was when its password was looked at, or `null`: it may have been changed or disabled since. */
const lockUnchanged = async (tx: EntityManager, staff: Staff): Promise<Staff | null> => {
  const { id, passwordHash } = staff;
  const one = await lockRow(tx, Staff, { id, disabledAt: null });
  return one?.passwordHash === passwordHash ? one : null;
};

/**
 * Signs in. Unknown address, wrong password and disabled account are the same answer in the same time, and use up the same
 * tries. The try is taken before the password is looked at.
 */
export const signIn = async (
  { parts, caller, visit }: Act & { visit: Visit },
  input: { email: string; password: string },
): Promise<SignedIn> => {
  const em = parts.openEm(everyone);
  const now = parts.now();
  const { target, others } = allowancesOf(parts, input.email, { peer: caller.peer, visit });
  const tried = await takeTry(parts, target, others);
  const staff = await em.findOne(Staff, { email: input.email, disabledAt: null });
  const isRight = await evaluate(tried, input.password, staff);
  if (!staff || !isRight) throw new Problem('session.sign_in_failed');
  await tried.succeed();
  return parts.openEm(everyone).transactional(async (tx) => {
    const one = await lockUnchanged(tx, staff);
    if (!one) throw new Problem('session.sign_in_failed');
    one.lastSignedInAt = now;
    const signedIn = await open(tx, parts, one);
    await recordAudit(
      tx,
      { ...caller, principal: principalOf(one, '') },
      {
        action: 'session.sign_in',
        targetId: one.id,
        at: now,
      },
    );
    return signedIn;
  });
};

/** Ends the session at once; answers the cookie that removes itself from the browser. */
export const signOut = async ({ parts, caller }: Act): Promise<string> => {
  const lucia = sessionsIn(parts.openEm(everyone), parts);
  if (caller.principal.kind === 'staff') await lucia.invalidateSession(caller.principal.sessionId);
  return lucia.createBlankSessionCookie().serialize();
};

/** Sets a new password and ends every other session of the person. */
export const changePassword = async (
  { parts, caller }: Act,
  input: { currentPassword: string; newPassword: string },
): Promise<SignedIn> => {
  if (caller.principal.kind !== 'staff') throw new Problem('auth.required');
  const { staffId } = caller.principal;
  const staff = await parts.openEm(everyone).findOneOrFail(Staff, { id: staffId });
  const now = parts.now();
  const tried = await takeTry(parts, allowanceOfChange(staffId), []);
  if (!(await evaluate(tried, input.currentPassword, staff))) throw new Problem('staff.wrong_password');
  await tried.succeed();
  const passwordHash = await hashPassword(input.newPassword);
  return parts.openEm(everyone).transactional(async (tx) => {
    const one = await lockUnchanged(tx, staff);
    if (!one) throw new Problem('staff.wrong_password');
    one.passwordHash = passwordHash;
    await tx.flush();
    await sessionsIn(tx, parts).invalidateUserSessions(staffId);
    await recordAudit(tx, caller, { action: 'staff.change_password', targetId: staffId, at: now });
    return open(tx, parts, one);
  });
};

/** Whether nobody has an account yet. */
export const isSetUpNeeded = async (em: EntityManager): Promise<boolean> =>
  (await em.count(Staff, { passwordHash: { $ne: null } })) === 0;

/** Whether nobody has an account yet; how the first is made on the command line is told nobody later. */
export const viewSetUp = async (parts: Parts): Promise<SetUpView> => {
  const needed = await isSetUpNeeded(parts.openEm(everyone));
  return { needed, commandLine: needed ? parts.commandLine : null };
};

const invitationDays = 7;

/** A fresh link for the first owner; links that were made before it end. */
export const createSetUpLink = async (parts: Parts): Promise<string> => {
  const token = newToken();
  const now = parts.now();
  await parts.openEm(everyone).transactional(async (tx) => {
    await lockAlone(tx, 'staff');
    await tx.nativeDelete(Invitation, { staff: null });
    await addInvitation(tx, { token, role: 'owner', staff: null, now });
  });
  return `${parts.publicUrl}/set-up?token=${token}`;
};

/** Stores an invitation; the link with its token is shown once. */
export const addInvitation = async (
  tx: EntityManager,
  invitation: { token: string; role: Role; staff: Staff | null; now: Date },
): Promise<void> => {
  tx.create(Invitation, {
    id: newId('inv', invitation.now.getTime()),
    tokenHash: sha256(invitation.token),
    role: invitation.role,
    staff: invitation.staff,
    expiresAt: new Date(invitation.now.getTime() + invitationDays * dayMs),
    createdAt: invitation.now,
  });
  await tx.flush();
};

const loadInvitation = async (em: EntityManager, token: string, now: Date): Promise<Invitation> => {
  const invitation = await em.findOne(
    Invitation,
    { tokenHash: sha256(token), usedAt: null, expiresAt: { $gt: now } },
    { populate: ['staff'] },
  );
  // The first set-up is over as soon as somebody has an account; an account is completed once, and not while it is disabled.
  const isOpen = invitation?.staff
    ? !invitation.staff.disabledAt && !invitation.staff.passwordHash
    : await isSetUpNeeded(em);
  if (!invitation || !isOpen) throw new Problem('invitation.not_found');
  return invitation;
};

/** What an invitation link is for. */
export const getInvitation = async (parts: Parts, token: string): Promise<InvitationView> => {
  const em = parts.openEm(everyone);
  const invitation = await loadInvitation(em, token, parts.now());
  const staff = invitation.staff ? await em.findOneOrFail(Staff, { id: invitation.staff.id }) : null;
  return {
    email: staff?.email ?? null,
    role: staff?.role ?? invitation.role,
    expiresAt: invitation.expiresAt.toISOString(),
  };
};

const accountOf = async (
  tx: EntityManager,
  invitation: Invitation,
  email: string | undefined,
  now: Date,
): Promise<Staff> => {
  if (invitation.staff) return tx.findOneOrFail(Staff, { id: invitation.staff.id });
  if (email === undefined)
    throw new Problem('request.invalid', {
      detail: 'The first account needs an e-mail address.',
      errors: [{ path: '/email', message: 'An e-mail address.' }],
    });
  return tx.create(Staff, { id: newId('stf', now.getTime()), email, role: invitation.role, createdAt: now });
};

/** Uses an invitation: sets name and password, and signs in. A link works once. */
export const acceptInvitation = async (
  { parts, caller }: Act,
  input: { token: string; email?: string | undefined; name: string; password: string },
): Promise<SignedIn> => {
  const now = parts.now();
  await loadInvitation(parts.openEm(everyone), input.token, now);
  const passwordHash = await hashPassword(input.password);
  return parts.openEm(everyone).transactional(async (tx) => {
    // Whether it was used, and whether anybody has an account, is asked again with nobody else beside.
    await lockAlone(tx, 'staff');
    const invitation = await loadInvitation(tx, input.token, now);
    const staff = await accountOf(tx, invitation, input.email, now);
    staff.name = input.name;
    staff.passwordHash = passwordHash;
    staff.lastSignedInAt = now;
    invitation.usedAt = now;
    await tx.flush();
    const signedIn = await open(tx, parts, staff);
    await recordAudit(
      tx,
      { ...caller, principal: principalOf(staff, '') },
      {
        action: 'invitation.accept',
        targetId: staff.id,
        changes: { email: { after: staff.email }, role: { after: staff.role } },
        at: now,
      },
    );
    return signedIn;
  });
};
