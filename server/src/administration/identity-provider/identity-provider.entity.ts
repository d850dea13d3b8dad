import { defineEntity, p } from '@mikro-orm/core';
import { IdentityProviderStatus, type ProviderRole } from '@parley/shared/administration/identity-provider';
import { staffOnly } from '../../platform/database/owner.ts';

const IdentityProviderSchema = defineEntity({
  name: 'IdentityProvider',
  filters: staffOnly,
  properties: {
    id: p.string().length(40).primary(),
    name: p.string().length(60),
    /** As it stands in `iss`. */
    issuer: p.string().length(500).unique(),
    clientId: p.string().length(300),
    /** Sealed. */
    clientSecret: p.text().hidden(),
    scopes: p.json().$type<string[]>(),
    groupClaim: p.string().length(200),
    roles: p.json().$type<ProviderRole[]>(),
    vouchesForEmail: p.boolean(),
    vouchesForSecondFactor: p.boolean(),
    status: p.enum(IdentityProviderStatus.options),
    createdAt: p.datetime(3),
    updatedAt: p.datetime(3),
  },
});

/** A provider of the company that signs staff in. */
export class IdentityProvider extends IdentityProviderSchema.class {}
IdentityProviderSchema.setClass(IdentityProvider);
