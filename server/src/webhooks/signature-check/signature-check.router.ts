import { RunSignatureCheck, SignatureCheckView } from '@parley/shared/webhooks/signature-check';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { checkSignature } from './signature-check.service.ts';

export const signatureCheckRouter = router({
  run: guarded('endpoints:read', {
    idempotency: 'natural',
    openapi: {
      method: 'POST',
      path: '/v1/signature-checks',
      operationId: 'checkSignature',
      summary: 'Find out why a webhook does not verify',
      description:
        'Send a request as it was received; the answer says whether secret, raw body, clock, prefix or headers were wrong. Nothing is stored, and the right signature is never told. With `deliveries:read` the request is also compared with what was sent.',
      tags: ['Endpoints'],
    },
  })
    .input(RunSignatureCheck)
    .output(SignatureCheckView)
    .mutation(({ ctx, input }) => checkSignature(ctx.em, ctx, input)),
});
