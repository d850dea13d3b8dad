import { z } from 'zod';

const keyId = z.string().meta({
  description: 'The `kid` of a key.',
  example: 'sgk_01ktp0h27m2f5v8qc3r9a6xzwe',
});

/** Nothing is chosen: all are replaced. */
export const ReplaceSigningKeys = z.strictObject({});

export const SigningKeysReplaced = z
  .object({
    id: keyId.meta({ description: 'The `kid` of the key that signs from now on.' }),
    removed: z.array(keyId).meta({ description: 'Keys whose tokens are refused from now on.' }),
  })
  .meta({ id: 'SigningKeysReplaced', description: 'The key that replaced all that there were.' });
export type SigningKeysReplaced = z.infer<typeof SigningKeysReplaced>;
