import type { EntityManager } from '@mikro-orm/sql';
import type { PasskeyAssertion, SignInStep } from '@parley/shared/administration/second-factor';
import type { SessionView } from '@parley/shared/administration/session';
import { lockRow } from '../../platform/database/lock-row.ts';
import { everyone } from '../../platform/database/owner.ts';
import type { Act } from '../../platform/guard/act.ts';
import { staffIdOf } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import type { Visit } from '../../platform/request/visit.ts';
import { sha256 } from '../../platform/secret/secret.ts';
import { recordAudit } from '../audit/audit.service.ts';
import { IdentityProvider } from '../identity-provider/identity-provider.entity.ts';
import { assertNotOnlyBySingleSignOn, onlyBySingleSignOn } from '../identity-provider/sso-only.service.ts';
import { usePasskey } from '../passkey/passkey.service.ts';
import { factorsOf, takeCode } from '../second-factor/second-factor.service.ts';
import { Staff } from '../staff/staff.entity.ts';
import { hashPassword, isPassword } from './password.ts';
import { lacksSecondFactor, principalOf, viewSession } from './session-principal.service.ts';
import { sessionsIn } from './session-store.service.ts';
import { blankStepCookie, finishStep, openStep, stepCookie } from './sign-in-step.service.ts';
import { takeTry, type Try } from './sign-in-throttle.service.ts';
import { allowanceOfChange, allowanceOfCodes, allowancesOf, deviceCookie } from './visitor.ts';

/** With what somebody signs in: what every service has, and how the request came. */
export type Visiting = Act & { visit: Visit };

/** A session, and each `Set-Cookie` that comes with it: of the session, and by which the browser is known again. */
export interface SignedIn {
  session: SessionView;
  cookies: string[];
}

/** A sign-in that wants one more thing, and the cookie that stands for what was done of it. */
interface Begun {
  step: SignInStep;
  cookies: string[];
}

/** By what somebody signed in. */
export interface Means {
  isByPasskey: boolean;
  providerId: string | null;
  /** Whether it was two factors by itself, without one that Parley keeps. */
  hasTwoFactors: boolean;
}

/** A password, whatever was asked for after it. */
export const byPassword: Means = { isByPasskey: false, providerId: null, hasTwoFactors: false };
const byPasskey: Means = { isByPasskey: true, providerId: null, hasTwoFactors: true };
const byProvider = (providerId: string): Means => ({ isByPasskey: false, providerId, hasTwoFactors: false });

/** Opens a session of a person who showed that it is them, and notes it where the sign-in itself does not. */
export const openSession = async (
  tx: EntityManager,
  { parts, caller, visit }: Visiting,
  staff: Staff,
  means: Means,
  confirmedAt: Date | null = parts.now(),
): Promise<SignedIn> => {
  const lucia = sessionsIn(tx, parts, {
    agent: visit.agent,
    peer: caller.peer,
    ...means,
    confirmedAt,
  });
  const session = await lucia.createSession(staff.id, {});
  return {
    session: viewSession(staff, await lacksSecondFactor(tx, staff, means.hasTwoFactors)),
    cookies: [lucia.createSessionCookie(session.id).serialize(), deviceCookie(parts, staff.email)],
  };
};

/**
 * Signs a person in whose row is held, and notes by what. Refuses whoever their domain sends to a provider and did not come
 * by it. `confirmedAt` is when the person showed that it is them, where that was not now.
 */
export const enter = async (
  tx: EntityManager,
  act: Visiting,
  staff: Staff,
  { means, words, confirmedAt }: { means: Means; words: string; confirmedAt?: Date | null },
): Promise<SignedIn> => {
  const now = act.parts.now();
  if (means.providerId === null) await assertNotOnlyBySingleSignOn(tx, staff);
  staff.lastSignedInAt = now;
  const signedIn = await openSession(tx, act, staff, means, confirmedAt);
  await recordAudit(
    tx,
    { ...act.caller, principal: principalOf(staff, '') },
    { action: 'session.sign_in', targetId: staff.id, changes: { by: { after: words } }, at: now },
  );
  return signedIn;
};

/** How the trail calls a sign-in by a provider. */
export const wordsOf = ({ name }: { name: string }): string => `single sign-on (${name})`;

/** The provider that has answered in an earlier step; refused when it signs nobody in any more. */
const assertStillSignsIn = async (tx: EntityManager, { id }: { id: string }): Promise<IdentityProvider> => {
  const provider = await tx.findOne(IdentityProvider, { id, status: 'active' });
  if (!provider) throw new Problem('session.step_ended');
  return provider;
};

/** Whether the password is the one. What refuses to look gives the try back. */
const evaluate = async (tried: Try, password: string, staff: Staff | null): Promise<boolean> =>
  isPassword(password, staff?.passwordHash).catch(async (error: unknown) => {
    await tried.giveBack();
    throw error;
  });

/** The account as it was when its password was looked at, or `null`: it may have been changed or disabled since. */
const lockUnchanged = async (
  tx: EntityManager,
  { id, passwordHash }: { id: string; passwordHash?: string | null | undefined },
): Promise<Staff | null> => {
  const one = await lockRow(tx, Staff, { id, disabledAt: null });
  return one?.passwordHash === passwordHash ? one : null;
};

/**
 * Signs in, or says what is left to do. Unknown address, wrong password and disabled account are the same answer in the same
 * time, and use up the same tries. The try is taken before the password is looked at.
 */
export const signIn = async (
  act: Visiting,
  input: { email: string; password: string },
): Promise<SignedIn | Begun> => {
  const { parts, caller, visit } = act;
  const em = parts.openEm(everyone);
  const { target, others } = allowancesOf(parts, input.email, { peer: caller.peer, visit });
  const tried = await takeTry(parts, target, others);
  const staff = await em.findOne(Staff, { email: input.email, disabledAt: null });
  const isRight = await evaluate(tried, input.password, staff);
  // Before it is said whether the password is right: else the answer would tell it to whoever may not use it.
  const only = await onlyBySingleSignOn(em, input.email, isRight ? staff : null);
  if (only) throw only;
  if (!staff || !isRight) throw new Problem('session.sign_in_failed');
  await tried.succeed();
  const secondFactor = factorsOf(staff);
  if (secondFactor.length > 0) {
    const password = sha256(staff.passwordHash ?? '');
    const cookie = stepCookie(parts, { kind: 'second_factor', staffId: staff.id, password });
    return { step: { secondFactor }, cookies: [cookie] };
  }
  return parts.openEm(everyone).transactional(async (tx) => {
    const one = await lockUnchanged(tx, staff);
    // A second factor that was added meanwhile is asked for the next time.
    if (!one || one.hasSecondFactor()) throw new Problem('session.sign_in_failed');
    return enter(tx, act, one, { means: byPassword, words: 'password' });
  });
};

/** Finishes a sign-in after the password, or after a provider has answered, with a code: of the app, or a recovery code. */
export const finishSignIn = async (act: Visiting, input: { code: string }): Promise<SignedIn> => {
  const { parts, visit } = act;
  const step = openStep(parts, visit.cookies, 'second_factor');
  const tried = await takeTry(parts, allowanceOfCodes(step.staffId), []);
  const signedIn = await parts.openEm(everyone).transactional(async (tx) => {
    const staff = await lockRow(tx, Staff, { id: step.staffId, disabledAt: null });
    if (!staff || sha256(staff.passwordHash ?? '') !== step.password) throw new Problem('session.step_ended');
    const used = await takeCode(tx, parts, staff, input.code);
    if (!used) throw new Problem('session.second_factor_wrong');
    await finishStep(tx, step);
    const provider = step.provider && (await assertStillSignsIn(tx, step.provider));
    return enter(tx, act, staff, {
      means: provider ? byProvider(provider.id) : byPassword,
      words: `${provider ? wordsOf(provider) : 'password'} and ${used}`,
    });
  });
  await tried.succeed();
  return { ...signedIn, cookies: [...signedIn.cookies, blankStepCookie(parts)] };
};

/** Signs in with a passkey alone: a device, and what opens it, are two factors. Or finishes a sign-in by a provider. */
export const signInByPasskey = async (act: Visiting, passkey: PasskeyAssertion): Promise<SignedIn> => {
  const used = await usePasskey(act, passkey);
  return act.parts.openEm(everyone).transactional(async (tx) => {
    const staff = await lockRow(tx, Staff, { id: used.staffId, disabledAt: null });
    if (!staff) throw new Problem('session.passkey_refused');
    if (used.provider && used.provider.staffId !== staff.id) throw new Problem('session.passkey_refused');
    await used.finish(tx);
    const provider = used.provider && (await assertStillSignsIn(tx, used.provider));
    const signedIn = await enter(tx, act, staff, {
      means: provider ? byProvider(provider.id) : byPasskey,
      words: provider ? `${wordsOf(provider)} and passkey` : 'passkey',
    });
    return { ...signedIn, cookies: [...signedIn.cookies, blankStepCookie(act.parts)] };
  });
};

/** Ends the session at once; answers the cookie that removes itself from the browser. */
export const signOut = async ({ parts, caller }: Act): Promise<string> => {
  const lucia = sessionsIn(parts.openEm(everyone), parts);
  if (caller.principal.kind === 'staff') await lucia.invalidateSession(caller.principal.sessionId);
  return lucia.createBlankSessionCookie().serialize();
};

/** Whether the password of a signed-in person is the one; tries are counted, whoever holds the session. */
export const assertOwnPassword = async ({ parts }: Act, staff: Staff, password: string): Promise<void> => {
  const tried = await takeTry(parts, allowanceOfChange(staff.id), []);
  if (!(await evaluate(tried, password, staff))) throw new Problem('staff.wrong_password');
  await tried.succeed();
};

/** The hash of a password that somebody chose, in its turn; see `hashPassword`. */
export const hashNewPassword = async (password: string): Promise<string> => hashPassword(password);

/** Sets a new password and ends every other session of the person. */
export const changePassword = async (
  act: Visiting,
  input: { currentPassword: string; newPassword: string },
): Promise<SignedIn> => {
  const { parts, caller } = act;
  const staffId = staffIdOf(caller);
  const staff = await parts.openEm(everyone).findOneOrFail(Staff, { id: staffId });
  const now = parts.now();
  await assertOwnPassword(act, staff, input.currentPassword);
  const passwordHash = await hashPassword(input.newPassword);
  return parts.openEm(everyone).transactional(async (tx) => {
    const one = await lockUnchanged(tx, staff);
    if (!one) throw new Problem('staff.wrong_password');
    await assertNotOnlyBySingleSignOn(tx, one);
    one.passwordHash = passwordHash;
    await tx.flush();
    await sessionsIn(tx, parts).invalidateUserSessions(staffId);
    await recordAudit(tx, caller, { action: 'staff.change_password', targetId: staffId, at: now });
    // Where there is a second factor, a password alone confirms nothing.
    const confirmedAt = one.hasSecondFactor() ? confirmedAtOf(act) : now;
    return openSession(tx, act, one, byPassword, confirmedAt);
  });
};

const confirmedAtOf = ({ caller: { principal } }: Act): Date | null =>
  principal.kind === 'staff' ? (principal.confirmedAt ?? null) : null;
