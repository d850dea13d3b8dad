import { z } from 'zod';
import { Environment } from '../words/environment.ts';

/** How many ids one message names. */
export const watchIdsMax = 100;

export const WatchChanges = z.object({
  environment: Environment.optional().meta({
    description: 'Only of this environment. A key hears of its own anyhow.',
  }),
  lastEventId: z.string().max(40).optional().meta({
    description: 'The id of the last message that was received. Clients of tRPC send it by themselves.',
    example: '1767225600000',
  }),
});
export type WatchChanges = z.infer<typeof WatchChanges>;

/** What changed since the message before: read it again. */
export const Changes = z.object({
  ids: z.array(z.string()).max(watchIdsMax).meta({ description: 'Ids as lists show them, each once.' }),
  isMore: z.boolean().meta({
    description: 'Whether more changed than `ids` names, or may have while nobody listened.',
  }),
});
export type Changes = z.infer<typeof Changes>;
