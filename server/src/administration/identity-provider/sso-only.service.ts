import type { EntityManager } from '@mikro-orm/sql';
import { Problem } from '../../platform/request/problem.ts';
import { Staff } from '../staff/staff.entity.ts';
import { ProviderDomainRow } from './provider-domain.entity.ts';

/** The domain of an address, which is in small letters. */
export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1);

const isBefore = (one: Staff, other: Staff): boolean =>
  one.createdAt < other.createdAt || (+one.createdAt === +other.createdAt && one.id < other.id);

/**
 * The one owner whose password opens although their domain is for single sign-on only, so that a provider that is away or
 * set up wrongly locks nobody out for good: the one who has been here longest. `null` while an owner of another domain has
 * a password.
 */
export const keeperOfPassword = async (em: EntityManager): Promise<Staff | null> => {
  const owners = await em.find(Staff, { role: 'owner', disabledAt: null, passwordHash: { $ne: null } });
  const domains = await em.find(ProviderDomainRow, {
    domain: { $in: [...new Set(owners.map(({ email }) => domainOf(email)))] },
    isOnly: true,
  });
  const only = new Set(domains.map(({ domain }) => domain));
  if (owners.some(({ email }) => !only.has(domainOf(email)))) return null;
  const [first, ...others] = owners;
  if (!first) return null;
  return others.reduce((longest, one) => (isBefore(one, longest) ? one : longest), first);
};

/** The provider by whose domain this address signs in and in no other way, or `null`. */
const findOnlyDomain = async (em: EntityManager, email: string): Promise<ProviderDomainRow | null> =>
  em.findOne(ProviderDomainRow, { domain: domainOf(email), isOnly: true }, { populate: ['provider'] });

/**
 * Why this address signs in by its provider alone, or `null`. `staff` is who has shown that it is them by a password or
 * passkey, if anybody did. The answer for the one account that keeps its password is that of all others until it has.
 */
export const onlyBySingleSignOn = async (
  em: EntityManager,
  email: string,
  staff: Staff | null,
): Promise<Problem | null> => {
  const only = await findOnlyDomain(em, email);
  if (!only) return null;
  if (staff && (await keeperOfPassword(em))?.id === staff.id) return null;
  return new Problem('single_sign_on.only', {
    detail: `People of ${only.domain} sign in by ${only.provider.name}: use “Continue with ${only.provider.name}”.`,
  });
};

/** Refuses who signs in, or sets a password, in another way than their domain asks for. */
export const assertNotOnlyBySingleSignOn = async (em: EntityManager, staff: Staff): Promise<void> => {
  const problem = await onlyBySingleSignOn(em, staff.email, staff);
  if (problem) throw problem;
};
