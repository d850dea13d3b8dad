import type { BegunSignOn, BeginSignOn, SignOnOptions } from '@parley/shared/administration/single-sign-on';
import { everyone } from '../../platform/database/owner.ts';
import type { Act } from '../../platform/guard/act.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { assertOwner, type Caller, staffIdOf } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { newToken, sha256 } from '../../platform/secret/secret.ts';
import { IdentityProvider } from '../identity-provider/identity-provider.entity.ts';
import { ProviderDomainRow } from '../identity-provider/provider-domain.entity.ts';
import { domainOf } from '../identity-provider/sso-only.service.ts';
import { Session } from '../session/session.entity.ts';
import { stepCookie } from '../session/sign-in-step.service.ts';
import { Staff } from '../staff/staff.entity.ts';
import { type ProviderClients, ProviderFault } from './provider-client.service.ts';

/** With what sign-ins by a provider are begun. */
export type Asking = Act & { providerClients: ProviderClients };

const namedMax = 10;

/** By what the sign-in page lets people continue. */
export const viewSignOnOptions = async (parts: Parts): Promise<SignOnOptions> => {
  const rows = await parts
    .openEm(everyone)
    .find(IdentityProvider, { status: 'active' }, { orderBy: { id: 'asc' }, limit: namedMax + 1 });
  const providers = rows.slice(0, namedMax).map(({ id, name }) => ({ id, name }));
  return { providers, hasMore: rows.length > namedMax };
};

const findProvider = async (
  parts: Parts,
  { providerId, email }: Pick<BeginSignOn, 'providerId' | 'email'>,
): Promise<IdentityProvider> => {
  const em = parts.openEm(everyone);
  if (providerId !== undefined) {
    const provider = await em.findOne(IdentityProvider, { id: providerId, status: 'active' });
    if (!provider) throw new Problem('identity_provider.not_found');
    return provider;
  }
  const domain = domainOf(email ?? '');
  const row = await em.findOne(
    ProviderDomainRow,
    { domain, provider: { status: 'active' } },
    { populate: ['provider'] },
  );
  if (!row)
    throw new Problem('single_sign_on.domain_unknown', { detail: `No provider is set up for ${domain}.` });
  return row.provider;
};

/** The session of who calls, as its row is named. */
export const sessionHashOf = ({ principal }: Caller): string => {
  if (principal.kind !== 'staff') throw new Problem('auth.required');
  return sha256(principal.sessionId);
};

interface Way {
  purpose: 'sign_in' | 'confirm' | 'try';
  session: string | null;
  returnTo: string | null;
  loginHint: string | null;
}

/** A walk to a provider: where to, and the cookie that only this browser comes back with. */
export interface Walk {
  begun: BegunSignOn;
  cookie: string;
}

const unavailable = ({ log }: Parts, provider: IdentityProvider, fault: ProviderFault, detail?: string) => {
  log.warn({ provider: provider.id, reason: fault.message }, 'an identity provider could not be asked');
  return new Problem('single_sign_on.unavailable', {
    detail: detail ?? `${provider.name} could not be reached, or answered what cannot be used.`,
  });
};

const walkTo = async (
  { parts, providerClients }: Asking,
  provider: IdentityProvider,
  { loginHint, ...way }: Way,
): Promise<Walk> => {
  const expected = { state: newToken(), nonce: newToken(), verifier: newToken() };
  const again = way.purpose === 'confirm';
  try {
    const url = await providerClients.addressOf(provider, expected, { loginHint, again });
    const beganAt = parts.now().getTime();
    const cookie = stepCookie(parts, {
      kind: 'provider',
      providerId: provider.id,
      ...way,
      ...expected,
      beganAt,
    });
    return { begun: { url }, cookie };
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    // Where it is and what it answered is for those who set it up.
    throw unavailable(parts, provider, error, way.purpose === 'try' ? error.message : undefined);
  }
};

/** Begins to sign in by a provider that is named, or found by the domain of an address. */
export const beginSignOn = async (act: Asking, input: BeginSignOn): Promise<Walk> => {
  const provider = await findProvider(act.parts, input);
  return walkTo(act, provider, {
    purpose: 'sign_in',
    session: null,
    returnTo: input.returnTo ?? null,
    loginHint: input.email ?? null,
  });
};

/** Begins to show again that it is the person of a session that a provider began: it is told to ask again. */
export const beginConfirmation = async (act: Asking): Promise<Walk> => {
  const em = act.parts.openEm(everyone);
  const hash = sessionHashOf(act.caller);
  const session = await em.findOne(Session, { id: hash, staff: staffIdOf(act.caller) });
  if (!session?.providerId) throw new Problem('identity_provider.not_found');
  const staff = await em.findOneOrFail(Staff, { id: staffIdOf(act.caller) });
  const provider = await findProvider(act.parts, { providerId: session.providerId });
  return walkTo(act, provider, {
    purpose: 'confirm',
    session: hash,
    returnTo: null,
    loginHint: staff.email,
  });
};

/** Begins to try a provider, whether or not people sign in by it: nobody is signed in by that. Owners only. */
export const beginTry = async (act: Asking, { id }: { id: string }): Promise<Walk> => {
  assertOwner(act.caller, 'Only an owner can try a provider.');
  const provider = await act.parts.openEm(everyone).findOne(IdentityProvider, { id });
  if (!provider) throw new Problem('identity_provider.not_found');
  return walkTo(act, provider, {
    purpose: 'try',
    session: sessionHashOf(act.caller),
    returnTo: null,
    loginHint: null,
  });
};
