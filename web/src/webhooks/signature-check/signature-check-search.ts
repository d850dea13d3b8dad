import { z } from 'zod';

/** What the address of the page can say: the endpoint to check for. Never the secret. */
export const SignatureCheckSearch = z.object({
  endpointId: z.string().max(128).optional().catch(undefined),
});
