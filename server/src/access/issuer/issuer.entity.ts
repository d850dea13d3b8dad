import { defineEntity, p } from '@mikro-orm/core';
import { type SignatureAlgorithm, TokenType } from '@parley/shared/access/issuer';
import { IssuerStatus } from '@parley/shared/access/status';
import type { Scope } from '@parley/shared/scope';
import type { Environment } from '@parley/shared/words/environment';
import { staffOnly } from '../../platform/database/owner.ts';

const IssuerSchema = defineEntity({
  name: 'Issuer',
  filters: staffOnly,
  properties: {
    id: p.string().length(40).primary(),
    name: p.string().length(100),
    /** As it stands in `iss`. */
    issuer: p.string().length(500).unique(),
    jwksUrl: p.string().length(500).nullable(),
    audience: p.string().length(500),
    audienceClaim: p.string().length(200),
    algorithms: p.json().$type<SignatureAlgorithm[]>(),
    tokenType: p.enum(TokenType.options),
    clockToleranceSeconds: p.integer(),
    consumerClaim: p.string().length(200),
    environmentClaim: p.string().length(200).nullable(),
    environments: p.json().$type<Record<string, Environment>>(),
    scopeClaims: p.json().$type<string[]>(),
    scopeMap: p.json().$type<Record<string, Scope[]>>(),
    scopes: p.json().$type<Scope[]>(),
    status: p.enum(IssuerStatus.options),
    /** The public keys that were read last, as JSON text. They stay while the issuer is away. */
    keys: p.text(),
    keysFetchedAt: p.datetime(3).nullable(),
    /** The claim of whoever asks for the keys: nobody else asks within a minute of it, whatever came of it. */
    keysTriedAt: p.bigint('number').default(0),
    /** When the last try came to its end, in milliseconds. */
    keysSettledAt: p.bigint('number').default(0),
    keysFailure: p.string().length(500).nullable(),
    createdAt: p.datetime(3),
    updatedAt: p.datetime(3),
  },
});

/** An OAuth provider of the company whose access tokens are trusted. */
export class Issuer extends IssuerSchema.class {}
IssuerSchema.setClass(Issuer);
