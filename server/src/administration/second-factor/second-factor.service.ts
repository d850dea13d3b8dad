import type { EntityManager } from '@mikro-orm/sql';
import type {
  ConfirmTotp,
  Factor,
  FactorAdded,
  TotpSetup,
} from '@parley/shared/administration/second-factor';
import { minuteMs } from '@parley/shared/words/time';
import { z } from 'zod';
import { lockRow } from '../../platform/database/lock-row.ts';
import type { Act } from '../../platform/guard/act.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { staffIdOf } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { recordAudit } from '../audit/audit.service.ts';
import { Staff } from '../staff/staff.entity.ts';
import { countRecoveryCodes, replaceRecoveryCodes, takeRecoveryCode } from './recovery-code.service.ts';
import { isSecondFactorRequired } from './security-policy.service.ts';
import { newTotp, totpStepOf } from './totp.ts';

const setupHoldsMs = 15 * minuteMs;
const Setup = z.object({ staffId: z.string(), secret: z.string(), expiresAt: z.number() });

const setupPurpose = 'set-up of an authenticator app';
const purposeOf = (staffId: string): string => `authenticator app of ${staffId}`;

/** The second factors of a person that ask for something. */
export const factorsOf = (staff: Staff): Factor[] => [
  ...(staff.hasPasskey ? (['passkey'] as const) : []),
  ...(staff.totpSecret ? (['code'] as const) : []),
];

/** The account of who asks, held. */
export const lockOwnAccount = async (tx: EntityManager, staffId: string): Promise<Staff> => {
  const staff = await lockRow(tx, Staff, { id: staffId, disabledAt: null });
  if (!staff) throw new Problem('auth.required');
  return staff;
};

/** With the first second factor come codes for the day without it. */
export const codesForFirstFactor = async (
  tx: EntityManager,
  parts: Parts,
  staff: Staff,
): Promise<string[] | null> =>
  (await countRecoveryCodes(tx, staff.id)) > 0 ? null : replaceRecoveryCodes(tx, parts, staff);

/** Begins to set up an authenticator app: nothing counts before a code of it came back. */
export const beginTotp = async (em: EntityManager, { parts, caller }: Act): Promise<TotpSetup> => {
  const staff = await em.findOneOrFail(Staff, { id: staffIdOf(caller) });
  const made = newTotp(staff.email);
  const expiresAt = parts.now().getTime() + setupHoldsMs;
  const plain = JSON.stringify({ staffId: staff.id, secret: made.secret, expiresAt });
  return { ...made, setup: parts.box.seal(plain, setupPurpose) };
};

const openSetup = (parts: Parts, sealed: string, staffId: string): z.infer<typeof Setup> => {
  try {
    const setup = Setup.parse(JSON.parse(parts.box.open(sealed, setupPurpose)));
    if (setup.staffId === staffId && setup.expiresAt > parts.now().getTime()) return setup;
  } catch {
    // Made up, or sealed under another master key: as one that has ended.
  }
  throw new Problem('second_factor.setup_ended');
};

/** Takes an authenticator app into use, in place of an earlier one, with a code that it shows. */
export const confirmTotp = async (
  em: EntityManager,
  { parts, caller }: Act,
  input: ConfirmTotp,
): Promise<FactorAdded> => {
  const staffId = staffIdOf(caller);
  const { secret } = openSetup(parts, input.setup, staffId);
  const now = parts.now();
  const step = totpStepOf(secret, input.code, now, null);
  if (step === null) throw new Problem('session.second_factor_wrong');
  return em.transactional(async (tx) => {
    const staff = await lockOwnAccount(tx, staffId);
    staff.totpSecret = parts.box.seal(secret, purposeOf(staffId));
    staff.totpStep = step;
    await tx.flush();
    const recoveryCodes = await codesForFirstFactor(tx, parts, staff);
    await recordAudit(tx, caller, { action: 'second_factor.add_app', targetId: staffId, at: now });
    return { recoveryCodes };
  });
};

/** Refuses to leave somebody without a second factor where this Parley asks for one. */
export const assertFactorRemains = async (tx: EntityManager, staff: Staff): Promise<void> => {
  if (!staff.hasSecondFactor() && (await isSecondFactorRequired(tx)))
    throw new Problem('second_factor.required');
};

/** Removes the authenticator app of who asks. */
export const removeTotp = async (em: EntityManager, { parts, caller }: Act): Promise<void> => {
  const staffId = staffIdOf(caller);
  await em.transactional(async (tx) => {
    const staff = await lockOwnAccount(tx, staffId);
    if (!staff.totpSecret) return;
    staff.totpSecret = null;
    await assertFactorRemains(tx, staff);
    await tx.flush();
    await recordAudit(tx, caller, { action: 'second_factor.remove_app', targetId: staffId, at: parts.now() });
  });
};

/** New recovery codes in place of the old ones. */
export const renewRecoveryCodes = async (
  em: EntityManager,
  { parts, caller }: Act,
): Promise<{ codes: string[] }> => {
  const staffId = staffIdOf(caller);
  return em.transactional(async (tx) => {
    const staff = await lockOwnAccount(tx, staffId);
    if (!staff.hasSecondFactor()) throw new Problem('second_factor.none');
    const codes = await replaceRecoveryCodes(tx, parts, staff);
    await recordAudit(tx, caller, {
      action: 'second_factor.renew_codes',
      targetId: staffId,
      at: parts.now(),
    });
    return { codes };
  });
};

/**
 * Uses up a code of a person whose row is held: one that the app shows, or a recovery code; each counts once. Answers which
 * it was, or `null` when it is none.
 */
export const takeCode = async (
  tx: EntityManager,
  parts: Parts,
  staff: Staff,
  code: string,
): Promise<'code' | 'recovery code' | null> => {
  if (!/^\d{6}$/.test(code)) {
    const isTaken = staff.hasSecondFactor() && (await takeRecoveryCode(tx, parts, staff.id, code));
    return isTaken ? 'recovery code' : null;
  }
  if (!staff.totpSecret) return null;
  const secret = parts.box.open(staff.totpSecret, purposeOf(staff.id));
  const step = totpStepOf(secret, code, parts.now(), staff.totpStep ?? null);
  if (step === null) return null;
  staff.totpStep = step;
  await tx.flush();
  return 'code';
};
