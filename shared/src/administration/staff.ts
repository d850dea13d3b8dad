import { z } from 'zod';
import { pageInput, pageOf } from '../words/page.ts';
import { Role, Scope } from '../scope.ts';
import { emailAddress } from '../words/email.ts';
import { idOf } from '../words/id.ts';
import { isoTime, text } from '../words/text.ts';

export const StaffStatus = z.enum(['invited', 'active', 'disabled']).meta({
  id: 'StaffStatus',
  description: '`invited` has not set a password yet; a `disabled` person cannot sign in.',
  example: 'active',
});

export const StaffView = z
  .object({
    id: idOf('stf', 'staff member'),
    email: z.string().meta({ description: 'The address that the person signs in with.' }),
    name: z.string().nullable().meta({ description: '`null` until the invitation is accepted.' }),
    role: Role,
    status: StaffStatus,
    hasSecondFactor: z
      .boolean()
      .meta({ description: 'Whether an authenticator app or a passkey is asked for.' }),
    hasSingleSignOn: z
      .boolean()
      .meta({ description: 'Whether the account is joined to an identity provider.' }),
    createdAt: isoTime('When the account was created.'),
    lastSignedInAt: isoTime('The latest sign-in.').nullable(),
  })
  .meta({ id: 'Staff', description: 'A person with a console login.' });
export type StaffView = z.infer<typeof StaffView>;

/** One thing that can be done, as it is declared where it is done. */
export const DeclaredAct = z.object({
  name: z.string(),
  /** In the words of the API reference. */
  summary: z.string(),
  group: z.string(),
  scope: Scope,
  isChange: z.boolean(),
  /** Asked again before it is done, when the person did not show lately that it is them. */
  isDangerous: z.boolean(),
  isForOwners: z.boolean(),
});
export type DeclaredAct = z.infer<typeof DeclaredAct>;
export const DeclaredActs = z.array(DeclaredAct);

export const StaffPage = pageOf(StaffView);
export const ListStaff = z.strictObject(pageInput);
export type ListStaff = z.infer<typeof ListStaff>;
export const StaffId = z.strictObject({ id: idOf('stf', 'staff member') });

export const InviteStaff = z.strictObject({ email: emailAddress, role: Role });

export const StaffInvited = z
  .object({
    staff: StaffView,
    invitationUrl: z
      .string()
      .meta({ description: 'Send this link to the person. Shown once; works for 7 days.' }),
  })
  .meta({ id: 'StaffInvited', description: 'A new staff member, and the link to send.' });
export type StaffInvited = z.infer<typeof StaffInvited>;

export const UpdateStaff = z.strictObject({
  id: idOf('stf', 'staff member'),
  name: text(100, 'The name, as others see it.', 'Ada Byron').optional(),
  role: Role.optional(),
  disabled: z.boolean().meta({ description: '`true` ends every session of the person at once.' }).optional(),
});
export type UpdateStaff = z.infer<typeof UpdateStaff>;
