import { defineEntity, p } from '@mikro-orm/core';
import { IdentityProvider } from './identity-provider.entity.ts';

const ProviderDomainSchema = defineEntity({
  name: 'ProviderDomainRow',
  tableName: 'provider_domain',
  properties: {
    /** In small letters; it has one provider. */
    domain: p.string().length(253).primary(),
    provider: () => p.manyToOne(IdentityProvider).deleteRule('cascade'),
    /** Whether its people sign in by the provider alone. */
    isOnly: p.boolean(),
  },
});

/** A domain of e-mail addresses whose people a provider vouches for. */
export class ProviderDomainRow extends ProviderDomainSchema.class {}
ProviderDomainSchema.setClass(ProviderDomainRow);
