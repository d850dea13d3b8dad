import { z } from 'zod';
import { isoTime } from './text.ts';

/** Calls of one day. */
export const CallsOfDay = z
  .object({
    from: isoTime('Start of the day.'),
    calls: z.int().meta({ description: 'Calls of this day, by all doors.' }),
    errors: z.int().meta({ description: 'Of these, how many were refused or failed.' }),
  })
  .meta({ id: 'CallsOfDay', description: 'How often something called within one day.' });
export type CallsOfDay = z.infer<typeof CallsOfDay>;

/** How many days back figures go. */
export const figureDays = z
  .int()
  .min(1)
  .max(90)
  .meta({ description: 'How many days to count, this one included, 1 to 90.', example: 30 })
  .default(30);
