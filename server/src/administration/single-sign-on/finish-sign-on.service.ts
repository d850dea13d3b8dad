import type { EntityManager } from '@mikro-orm/sql';
import type {
  FinishedSignOn,
  FinishSignOn,
  SignOnStep,
  TriedSignOn,
} from '@parley/shared/administration/single-sign-on';
import { minuteMs } from '@parley/shared/words/time';
import { lockAlone, lockRow } from '../../platform/database/lock-row.ts';
import { everyone } from '../../platform/database/owner.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { assertOwner, staffIdOf } from '../../platform/request/principal.ts';
import type { JsonObject } from '../../platform/request/json.ts';
import { Problem } from '../../platform/request/problem.ts';
import { sha256 } from '../../platform/secret/secret.ts';
import { domainsOf } from '../identity-provider/provider-domains.service.ts';
import { IdentityProvider } from '../identity-provider/identity-provider.entity.ts';
import { StaffIdentity } from '../identity-provider/staff-identity.entity.ts';
import { factorsOf } from '../second-factor/second-factor.service.ts';
import { markConfirmed } from '../session/confirmation.service.ts';
import { takeGuess } from '../session/guess.service.ts';
import { enter, type Visiting, wordsOf } from '../session/session.service.ts';
import { blankStepCookie, finishStep, openStep, stepCookie } from '../session/sign-in-step.service.ts';
import { Staff } from '../staff/staff.entity.ts';
import { type Asking, sessionHashOf } from './begin-sign-on.service.ts';
import { judgeClaims, type Verdict } from './claims-verdict.ts';
import { AnswerFault, ProviderFault } from './provider-client.service.ts';
import { endSessionsOfRefused, findAccount, takeAccount } from './sign-on-account.service.ts';

type Finishing = Asking & Visiting;
type Step = ReturnType<typeof openStep<'provider'>>;

/** What came of a walk, and the cookies that come with it. */
interface Finished {
  finished: FinishedSignOn;
  cookies: string[];
}

/** A provider may say that somebody showed that it is them shortly before they were sent there: its clock is another. */
const clockToleranceMs = minuteMs;

const parametersOf = ({ state, code, iss, error, errorDescription }: FinishSignOn): URLSearchParams =>
  new URLSearchParams(
    Object.entries({ state, code, iss, error, error_description: errorDescription }).flatMap(
      ([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]),
    ),
  );

/** The step of the browser that was sent away, and of the session that sent it where that matters. Not used up yet. */
const stepOf = ({ parts, caller, visit }: Finishing, input: FinishSignOn): Step => {
  const step = openStep(parts, visit.cookies, 'provider');
  if (input.state !== step.state)
    throw new Problem('single_sign_on.refused', {
      detail: 'The answer belongs to another sign-in than the last that this browser began.',
    });
  if (step.session !== null && sessionHashOf(caller) !== step.session)
    throw new Problem('session.step_ended');
  return step;
};

const providerOf = async ({ parts }: Finishing, { providerId, purpose }: Step): Promise<IdentityProvider> => {
  const provider = await parts.openEm(everyone).findOne(IdentityProvider, { id: providerId });
  if (!provider || (provider.status !== 'active' && purpose !== 'try'))
    throw new Problem('session.step_ended');
  return provider;
};

const problemOf = (parts: Parts, provider: IdentityProvider, error: unknown, isTry: boolean): Problem => {
  const { log } = parts;
  if (error instanceof AnswerFault) {
    log.info({ provider: provider.id, reason: error.message }, 'a sign-in by a provider was refused');
    return new Problem('single_sign_on.refused', { detail: error.message });
  }
  if (!(error instanceof ProviderFault)) throw error;
  log.warn({ provider: provider.id, reason: error.message }, 'an identity provider could not be asked');
  return new Problem('single_sign_on.unavailable', {
    detail: isTry ? error.message : `${provider.name} could not be reached, or answered what cannot be used.`,
  });
};

/** Asks the provider who signed in. The step is used up first: a second answer to it finds it so, on any process. */
const ask = async (act: Finishing, step: Step, provider: IdentityProvider, input: FinishSignOn) => {
  const { parts, caller, visit, providerClients } = act;
  const tried = await takeGuess(parts, `provider:${step.id}`, { peer: caller.peer, visit });
  await parts.openEm(everyone).transactional(async (tx) => finishStep(tx, step));
  try {
    const claims = await providerClients.claimsOf(provider, step, parametersOf(input));
    await tried.succeed();
    return claims;
  } catch (error) {
    throw problemOf(parts, provider, error, step.purpose === 'try');
  }
};

const judge = async (em: EntityManager, provider: IdentityProvider, claims: JsonObject): Promise<Verdict> => {
  const domains = (await domainsOf(em, [provider.id])).get(provider.id) ?? [];
  const { name, groupClaim, roles, vouchesForEmail, vouchesForSecondFactor } = provider;
  return judgeClaims(claims, {
    name,
    groupClaim,
    roles,
    domains,
    vouchesForEmail,
    vouchesForSecondFactor,
  });
};

/**
 * When the person showed the provider that it is them; never later than now. A provider that does not say so is taken to have
 * asked: else its people could never add a second factor here, by which they are asked from then on.
 */
const shownAt = (parts: Parts, { authenticatedAt }: Verdict): Date => {
  const now = parts.now();
  return authenticatedAt && authenticatedAt < now ? authenticatedAt : now;
};

/**
 * Parley's own second factor is asked for where there is one, unless the provider says that it was two factors there: what
 * a person added here is not left out by who has taken over their login there.
 */
const wantsOwnFactor = (staff: Staff, { hasTwoFactors }: Verdict): boolean =>
  !hasTwoFactors && factorsOf(staff).length > 0;

const signIn = async (act: Finishing, step: Step, claims: JsonObject): Promise<Finished> => {
  const { parts } = act;
  const { returnTo } = step;
  return parts.openEm(everyone).transactional(async (tx): Promise<Finished> => {
    // One at a time: two first sign-ins of a person make one account.
    await lockAlone(tx, 'staff');
    const provider = await lockRow(tx, IdentityProvider, { id: step.providerId, status: 'active' });
    if (!provider) throw new Problem('session.step_ended');
    const verdict = await judge(tx, provider, claims);
    if (verdict.problem) throw verdict.problem;
    const staff = await takeAccount(tx, act, provider, verdict);
    if (wantsOwnFactor(staff, verdict)) {
      const secondFactor = factorsOf(staff);
      const cookie = stepCookie(parts, {
        kind: 'second_factor',
        staffId: staff.id,
        password: sha256(staff.passwordHash ?? ''),
        provider: { id: provider.id, staffId: staff.id },
      });
      return { finished: { kind: 'second_factor', step: { secondFactor }, returnTo }, cookies: [cookie] };
    }
    const { session, cookies } = await enter(tx, act, staff, {
      means: { isByPasskey: false, providerId: provider.id, hasTwoFactors: verdict.hasTwoFactors },
      words: wordsOf(provider),
      confirmedAt: shownAt(parts, verdict),
    });
    const blank = blankStepCookie(parts);
    return { finished: { kind: 'signed_in', session, returnTo }, cookies: [...cookies, blank] };
  });
};

/** Who may not come in any more is put out as well. */
const putOut = async (
  { parts }: Finishing,
  provider: IdentityProvider,
  claims: JsonObject,
): Promise<void> => {
  if (typeof claims.sub !== 'string') return;
  await endSessionsOfRefused(parts.openEm(everyone), provider, claims.sub);
};

const confirm = async (act: Finishing, step: Step, provider: IdentityProvider, claims: JsonObject) => {
  const { parts, caller } = act;
  const verdict = await judge(parts.openEm(everyone), provider, claims);
  if (verdict.problem) throw verdict.problem;
  const { authenticatedAt } = verdict;
  if (!authenticatedAt || authenticatedAt.getTime() < step.beganAt - clockToleranceMs)
    throw new Problem('single_sign_on.not_again', {
      detail: authenticatedAt
        ? `${provider.name} says that you signed in there at ${authenticatedAt.toISOString()}, before you were asked.`
        : `${provider.name} does not say when you signed in there (\`auth_time\`).`,
    });
  return parts.openEm(everyone).transactional(async (tx): Promise<Finished> => {
    const staffId = staffIdOf(caller);
    const staff = await lockRow(tx, Staff, { id: staffId, disabledAt: null });
    const { issuer } = provider;
    const isSame = await tx.count(StaffIdentity, { issuer, subject: verdict.subject, staff: staffId });
    if (!staff || isSame === 0)
      throw new Problem('single_sign_on.refused', {
        detail: `You signed in at ${provider.name} as somebody else.`,
      });
    const confirmation = await markConfirmed(tx, act, staff, wordsOf(provider));
    return { finished: { kind: 'confirmed', confirmation }, cookies: [blankStepCookie(parts)] };
  });
};

const accountStep = async (
  em: EntityManager,
  provider: IdentityProvider,
  verdict: Verdict,
): Promise<SignOnStep> => {
  const found = await findAccount(em, provider, verdict);
  if (found.kind === 'refused')
    return { step: 'account', passed: false, text: found.problem.detail ?? 'The account is refused.' };
  const text = {
    joined: `The account is joined to ${provider.name} already.`,
    same_address: `The account of ${verdict.email} would be joined to ${provider.name}.`,
    new: `An account would be made for ${verdict.email}.`,
  }[found.kind];
  return { step: 'account', passed: true, text };
};

const claimsMax = 60;
const valueLengthMax = 500;

const shownClaims = (claims: JsonObject): TriedSignOn['claims'] =>
  Object.entries(claims)
    .slice(0, claimsMax)
    .map(([name, value]) => ({
      name: name.slice(0, 100),
      value: (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, valueLengthMax),
    }));

const tryOut = async ({ parts, caller }: Finishing, provider: IdentityProvider, claims: JsonObject) => {
  assertOwner(caller, 'Only an owner can try a provider.');
  const em = parts.openEm(everyone);
  const verdict = await judge(em, provider, claims);
  const steps = verdict.problem
    ? verdict.steps
    : [...verdict.steps, await accountStep(em, provider, verdict)];
  const tried: TriedSignOn = {
    providerName: provider.name,
    accepted: steps.every(({ passed }) => passed),
    role: verdict.role,
    hasTwoFactors: verdict.hasTwoFactors,
    steps,
    claims: shownClaims(claims),
  };
  const finished: FinishedSignOn = { kind: 'tried', tried, providerId: provider.id };
  return { finished, cookies: [blankStepCookie(parts)] };
};

/**
 * Finishes what a browser was sent to a provider for: signing in, showing again that it is the person of the session, or
 * trying a provider. An answer counts once, in the browser that began, within ten minutes.
 */
export const finishSignOn = async (act: Finishing, input: FinishSignOn): Promise<Finished> => {
  const step = stepOf(act, input);
  const provider = await providerOf(act, step);
  const claims = await ask(act, step, provider, input);
  if (step.purpose === 'try') return tryOut(act, provider, claims);
  if (step.purpose === 'confirm') return confirm(act, step, provider, claims);
  try {
    return await signIn(act, step, claims);
  } catch (error) {
    if (error instanceof Problem) await putOut(act, provider, claims);
    throw error;
  }
};
