import { defineEntity, p } from '@mikro-orm/core';

const SecurityPolicySchema = defineEntity({
  name: 'SecurityPolicy',
  properties: {
    /** Always 1. */
    id: p.integer().primary(),
    secondFactorRequired: p.boolean().default(false),
  },
});

/** What this installation asks of everybody who signs in. Without a row it asks for nothing. */
export class SecurityPolicy extends SecurityPolicySchema.class {}
SecurityPolicySchema.setClass(SecurityPolicy);
