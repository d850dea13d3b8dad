import { z } from 'zod';

export const DataClass = z.enum(['public', 'internal', 'confidential', 'personal', 'special_category']).meta({
  id: 'DataClass',
  description:
    'The most sensitive data that it will see: `public`, `internal`, `confidential`, `personal` data, or a `special_category` of it, such as health.',
  example: 'personal',
});
export type DataClass = z.infer<typeof DataClass>;

export const CredentialType = z.enum(['api_key', 'oauth_client', 'trusted_issuer']).meta({
  id: 'CredentialType',
  description:
    'With what it wants to call: an API key, an OAuth 2 client, or tokens of the company’s own provider.',
  example: 'api_key',
});
export type CredentialType = z.infer<typeof CredentialType>;
