import { z } from 'zod';
import { isoTime, text } from '../words/text.ts';

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** A zone by the name that the IANA gives it, as far as this machine knows it; `UTC` is one. */
export const TimeZone = z
  .string()
  .max(64)
  // An offset such as `+02:00` is taken by machines as well, and has no summer.
  .regex(/^[A-Za-z][A-Za-z0-9_+/-]*$/)
  .refine(isTimeZone, 'A time zone such as Europe/Berlin, or UTC.')
  .meta({ description: 'The IANA name of a time zone.', example: 'Europe/Berlin' });

/** Whether hours are counted to 24, or twice to 12. */
export const Clock = z.enum(['h24', 'h12']).meta({
  id: 'Clock',
  description: '`h24` shows 17:05, `h12` shows 5:05 pm.',
  example: 'h24',
});
export type Clock = z.infer<typeof Clock>;

/** How a person wants the console, wherever they sign in. */
export const DisplayView = z.object({
  timeZone: z
    .string()
    .nullable()
    .meta({ description: 'The zone of all times; `null` as the browser has it.' }),
  clock: Clock,
  hasSingleKeys: z.boolean().meta({ description: 'Whether shortcuts without Ctrl, ⌘ or Alt work.' }),
});
export type DisplayView = z.infer<typeof DisplayView>;

export const UpdateAccount = z.strictObject({
  name: text(100, 'Your name, as others see it.', 'Ada Byron').optional(),
  timeZone: TimeZone.nullable().optional(),
  clock: Clock.optional(),
  hasSingleKeys: z
    .boolean()
    .meta({ description: 'Whether shortcuts without Ctrl, ⌘ or Alt work.' })
    .optional(),
});
export type UpdateAccount = z.infer<typeof UpdateAccount>;

/** A browser that is signed in to the account. Its id opens nothing. */
export const AccountSessionView = z.object({
  id: z.string(),
  isCurrent: z.boolean().meta({ description: 'Whether it is the one that asks.' }),
  agent: z.string().nullable().meta({ description: 'What the browser called itself when it signed in.' }),
  peer: z.string().nullable().meta({ description: 'The address that it signed in from.' }),
  createdAt: isoTime('When it signed in.'),
  expiresAt: isoTime('When it ends, unless it is used.'),
});
export type AccountSessionView = z.infer<typeof AccountSessionView>;

/** The browsers that are signed in, latest first; a hundred at most, and whether there are more. */
export const AccountSessions = z.object({ items: z.array(AccountSessionView), hasMore: z.boolean() });
export type AccountSessions = z.infer<typeof AccountSessions>;

export const AccountSessionId = z.strictObject({
  id: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: 'The id of a session in the list.', example: 'a'.repeat(64) }),
});

/** How many sessions a call has ended. */
export const SessionsEnded = z.object({ ended: z.int() });
export type SessionsEnded = z.infer<typeof SessionsEnded>;
