import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import type {
  AddPasskey,
  FactorAdded,
  PasskeyAssertion,
  PasskeyRegistration,
  PasskeyView,
} from '@parley/shared/administration/second-factor';
import { lockRow } from '../../platform/database/lock-row.ts';
import { everyone } from '../../platform/database/owner.ts';
import type { Act } from '../../platform/guard/act.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { type Caller, staffIdOf } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import type { Visit } from '../../platform/request/visit.ts';
import { newId } from '../../platform/secret/id.ts';
import { recordAudit } from '../audit/audit.service.ts';
import {
  assertFactorRemains,
  codesForFirstFactor,
  lockOwnAccount,
} from '../second-factor/second-factor.service.ts';
import {
  type ByProvider,
  findStep,
  finishStep,
  openStep,
  stepCookie,
} from '../session/sign-in-step.service.ts';
import { Staff } from '../staff/staff.entity.ts';
import { passkeyPlaceOf, type PasskeyPlace } from './passkey-place.ts';
import { Passkey } from './passkey.entity.ts';

type Visiting = Act & { visit: Visit };

/** Read when somebody comes with a passkey: it takes 27 MiB. */
const webAuthn = async () => import('@simplewebauthn/server');

const passkeysMax = 20;
/** EdDSA, ES256 and RS256, by their COSE numbers: what devices have, and nothing that is weaker. */
const algorithms = [-8, -7, -257];

const placeOf = ({ publicUrl }: Parts): PasskeyPlace => {
  const place = passkeyPlaceOf(publicUrl);
  if (!place) throw new Problem('passkey.unavailable');
  return place;
};

/** The origin at which browsers allow passkeys of this Parley; `null` where there is none. */
export const passkeyOriginOf = ({ publicUrl }: Parts): string | null =>
  passkeyPlaceOf(publicUrl)?.origin ?? null;

const viewPasskey = (passkey: Passkey): PasskeyView => ({
  id: passkey.id,
  name: passkey.name,
  createdAt: passkey.createdAt.toISOString(),
  lastUsedAt: passkey.lastUsedAt?.toISOString() ?? null,
  isSynced: passkey.isSynced,
  isSuspect: Boolean(passkey.suspectAt),
});

/** The passkeys of a person, the oldest first. */
export const listPasskeys = async (em: EntityManager, staffId: string): Promise<PasskeyView[]> =>
  (await em.find(Passkey, { staff: staffId }, { orderBy: { id: 'asc' }, limit: passkeysMax })).map(
    viewPasskey,
  );

/** Begins to register a passkey; answers what the browser is asked, and the cookie of the step. */
export const beginPasskeyRegistration = async (em: EntityManager, { parts, caller }: Act) => {
  const { rpId } = placeOf(parts);
  const staff = await em.findOneOrFail(Staff, { id: staffIdOf(caller) });
  const known = await em.find(Passkey, { staff: staff.id }, { limit: passkeysMax });
  if (known.length >= passkeysMax) throw new Problem('passkey.too_many');
  const { generateRegistrationOptions } = await webAuthn();
  const options = await generateRegistrationOptions({
    rpName: 'Parley',
    rpID: rpId,
    userID: new Uint8Array(Buffer.from(staff.id)),
    userName: staff.email,
    userDisplayName: staff.name ?? staff.email,
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: algorithms,
    excludeCredentials: known.map(({ credentialId }) => ({ id: credentialId })),
  });
  const { challenge } = options;
  return {
    options,
    cookie: stepCookie(parts, { kind: 'passkey_registration', staffId: staff.id, challenge }),
  };
};

const refused = () => new Problem('session.passkey_refused');

// The library throws whatever is wrong with what a browser sent: none of it is a fault of ours.
const orRefuse = async <Answer extends { verified: boolean }>(verify: Promise<Answer>) => {
  const answer = await verify.catch(() => null);
  if (!answer?.verified) throw refused();
  return answer;
};

const isTransport = (name: string): boolean => /^[a-z-]{1,20}$/.test(name);

const verifyRegistration = async (parts: Parts, challenge: string, passkey: PasskeyRegistration) => {
  const { rpId, origin } = placeOf(parts);
  const { clientDataJSON, attestationObject, transports } = passkey.response;
  const { verifyRegistrationResponse } = await webAuthn();
  const { registrationInfo } = await orRefuse(
    verifyRegistrationResponse({
      response: {
        id: passkey.id,
        rawId: passkey.rawId,
        type: passkey.type,
        clientExtensionResults: {},
        response: { clientDataJSON, attestationObject },
      },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    }),
  );
  if (!registrationInfo?.userVerified) throw refused();
  const { credential, credentialDeviceType } = registrationInfo;
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    transports: (transports ?? []).filter(isTransport).join(' ').slice(0, 200),
    isSynced: credentialDeviceType === 'multiDevice',
  };
};

const taken = (error: unknown): never => {
  if (error instanceof UniqueConstraintViolationException) throw new Problem('passkey.taken');
  throw error;
};

/** Adds the passkey that the browser made for the step that was begun. */
export const addPasskey = async (
  em: EntityManager,
  { parts, caller, visit }: Visiting,
  input: AddPasskey,
): Promise<FactorAdded> => {
  const staffId = staffIdOf(caller);
  const step = openStep(parts, visit.cookies, 'passkey_registration');
  if (step.staffId !== staffId) throw new Problem('session.step_ended');
  const made = await verifyRegistration(parts, step.challenge, input.passkey);
  const now = parts.now();
  return em
    .transactional(async (tx) => {
      await finishStep(tx, step);
      const staff = await lockOwnAccount(tx, staffId);
      if ((await tx.count(Passkey, { staff: staffId })) >= passkeysMax) throw new Problem('passkey.too_many');
      const passkey = tx.create(Passkey, {
        id: newId('pk', now.getTime()),
        staff,
        name: input.name,
        ...made,
        createdAt: now,
      });
      staff.hasPasskey = true;
      await tx.flush();
      const recoveryCodes = await codesForFirstFactor(tx, parts, staff);
      await recordAudit(tx, caller, {
        action: 'second_factor.add_passkey',
        targetId: staffId,
        changes: { passkey: { after: `${passkey.name} (${passkey.id})` } },
        at: now,
      });
      return { recoveryCodes };
    })
    .catch(taken);
};

/** Removes a passkey of who asks; one of somebody else is as one that is not there. */
export const removePasskey = async (em: EntityManager, { parts, caller }: Act, id: string): Promise<void> => {
  const staffId = staffIdOf(caller);
  await em.transactional(async (tx) => {
    const staff = await lockOwnAccount(tx, staffId);
    const passkey = await lockRow(tx, Passkey, { id, staff: staffId });
    if (!passkey) throw new Problem('passkey.not_found');
    await tx.nativeDelete(Passkey, { id });
    staff.hasPasskey = (await tx.count(Passkey, { staff: staffId, suspectAt: null })) > 0;
    await assertFactorRemains(tx, staff);
    await tx.flush();
    await recordAudit(tx, caller, {
      action: 'second_factor.remove_passkey',
      targetId: staffId,
      changes: { passkey: { before: `${passkey.name} (${id})` } },
      at: parts.now(),
    });
  });
};

/**
 * Begins to use a passkey, whoever it may be: nothing tells which accounts there are. After a provider has answered, the
 * passkey finishes that sign-in.
 */
export const beginPasskey = async (parts: Parts, { cookies }: Pick<Visit, 'cookies'>) => {
  const { rpId } = placeOf(parts);
  const { generateAuthenticationOptions } = await webAuthn();
  const options = await generateAuthenticationOptions({ rpID: rpId, userVerification: 'required' });
  const provider = findStep(parts, cookies, 'second_factor')?.provider;
  return { options, cookie: stepCookie(parts, { kind: 'passkey', challenge: options.challenge, provider }) };
};

const verifyAssertion = async (
  parts: Parts,
  { challenge }: { challenge: string },
  known: Passkey,
  passkey: PasskeyAssertion,
): Promise<number> => {
  const { rpId, origin } = placeOf(parts);
  const { clientDataJSON, authenticatorData, signature } = passkey.response;
  const { verifyAuthenticationResponse } = await webAuthn();
  const { authenticationInfo } = await orRefuse(
    verifyAuthenticationResponse({
      response: {
        id: passkey.id,
        rawId: passkey.rawId,
        type: passkey.type,
        clientExtensionResults: {},
        response: { clientDataJSON, authenticatorData, signature },
      },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      credential: {
        id: known.credentialId,
        publicKey: new Uint8Array(Buffer.from(known.publicKey, 'base64url')),
        // Compared below: a counter that fell is noted, and not only refused.
        counter: 0,
      },
    }),
  );
  if (!authenticationInfo.userVerified) throw refused();
  return authenticationInfo.newCounter;
};

/** A counter that does not rise is that of a copy, unless it stands at nothing as those of synced passkeys do. */
const hasFallen = (passkey: Passkey, counter: number): boolean =>
  (counter > 0 || passkey.counter > 0) && counter <= passkey.counter;

const noteFall = async (parts: Parts, caller: Caller, id: string, counter: number): Promise<void> => {
  await parts.openEm(everyone).transactional(async (tx) => {
    const passkey = await lockRow(tx, Passkey, { id, suspectAt: null });
    if (!passkey) return;
    passkey.suspectAt = parts.now();
    await tx.flush();
    await recordAudit(tx, caller, {
      action: 'second_factor.suspect_passkey',
      targetId: passkey.staff.id,
      changes: { counter: { before: passkey.counter, after: counter } },
      at: parts.now(),
    });
  });
};

/** Who used a passkey, and how it is finished in a transaction. */
interface UsedPasskey {
  staffId: string;
  /** The provider whose answer it is the second factor to. */
  provider: ByProvider | undefined;
  /** Finishes the step and counts the use; refuses what was used meanwhile. */
  finish: (tx: EntityManager) => Promise<void>;
}

/**
 * Looks at what a browser answered to the step that it began. One answer for whatever is wrong. A counter that fell is
 * noted, and the passkey is not accepted any more.
 */
export const usePasskey = async (
  { parts, caller, visit }: Visiting,
  passkey: PasskeyAssertion,
): Promise<UsedPasskey> => {
  const step = openStep(parts, visit.cookies, 'passkey');
  const known = await parts
    .openEm(everyone)
    .findOne(Passkey, { credentialId: passkey.id, suspectAt: null, staff: { disabledAt: null } });
  if (!known) throw refused();
  const counter = await verifyAssertion(parts, step, known, passkey);
  if (hasFallen(known, counter)) {
    await noteFall(parts, caller, known.id, counter);
    throw refused();
  }
  return {
    staffId: known.staff.id,
    provider: step.provider,
    finish: async (tx) => {
      await finishStep(tx, step);
      const one = await lockRow(tx, Passkey, { id: known.id, suspectAt: null });
      if (!one || hasFallen(one, counter)) throw refused();
      one.counter = counter;
      one.lastUsedAt = parts.now();
      await tx.flush();
    },
  };
};
