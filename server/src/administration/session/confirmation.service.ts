import type { EntityManager } from '@mikro-orm/sql';
import type {
  ConfirmationView,
  ConfirmSession,
  Factor,
  PasskeyAssertion,
} from '@parley/shared/administration/second-factor';
import { lockRow } from '../../platform/database/lock-row.ts';
import { everyone } from '../../platform/database/owner.ts';
import type { Act } from '../../platform/guard/act.ts';
import { confirmationHoldsMs } from '../../platform/guard/guard.ts';
import { type Caller, staffIdOf } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { sha256 } from '../../platform/secret/secret.ts';
import { recordAudit } from '../audit/audit.service.ts';
import { assertNotOnlyBySingleSignOn } from '../identity-provider/sso-only.service.ts';
import { usePasskey } from '../passkey/passkey.service.ts';
import { factorsOf, takeCode } from '../second-factor/second-factor.service.ts';
import { Staff } from '../staff/staff.entity.ts';
import { Session } from './session.entity.ts';
import { assertOwnPassword, type Visiting } from './session.service.ts';
import { takeTry } from './sign-in-throttle.service.ts';
import { allowanceOfCodes } from './visitor.ts';

const sessionIdOf = ({ principal }: Caller): string => {
  if (principal.kind !== 'staff') throw new Problem('auth.required');
  return sha256(principal.sessionId);
};

/**
 * By what a person shows again that it is them: by the second factor where there is one, for that is what a thief lacks; else
 * as the session was begun.
 */
const waysOf = (staff: Staff, isByProvider: boolean): Factor[] => {
  const factors = factorsOf(staff);
  if (factors.length > 0) return factors;
  return [isByProvider ? 'provider' : 'password'];
};

const viewConfirmation = (
  confirmedAt: Date | null | undefined,
  { staff, isByProvider }: { staff: Staff; isByProvider: boolean },
  now: Date,
): ConfirmationView => {
  const until = confirmedAt ? new Date(confirmedAt.getTime() + confirmationHoldsMs) : null;
  return {
    confirmedUntil: until && until > now ? until.toISOString() : null,
    by: waysOf(staff, isByProvider),
  };
};

/** Whether what is dangerous is open to the session that asks, and how it is opened. */
export const getConfirmation = async (
  em: EntityManager,
  { parts, caller }: Act,
): Promise<ConfirmationView> => {
  const staff = await em.findOneOrFail(Staff, { id: staffIdOf(caller) });
  const { principal } = caller;
  const session = await em.findOne(Session, { id: sessionIdOf(caller) });
  const isByProvider = Boolean(session?.providerId);
  const confirmedAt = principal.kind === 'staff' ? principal.confirmedAt : null;
  return viewConfirmation(confirmedAt, { staff, isByProvider }, parts.now());
};

/** Notes that the person of a session showed again that it is them. */
export const markConfirmed = async (
  tx: EntityManager,
  { parts, caller }: Act,
  staff: Staff,
  by: string,
): Promise<ConfirmationView> => {
  const now = parts.now();
  const session = await lockRow(tx, Session, { id: sessionIdOf(caller), staff: staff.id });
  if (!session) throw new Problem('auth.required');
  session.confirmedAt = now;
  await tx.flush();
  await recordAudit(tx, caller, {
    action: 'session.confirm',
    targetId: staff.id,
    changes: { by: { after: by } },
    at: now,
  });
  return viewConfirmation(now, { staff, isByProvider: Boolean(session.providerId) }, now);
};

const lockOwn = async (tx: EntityManager, staffId: string): Promise<Staff> => {
  const staff = await lockRow(tx, Staff, { id: staffId, disabledAt: null });
  if (!staff) throw new Problem('auth.required');
  return staff;
};

const confirmByCode = async (act: Act, staffId: string, code: string): Promise<ConfirmationView> => {
  const tried = await takeTry(act.parts, allowanceOfCodes(staffId), []);
  const view = await act.parts.openEm(everyone).transactional(async (tx) => {
    const staff = await lockOwn(tx, staffId);
    const used = await takeCode(tx, act.parts, staff, code);
    if (!used) throw new Problem('session.second_factor_wrong');
    return markConfirmed(tx, act, staff, used);
  });
  await tried.succeed();
  return view;
};

const confirmByPassword = async (act: Act, staffId: string, password: string): Promise<ConfirmationView> => {
  const staff = await act.parts.openEm(everyone).findOneOrFail(Staff, { id: staffId });
  await assertOwnPassword(act, staff, password);
  return act.parts.openEm(everyone).transactional(async (tx) => {
    const one = await lockOwn(tx, staffId);
    await assertNotOnlyBySingleSignOn(tx, one);
    if (one.passwordHash !== staff.passwordHash || one.hasSecondFactor())
      throw new Problem('auth.confirmation_needed', {
        detail: 'Use your second factor: a password is not enough.',
      });
    return markConfirmed(tx, act, one, 'password');
  });
};

/** Shows again that it is the person of the session, by password or code; what is dangerous is open for 15 minutes. */
export const confirmSession = async (act: Visiting, input: ConfirmSession): Promise<ConfirmationView> => {
  const staffId = staffIdOf(act.caller);
  if (input.code !== undefined) return confirmByCode(act, staffId, input.code);
  return confirmByPassword(act, staffId, input.password ?? '');
};

/** The same by a passkey of the person. */
export const confirmByPasskey = async (
  act: Visiting,
  passkey: PasskeyAssertion,
): Promise<ConfirmationView> => {
  const staffId = staffIdOf(act.caller);
  const used = await usePasskey(act, passkey);
  if (used.staffId !== staffId) throw new Problem('session.passkey_refused');
  return act.parts.openEm(everyone).transactional(async (tx) => {
    const staff = await lockOwn(tx, staffId);
    await used.finish(tx);
    return markConfirmed(tx, act, staff, 'passkey');
  });
};
