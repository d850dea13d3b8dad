import type { EntityManager } from '@mikro-orm/sql';
import type { StaffView } from '@parley/shared/administration/staff';
import { lockRow } from '../../platform/database/lock-row.ts';
import type { Act } from '../../platform/guard/act.ts';
import { assertOwner } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { recordAudit } from '../audit/audit.service.ts';
import { StaffIdentity } from '../identity-provider/staff-identity.entity.ts';
import { Invitation } from '../invitation/invitation.entity.ts';
import { Passkey } from '../passkey/passkey.entity.ts';
import { RecoveryCode } from '../second-factor/recovery-code.entity.ts';
import { Session } from '../session/session.entity.ts';
import { Staff } from './staff.entity.ts';
import { staffTag, updateStaff, viewStaff } from './staff.service.ts';

/**
 * Removes the second factors of somebody who lost them, and ends their sessions: whoever found the device is out as well.
 * Owners, and the command line, which helps the last owner.
 */
export const resetSecondFactor = async (
  em: EntityManager,
  { parts, caller, ifMatch }: Act,
  id: string,
): Promise<StaffView> => {
  assertOwner(caller, 'Only an owner can remove the second factors of others.');
  return em.transactional(async (tx) => {
    const staff = await lockRow(tx, Staff, { id });
    if (!staff) throw new Problem('staff.not_found');
    staffTag.assertExpected(ifMatch, viewStaff(staff));
    const had = staff.hasSecondFactor() || (await tx.count(Passkey, { staff: id })) > 0;
    if (!had) return viewStaff(staff);
    await tx.nativeDelete(Passkey, { staff: id });
    await tx.nativeDelete(RecoveryCode, { staff: id });
    await tx.nativeDelete(Session, { staff: id });
    staff.totpSecret = null;
    staff.totpStep = null;
    staff.hasPasskey = false;
    await tx.flush();
    await recordAudit(tx, caller, { action: 'second_factor.reset', targetId: id, at: parts.now() });
    return viewStaff(staff);
  });
};

/**
 * Separates an account from its identity provider: for somebody who has a new login there, or none any more. The next
 * sign-in by the provider joins it anew. Sessions that a provider began end.
 */
export const endSingleSignOn = async (
  em: EntityManager,
  { parts, caller, ifMatch }: Act,
  id: string,
): Promise<StaffView> => {
  assertOwner(caller, 'Only an owner can separate accounts from their provider.');
  return em.transactional(async (tx) => {
    const staff = await lockRow(tx, Staff, { id });
    if (!staff) throw new Problem('staff.not_found');
    staffTag.assertExpected(ifMatch, viewStaff(staff));
    if (!staff.hasIdentity) return viewStaff(staff);
    await tx.nativeDelete(StaffIdentity, { staff: id });
    await tx.nativeDelete(Session, { staff: id, providerId: { $ne: null } });
    staff.hasIdentity = false;
    staff.hasProviderFactor = false;
    await tx.flush();
    await recordAudit(tx, caller, { action: 'staff.end_single_sign_on', targetId: id, at: parts.now() });
    return viewStaff(staff);
  });
};

/** The account of an address. */
export const findStaffByEmail = async (em: EntityManager, email: string): Promise<StaffView> => {
  const staff = await em.findOne(Staff, { email });
  if (!staff) throw new Problem('staff.not_found', { detail: `Nobody has the address ${email}.` });
  return viewStaff(staff);
};

/** Disables the account of an address at once: sessions and tokens end, the last owner stays. */
export const disableStaff = async (em: EntityManager, act: Act, email: string): Promise<StaffView> => {
  const { id } = await findStaffByEmail(em, email);
  return updateStaff(em, act, { id, disabled: true });
};

/**
 * Sets the password of an account, for somebody who forgot it and for the owner who keeps one beside single sign-on. Every
 * session of the person ends, and open invitations do: whoever may have known the old one is out.
 */
export const setPassword = async (
  em: EntityManager,
  { parts, caller }: Act,
  input: { email: string; passwordHash: string },
): Promise<StaffView> => {
  const { id } = await findStaffByEmail(em, input.email);
  return em.transactional(async (tx) => {
    const staff = await lockRow(tx, Staff, { id });
    if (!staff) throw new Problem('staff.not_found');
    staff.passwordHash = input.passwordHash;
    await tx.flush();
    await tx.nativeDelete(Invitation, { staff: id });
    await tx.nativeDelete(Session, { staff: id });
    await recordAudit(tx, caller, { action: 'staff.change_password', targetId: id, at: parts.now() });
    return viewStaff(staff);
  });
};
