import type { EntityManager } from '@mikro-orm/sql';
import type { Role } from '@parley/shared/scope';
import type { Act } from '../../platform/guard/act.ts';
import { Problem } from '../../platform/request/problem.ts';
import { newId } from '../../platform/secret/id.ts';
import { changesBetween, recordAudit } from '../audit/audit.service.ts';
import type { IdentityProvider } from '../identity-provider/identity-provider.entity.ts';
import { ProviderDomainRow } from '../identity-provider/provider-domain.entity.ts';
import { domainOf } from '../identity-provider/sso-only.service.ts';
import { StaffIdentity } from '../identity-provider/staff-identity.entity.ts';
import { Invitation } from '../invitation/invitation.entity.ts';
import { principalOf } from '../session/session-principal.service.ts';
import { Session } from '../session/session.entity.ts';
import { Staff } from '../staff/staff.entity.ts';
import { isLastOwner } from '../staff/staff.service.ts';
import type { Verdict } from './claims-verdict.ts';

/** Whose account a sign-in by a provider leads to. */
export type Found =
  | { kind: 'joined' | 'same_address'; staff: Staff }
  | { kind: 'new' }
  | { kind: 'refused'; problem: Problem };

const refused = (detail: string): Found => ({
  kind: 'refused',
  problem: new Problem('single_sign_on.account_refused', { detail }),
});

const isDomainOf = async (em: EntityManager, provider: IdentityProvider, email: string): Promise<boolean> =>
  (await em.count(ProviderDomainRow, { domain: domainOf(email), provider: provider.id })) > 0;

/**
 * The account of a person of whom a provider speaks: by issuer and subject; and the first time by the address, for which the
 * provider vouches and whose domain is its own. Changes nothing.
 */
export const findAccount = async (
  em: EntityManager,
  provider: IdentityProvider,
  { subject, email }: Pick<Verdict, 'subject' | 'email'>,
): Promise<Found> => {
  const { issuer } = provider;
  const identity = await em.findOne(StaffIdentity, { issuer, subject }, { populate: ['staff'] });
  if (identity) {
    const { staff } = identity;
    if (staff.disabledAt) return refused('The account is disabled.');
    if (!(await isDomainOf(em, provider, staff.email)))
      return refused(
        `The account is that of ${staff.email}, which is no domain of ${provider.name} any more.`,
      );
    return { kind: 'joined', staff };
  }
  const staff = email === null ? null : await em.findOne(Staff, { email });
  if (!staff) return { kind: 'new' };
  if (staff.disabledAt) return refused('The account is disabled.');
  // An address that was given to somebody else is not the person whose account this is.
  if ((await em.count(StaffIdentity, { issuer, staff: staff.id })) > 0)
    return refused(
      `The account of ${staff.email} belongs to another person at ${provider.name}. If it is the same person with a new login, an owner separates the account from the provider first.`,
    );
  return { kind: 'same_address', staff };
};

const join = async (
  tx: EntityManager,
  act: Act,
  provider: IdentityProvider,
  { staff, subject }: { staff: Staff; subject: string },
): Promise<void> => {
  const now = act.parts.now();
  tx.create(StaffIdentity, {
    id: newId('sid', now.getTime()),
    staff,
    issuer: provider.issuer,
    subject,
    createdAt: now,
  });
  staff.hasIdentity = true;
  await tx.flush();
  // The account is complete: a link that is still open would set a password.
  await tx.nativeDelete(Invitation, { staff: staff.id });
  await recordAudit(
    tx,
    { ...act.caller, principal: principalOf(staff, '') },
    {
      action: 'staff.link_provider',
      targetId: staff.id,
      changes: {
        provider: { after: provider.name },
        issuer: { after: provider.issuer },
        subject: { after: subject },
      },
      at: now,
    },
  );
};

const add = async (
  tx: EntityManager,
  { parts, caller }: Act,
  provider: IdentityProvider,
  { email, name, role }: { email: string; name: string | null; role: Role },
): Promise<Staff> => {
  const now = parts.now();
  const staff = tx.create(Staff, { id: newId('stf', now.getTime()), email, name, role, createdAt: now });
  await tx.flush();
  await recordAudit(
    tx,
    { ...caller, principal: principalOf(staff, '') },
    {
      action: 'staff.create',
      targetId: staff.id,
      changes: { email: { after: email }, role: { after: role }, provider: { after: provider.name } },
      at: now,
    },
  );
  return staff;
};

/** Gives a person the role that their groups have now. The last owner with a password stays one. */
const follow = async (tx: EntityManager, { parts, caller }: Act, staff: Staff, role: Role): Promise<void> => {
  const changes = changesBetween({ role: staff.role }, { role });
  if (Object.keys(changes).length === 0 || (await isLastOwner(tx, staff))) return;
  staff.role = role;
  await tx.flush();
  await recordAudit(
    tx,
    { ...caller, principal: principalOf(staff, '') },
    { action: 'staff.update', targetId: staff.id, changes, at: parts.now() },
  );
};

/** The account that signs in, made or joined at the first time, with the role that its groups have now. Hold `staff` alone. */
export const takeAccount = async (
  tx: EntityManager,
  act: Act,
  provider: IdentityProvider,
  verdict: Verdict,
): Promise<Staff> => {
  const { email, name, role, subject } = verdict;
  if (email === null || role === null) throw verdict.problem ?? new Problem('single_sign_on.refused');
  const found = await findAccount(tx, provider, verdict);
  if (found.kind === 'refused') throw found.problem;
  const staff = found.kind === 'new' ? await add(tx, act, provider, { email, name, role }) : found.staff;
  staff.name ??= name;
  staff.hasProviderFactor = verdict.hasTwoFactors;
  if (found.kind !== 'joined') await join(tx, act, provider, { staff, subject });
  await follow(tx, act, staff, role);
  await tx.flush();
  return staff;
};

/** Ends the sessions that a provider began for somebody whom it does not let in any more. */
export const endSessionsOfRefused = async (
  em: EntityManager,
  provider: IdentityProvider,
  subject: string,
): Promise<void> => {
  const identity = await em.findOne(StaffIdentity, { issuer: provider.issuer, subject });
  if (identity) await em.nativeDelete(Session, { staff: identity.staff.id, providerId: provider.id });
};
