import { ReplaceSigningKeys, SigningKeysReplaced } from '@parley/shared/access/signing-key';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { prepareSigningKeys, replaceSigningKeys } from './signing-keys.service.ts';

export const signingKeyRouter = router({
  replace: guarded('issuers:write', {
    isDangerous: true,
    idempotency: 'door',
    prepare: prepareSigningKeys,
    openapi: {
      method: 'POST',
      path: '/v1/signing-keys/replace',
      operationId: 'replaceSigningKeys',
      summary: 'Replace the keys that access tokens are signed with',
      description:
        'For a private key that somebody else may have; keys change by themselves every 30 days. Every access token that was issued here is refused at once, and clients get new ones as they did before. Whoever verifies by the public keys alone hears of it when they read them again.',
      tags: ['Clients'],
    },
  })
    .input(ReplaceSigningKeys)
    .output(SigningKeysReplaced)
    .mutation(({ ctx }) => replaceSigningKeys(ctx.em, ctx)),
});
