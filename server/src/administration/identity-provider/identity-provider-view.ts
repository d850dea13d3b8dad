import { IdentityProviderView, type ProviderDomain } from '@parley/shared/administration/identity-provider';
import { EntityTag } from '../../platform/request/entity-tag.ts';
import type { IdentityProvider } from './identity-provider.entity.ts';

/** What a provider is told by in `ETag`. Who keeps a password follows from accounts. */
export const identityProviderTag = new EntityTag(IdentityProviderView, ['keepsPassword']);

/** What staff see of a provider: everything but its secret. */
export const viewIdentityProvider = (
  provider: IdentityProvider,
  beside: { domains: ProviderDomain[]; keepsPassword: string | null; redirectUrl: string },
): IdentityProviderView => ({
  id: provider.id,
  name: provider.name,
  issuer: provider.issuer,
  clientId: provider.clientId,
  scopes: provider.scopes,
  groupClaim: provider.groupClaim,
  roles: provider.roles,
  ...beside,
  vouchesForEmail: provider.vouchesForEmail,
  vouchesForSecondFactor: provider.vouchesForSecondFactor,
  status: provider.status,
  createdAt: provider.createdAt.toISOString(),
  updatedAt: provider.updatedAt.toISOString(),
});
