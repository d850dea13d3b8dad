import { z } from 'zod';

const word = z.string().optional().catch(undefined);

/** What a provider answers in the address: RFC 6749, 4.1.2, and RFC 9207. */
export const CallbackSearch = z.object({
  state: word,
  code: word,
  iss: word,
  error: word,
  error_description: word,
});
