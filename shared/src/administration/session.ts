import { z } from 'zod';
import { emailAddress } from '../words/email.ts';
import { Role, Scope } from '../scope.ts';
import { isoTime, text } from '../words/text.ts';
import { DisplayView } from './account.ts';

/** A password to be set: long enough to resist guessing, short enough that hashing it costs no more than others. */
export const newPassword = z
  .string()
  .min(12, 'At least 12 characters.')
  .max(256, 'At most 256 characters.')
  .meta({ description: 'Between 12 and 256 characters, any of them.', example: 'correct horse battery' });

const password = z.string().max(256).meta({ description: 'The password.', example: 'correct horse battery' });

export const SignIn = z.strictObject({ email: emailAddress, password });

export const InvitationToken = z.strictObject({ token: z.string().min(1).max(128) });

export const InvitationView = z.object({
  email: z.string().nullable().meta({ description: 'The invited address; `null` for the first set-up.' }),
  role: Role,
  expiresAt: isoTime('When the link stops working.'),
});
export type InvitationView = z.infer<typeof InvitationView>;

export const AcceptInvitation = z.strictObject({
  token: z.string().min(1).max(128),
  email: emailAddress.optional(),
  name: text(100, 'Your name, as others see it.', 'Ada Byron'),
  password: newPassword,
});
export type AcceptInvitation = z.infer<typeof AcceptInvitation>;

export const ChangePassword = z.strictObject({ currentPassword: password, newPassword });

/** How those who operate this Parley call its command line: the words before the name of a command. */
export const CommandLineView = z.object({
  here: z.string().meta({ description: 'For what works on the database.' }),
  withFiles: z.string().meta({ description: 'For what reads a file of the person, such as a contract.' }),
});
export type CommandLineView = z.infer<typeof CommandLineView>;

/** Whether nobody has an account yet, and while that is so, how the first is made on the command line. */
export const SetUpView = z.object({ needed: z.boolean(), commandLine: CommandLineView.nullable() });
export type SetUpView = z.infer<typeof SetUpView>;

/** Who is signed in, and what they may do. */
export const SessionView = z.object({
  staffId: z.string(),
  email: z.string(),
  name: z.string(),
  role: Role,
  scopes: z.array(Scope),
  lacksSecondFactor: z.boolean().meta({
    description: 'That a second factor is asked for and has to be added before anything else.',
  }),
  display: DisplayView,
});
export type SessionView = z.infer<typeof SessionView>;
