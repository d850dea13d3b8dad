import type { EntityManager } from '@mikro-orm/sql';
import type { ProviderDomain } from '@parley/shared/administration/identity-provider';
import type { Act } from '../../platform/guard/act.ts';
import { Problem } from '../../platform/request/problem.ts';
import { sha256 } from '../../platform/secret/secret.ts';
import { Session } from '../session/session.entity.ts';
import type { IdentityProvider } from './identity-provider.entity.ts';
import { ProviderDomainRow } from './provider-domain.entity.ts';
import { domainOf, keeperOfPassword } from './sso-only.service.ts';

const viewDomain = ({ domain, isOnly }: ProviderDomainRow): ProviderDomain => ({ domain, isOnly });

/** The domains of these providers, by the id of their provider, in the order of the alphabet. */
export const domainsOf = async (
  em: EntityManager,
  providerIds: readonly string[],
): Promise<Map<string, ProviderDomain[]>> => {
  const rows = await em.find(
    ProviderDomainRow,
    { provider: { $in: [...providerIds] } },
    { orderBy: { domain: 'asc' } },
  );
  const byProvider = new Map<string, ProviderDomain[]>(providerIds.map((id) => [id, []]));
  for (const row of rows) byProvider.get(row.provider.id)?.push(viewDomain(row));
  return byProvider;
};

/** Makes the domains of a provider these. A domain that another provider has is refused. */
export const setDomains = async (
  tx: EntityManager,
  provider: IdentityProvider,
  asked: readonly ProviderDomain[],
): Promise<void> => {
  const names = asked.map(({ domain }) => domain);
  const others = await tx.find(ProviderDomainRow, {
    domain: { $in: names },
    provider: { $ne: provider.id },
  });
  const [taken] = others.map(({ domain }) => domain).toSorted();
  if (taken !== undefined)
    throw new Problem('identity_provider.domain_taken', {
      detail: `${taken} belongs to another provider.`,
      errors: [
        { path: `/domains/${names.indexOf(taken)}/domain`, message: 'It belongs to another provider.' },
      ],
    });
  await tx.nativeDelete(ProviderDomainRow, { provider: provider.id });
  await tx.insertMany(
    ProviderDomainRow,
    asked.map(({ domain, isOnly }) => ({ domain, isOnly, provider: provider.id })),
  );
};

/** Everybody's sessions but the one that calls. */
const notOwn = ({ caller: { principal } }: Act) =>
  principal.kind === 'staff' ? { id: { $ne: sha256(principal.sessionId) } } : {};

/** Ends the sessions that were begun by a provider, but the one that calls. */
export const endSessionsOf = async (tx: EntityManager, act: Act, providerId: string): Promise<void> => {
  await tx.nativeDelete(Session, { ...notOwn(act), providerId });
};

/**
 * Ends sessions that were begun in another way than these domains ask for, but the one that calls and those of the owner who
 * keeps a password.
 */
export const endOtherSessions = async (
  tx: EntityManager,
  act: Act,
  domains: readonly ProviderDomain[],
): Promise<void> => {
  const only = new Set(domains.filter(({ isOnly }) => isOnly).map(({ domain }) => domain));
  if (only.size === 0) return;
  const keeper = await keeperOfPassword(tx);
  const signedIn = await tx.find(Session, { ...notOwn(act), providerId: null }, { populate: ['staff'] });
  const ids = signedIn
    .filter(({ staff }) => only.has(domainOf(staff.email)) && staff.id !== keeper?.id)
    .map(({ id }) => id);
  if (ids.length > 0) await tx.nativeDelete(Session, { id: { $in: ids } });
};
