import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import type { Role } from '@parley/shared/scope';
import {
  type ListStaff,
  StaffInvited,
  StaffView,
  type UpdateStaff,
} from '@parley/shared/administration/staff';
import { changesBetween, recordAudit } from '../audit/audit.service.ts';
import { Paging, viewPage } from '../../platform/database/cursor.ts';
import { given } from '../../platform/database/given.ts';
import { lockAlone, lockRow } from '../../platform/database/lock-row.ts';
import { PlainRows, type RowIn } from '../../platform/database/plain-rows.ts';
import { newId } from '../../platform/secret/id.ts';
import type { Act } from '../../platform/guard/act.ts';
import type { Caller } from '../../platform/request/principal.ts';
import { EntityTag } from '../../platform/request/entity-tag.ts';
import { Problem } from '../../platform/request/problem.ts';
import { newToken, sha256 } from '../../platform/secret/secret.ts';
import { Session } from '../session/session.entity.ts';
import { addInvitation } from '../invitation/invitation.service.ts';
import { Invitation } from '../invitation/invitation.entity.ts';
import { PersonalToken } from '../personal-token/personal-token.entity.ts';
import { hasSecondFactor, Staff, staffStatusOf } from './staff.entity.ts';

/** What an account is told by in `ETag`. */
export const staffTag = new EntityTag(StaffView, ['lastSignedInAt']);

const shownStaff = new PlainRows(
  Staff,
  [
    'id',
    'email',
    'name',
    'role',
    'passwordHash',
    'disabledAt',
    'createdAt',
    'lastSignedInAt',
    'totpSecret',
    'hasPasskey',
    'hasIdentity',
  ],
  {},
);

/** An account as others see it. */
export const viewStaff = (staff: RowIn<typeof shownStaff>): StaffView => ({
  id: staff.id,
  email: staff.email,
  name: staff.name ?? null,
  role: staff.role,
  status: staffStatusOf(staff),
  hasSecondFactor: hasSecondFactor(staff),
  hasSingleSignOn: staff.hasIdentity ?? false,
  createdAt: staff.createdAt.toISOString(),
  lastSignedInAt: staff.lastSignedInAt?.toISOString() ?? null,
});

const loadLocked = async (tx: EntityManager, id: string): Promise<Staff> => {
  const staff = await lockRow(tx, Staff, { id });
  if (!staff) throw new Problem('staff.not_found');
  return staff;
};

/** Staff, in the order that is asked for. */
export const listStaff = async (em: EntityManager, query: ListStaff) => {
  const paging = Paging.of('staff', query);
  const { where, options } = paging.find;
  return viewPage(paging.close(await shownStaff.findWhere(em, where, options)), viewStaff);
};

/** One account. */
export const getStaff = async (em: EntityManager, id: string): Promise<StaffView> => {
  const staff = await em.findOne(Staff, { id });
  if (!staff) throw new Problem('staff.not_found');
  return viewStaff(staff);
};

// Only an owner makes owners and changes them: else an admin could make themselves one.
const mayTouch = ({ principal }: Caller, roles: readonly Role[]): boolean =>
  principal.kind === 'command_line' ||
  (principal.kind === 'staff' && principal.role === 'owner') ||
  !roles.includes('owner');

const assertMayTouch = (caller: Caller, roles: readonly Role[]): void => {
  if (!mayTouch(caller, roles))
    throw new Problem('auth.grant_refused', {
      detail: 'Only an owner can make somebody an owner or change one.',
    });
};

const emailTaken = (error: unknown, email: string): never => {
  if (error instanceof UniqueConstraintViolationException)
    throw new Problem('staff.email_taken', { detail: `${email} already has an account.` });
  throw error;
};

const insertStaff = async (
  tx: EntityManager,
  { parts, caller }: Act,
  account: { email: string; role: Role; passwordHash: string | null },
): Promise<Staff> => {
  const now = parts.now();
  const staff = tx.create(Staff, { id: newId('stf', now.getTime()), ...account, createdAt: now });
  await tx.flush();
  await recordAudit(tx, caller, {
    action: 'staff.create',
    targetId: staff.id,
    changes: { email: { after: staff.email }, role: { after: staff.role } },
    at: now,
  });
  return staff;
};

/** The account of this address that still waits for its owner, if there is one. */
const findPending = async (tx: EntityManager, email: string): Promise<Staff | null> =>
  tx.findOne(Staff, { email, passwordHash: null, hasIdentity: false, disabledAt: null });

const renewInvitation = async (tx: EntityManager, { parts, caller }: Act, staff: Staff, role: Role) => {
  assertMayTouch(caller, [staff.role]);
  const changes = changesBetween({ role: staff.role }, { role });
  staff.role = role;
  await tx.nativeDelete(Invitation, { staff: staff.id });
  await tx.flush();
  await recordAudit(tx, caller, {
    action: 'staff.invite_again',
    targetId: staff.id,
    changes,
    at: parts.now(),
  });
  return staff;
};

/**
 * Creates an account and the link with which its owner sets a password. Inviting somebody again who has not accepted yet
 * gives a fresh link and ends the old one.
 */
export const inviteStaff = async (
  em: EntityManager,
  { parts, caller }: Act,
  input: { email: string; role: Role },
): Promise<StaffInvited> => {
  assertMayTouch(caller, [input.role]);
  const token = newToken();
  try {
    return await em.transactional(async (tx) => {
      await lockAlone(tx, 'staff');
      const pending = await findPending(tx, input.email);
      const staff = pending
        ? await renewInvitation(tx, { parts, caller }, pending, input.role)
        : await insertStaff(tx, { parts, caller }, { ...input, passwordHash: null });
      await addInvitation(tx, { token, role: input.role, staff, now: parts.now() });
      return { staff: viewStaff(staff), invitationUrl: `${parts.publicUrl}/invitation?token=${token}` };
    });
  } catch (error) {
    return emailTaken(error, input.email);
  }
};

/** Creates an account that can sign in at once. For the command line, where the password is typed. */
export const createStaff = async (
  em: EntityManager,
  { parts, caller }: Act,
  input: { email: string; role: Role; passwordHash: string },
): Promise<StaffView> => {
  try {
    return await em.transactional(async (tx) => viewStaff(await insertStaff(tx, { parts, caller }, input)));
  } catch (error) {
    return emailTaken(error, input.email);
  }
};

/** Whether without this person no owner with a password would be left: who cannot sign in by a provider that is away. */
export const isLastOwner = async (tx: EntityManager, leaving: Staff): Promise<boolean> => {
  if (leaving.role !== 'owner' || leaving.disabledAt) return false;
  const others = await tx.count(Staff, {
    role: 'owner',
    disabledAt: null,
    passwordHash: { $ne: null },
    id: { $ne: leaving.id },
  });
  return others === 0;
};

const assertOwnerRemains = async (tx: EntityManager, leaving: Staff): Promise<void> => {
  if (await isLastOwner(tx, leaving)) throw new Problem('staff.last_owner');
};

/** Changes name or role, disables or enables. A changed role and a disabling hold from the next request on. */
export const updateStaff = async (
  em: EntityManager,
  { parts, caller, ifMatch }: Act,
  input: UpdateStaff,
): Promise<StaffView> => {
  const now = parts.now();
  return em.transactional(async (tx) => {
    // One change at a time: two owners who demote each other are not both the one that remains.
    await lockAlone(tx, 'staff');
    const staff = await loadLocked(tx, input.id);
    staffTag.assertExpected(ifMatch, viewStaff(staff));
    assertMayTouch(caller, [staff.role, ...(input.role ? [input.role] : [])]);
    const before = { name: staff.name, role: staff.role, disabled: staff.disabledAt !== null };
    const after = { ...before, ...given({ name: input.name, role: input.role, disabled: input.disabled }) };
    if (after.disabled || after.role !== 'owner') await assertOwnerRemains(tx, staff);
    staff.name = after.name;
    staff.role = after.role;
    staff.disabledAt = after.disabled ? (staff.disabledAt ?? now) : null;
    if (after.disabled) {
      // Enabled again, an account that was never completed needs a fresh link. First, for accepting one makes a session.
      await tx.nativeDelete(Invitation, { staff: staff.id });
      await tx.nativeDelete(Session, { staff: staff.id });
      // For good: who is enabled again makes new ones.
      await tx.nativeUpdate(PersonalToken, { staff: staff.id, revokedAt: null }, { revokedAt: now });
    }
    await tx.flush();
    const changes = changesBetween(before, after);
    if (Object.keys(changes).length > 0)
      await recordAudit(tx, caller, { action: 'staff.update', targetId: staff.id, changes, at: now });
    return viewStaff(staff);
  });
};

/**
 * Whether a kept answer with the link of an invitation may still be shown: the link still works, and the caller could make
 * it today.
 */
export const isInvitationStillGood = async (
  { em, parts, caller }: Act & { em: EntityManager },
  answer: unknown,
) => {
  const kept = StaffInvited.safeParse(answer);
  const token = kept.success ? new URL(kept.data.invitationUrl).searchParams.get('token') : null;
  if (token === null) return false;
  const invitation = await em.findOne(
    Invitation,
    { tokenHash: sha256(token), usedAt: null, expiresAt: { $gt: parts.now() } },
    { populate: ['staff'] },
  );
  const staff = invitation?.staff;
  return Boolean(staff && staff.status() === 'invited' && mayTouch(caller, [staff.role]));
};
