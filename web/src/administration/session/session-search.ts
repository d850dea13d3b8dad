import { z } from 'zod';

/** Where to go after signing in: a path of this console, never another site. */
export const SignInSearch = z.object({
  next: z
    .string()
    .regex(/^\/(?![/\\])/)
    .optional()
    .catch(undefined),
});

export const TokenSearch = z.object({ token: z.string().optional().catch(undefined) });
