import { defineEntity, p } from '@mikro-orm/core';

const SigningKeySchema = defineEntity({
  name: 'SigningKey',
  properties: {
    /** The `kid`. */
    id: p.string().length(40).primary(),
    /** The first is 1. Each has one key: of two processes that make the next, one does. */
    position: p.integer().unique(),
    /** The public key as JWK. */
    publicJwk: p.json().$type<Record<string, string>>(),
    /** Sealed PKCS #8 text. */
    privateBox: p.text().hidden(),
    createdAt: p.datetime(3),
    /** From then on it signs, until the next one does. It is published before. */
    signsFrom: p.datetime(3),
  },
});

/** A key that access tokens are signed with. */
export class SigningKey extends SigningKeySchema.class {}
SigningKeySchema.setClass(SigningKey);
