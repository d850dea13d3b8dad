import { randomBytes } from 'node:crypto';

/** A new signing secret: `whsec_` and 24 random bytes in base64. Standard Webhooks, "Symmetric". */
export const newSigningSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`;
