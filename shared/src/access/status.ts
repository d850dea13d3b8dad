import { z } from 'zod';

// Apart from what has these states: the address of each list names them, and every page of the console knows all addresses.

export const ApiKeyStatus = z.enum(['active', 'suspended', 'expired', 'revoked']).meta({
  id: 'ApiKeyStatus',
  description: 'Only an active key is accepted; `suspended` with its consumer.',
  example: 'active',
});
export type ApiKeyStatus = z.infer<typeof ApiKeyStatus>;

export const ClientStatus = z.enum(['active', 'suspended', 'expired', 'revoked']).meta({
  id: 'ClientStatus',
  description:
    'Only an active client gets tokens, and only its tokens are accepted; `suspended` with its consumer.',
  example: 'active',
});
export type ClientStatus = z.infer<typeof ClientStatus>;

export const IssuerStatus = z
  .enum(['active', 'disabled'])
  .meta({ id: 'IssuerStatus', description: 'Tokens of a disabled issuer are refused.', example: 'active' });
export type IssuerStatus = z.infer<typeof IssuerStatus>;

export const RequirementStatus = z
  .enum(['draft', 'submitted', 'changes_requested', 'approved', 'declined', 'suspended', 'archived'])
  .meta({
    id: 'RequirementStatus',
    description:
      '`draft` is being written; `submitted` waits for an answer; `changes_requested` waits for who wrote it; `approved` and `declined` are answers; `suspended` was approved and does not hold for now; `archived` is over.',
    example: 'approved',
  });
export type RequirementStatus = z.infer<typeof RequirementStatus>;
