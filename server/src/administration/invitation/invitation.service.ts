import type { EntityManager } from '@mikro-orm/sql';
import type { InvitationView, SetUpView } from '@parley/shared/administration/session';
import type { Role } from '@parley/shared/scope';
import { dayMs } from '@parley/shared/words/time';
import { lockAlone } from '../../platform/database/lock-row.ts';
import { everyone } from '../../platform/database/owner.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { Problem } from '../../platform/request/problem.ts';
import { newId } from '../../platform/secret/id.ts';
import { newToken, sha256 } from '../../platform/secret/secret.ts';
import { recordAudit } from '../audit/audit.service.ts';
import { assertNotOnlyBySingleSignOn } from '../identity-provider/sso-only.service.ts';
import {
  byPassword,
  hashNewPassword,
  openSession,
  type SignedIn,
  type Visiting,
} from '../session/session.service.ts';
import { principalOf } from '../session/session-principal.service.ts';
import { Staff } from '../staff/staff.entity.ts';
import { Invitation } from './invitation.entity.ts';

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
  const isOpen = invitation?.staff ? invitation.staff.status() === 'invited' : await isSetUpNeeded(em);
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
  act: Visiting,
  input: { token: string; email?: string | undefined; name: string; password: string },
): Promise<SignedIn> => {
  const { parts, caller } = act;
  const now = parts.now();
  await loadInvitation(parts.openEm(everyone), input.token, now);
  const passwordHash = await hashNewPassword(input.password);
  return parts.openEm(everyone).transactional(async (tx) => {
    // Whether it was used, and whether anybody has an account, is asked again with nobody else beside.
    await lockAlone(tx, 'staff');
    const invitation = await loadInvitation(tx, input.token, now);
    const staff = await accountOf(tx, invitation, input.email, now);
    await assertNotOnlyBySingleSignOn(tx, staff);
    staff.name = input.name;
    staff.passwordHash = passwordHash;
    staff.lastSignedInAt = now;
    invitation.usedAt = now;
    await tx.flush();
    const signedIn = await openSession(tx, act, staff, byPassword);
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
