import { z } from 'zod';
import { emailAddress } from '../words/email.ts';
import { idOf } from '../words/id.ts';
import { pageInput, pageOf } from '../words/page.ts';
import { isoTime } from '../words/text.ts';
import { RequirementEntryView } from './requirement-entry.ts';
import { requirementChanges, RequirementComment, RequirementView } from './requirement.ts';

export const IntakeLinkStatus = z.enum(['waiting', 'opened', 'expired', 'revoked']).meta({
  id: 'IntakeLinkStatus',
  description:
    '`waiting` was not opened yet; `opened` lets its browser write; `expired` and `revoked` open nothing.',
  example: 'waiting',
});
export type IntakeLinkStatus = z.infer<typeof IntakeLinkStatus>;

export const IntakeLinkView = z
  .object({
    id: idOf('itk', 'link'),
    consumerId: idOf('con', 'consumer'),
    requirementId: idOf('rqm', 'requirement'),
    status: IntakeLinkStatus,
    mailedTo: z
      .string()
      .nullable()
      .meta({ description: 'Where it was sent; `null` when it was shown only.' }),
    createdAt: isoTime('When it was made.'),
    openBefore: isoTime('Until when it can be opened.'),
    openedAt: isoTime('When it was opened.').nullable(),
    endsAt: isoTime('Until when who opened it can write; `null` before it was opened.').nullable(),
    lastUsedAt: isoTime('When it was last written by.').nullable(),
  })
  .meta({
    id: 'IntakeLink',
    description: 'A link by which an integrator writes one requirement, without an account.',
  });
export type IntakeLinkView = z.infer<typeof IntakeLinkView>;

export const IntakeLinkPage = pageOf(IntakeLinkView);

const consumerId = idOf('con', 'consumer');

export const ListIntakeLinks = z.strictObject({
  ...pageInput,
  consumerId,
  requirementId: idOf('rqm', 'requirement')
    .meta({ description: 'Only those of this requirement.' })
    .optional(),
});
export type ListIntakeLinks = z.infer<typeof ListIntakeLinks>;

export const CreateIntakeLink = z.strictObject({
  consumerId,
  requirementId: idOf('rqm', 'requirement')
    .meta({ description: 'The requirement to be written. Left out, a new draft is made.' })
    .optional(),
  mailTo: emailAddress
    .meta({ description: 'Where to send the link, if mail is configured.', example: 'ada@clinic.example' })
    .optional(),
  openWithinDays: z
    .int()
    .min(1)
    .max(30)
    .meta({ description: 'Days within which it has to be opened.', example: 7 })
    .default(7),
});
export type CreateIntakeLink = z.infer<typeof CreateIntakeLink>;

export const IntakeLinkKey = z.strictObject({ consumerId, id: idOf('itk', 'link') });
export type IntakeLinkKey = z.infer<typeof IntakeLinkKey>;

export const IntakeLinkCreated = z
  .object({
    link: IntakeLinkView,
    intakeUrl: z.string().meta({ description: 'The address to hand on. It is shown here and never again.' }),
  })
  .meta({ id: 'IntakeLinkCreated', description: 'A new link; its address is shown once.' });
export type IntakeLinkCreated = z.infer<typeof IntakeLinkCreated>;

export const IntakeToken = z.string().min(1).max(128).meta({
  description: 'What stands after `#` in the address of the link.',
  example: 'nVAGkqyUd0FQy2nTz9OOoO1cCq6m0Xq3Vh0b7S8R1aE',
});

export const CheckIntake = z.strictObject({ token: IntakeToken });

export const ClaimIntake = z.strictObject({
  token: IntakeToken,
  keepAs: z
    .enum(['credential', 'cookie'])
    .meta({
      id: 'IntakeKeptAs',
      description: '`credential` is answered, to be sent as a bearer; `cookie` stays with the browser.',
      example: 'credential',
    })
    .default('credential'),
});
export type ClaimIntake = z.infer<typeof ClaimIntake>;

export const IntakeClaimed = z
  .object({
    credential: z
      .string()
      .nullable()
      .meta({ description: 'Send it as `Authorization: Bearer …`; `null` where it is kept as a cookie.' }),
    endsAt: isoTime('Until when it works.'),
  })
  .meta({ id: 'IntakeClaimed', description: 'The link was opened; it cannot be opened again.' });
export type IntakeClaimed = z.infer<typeof IntakeClaimed>;

export const IntakeView = z
  .object({
    consumerName: z.string().meta({ description: 'The application that this is about.' }),
    requirement: RequirementView,
    entries: z
      .array(RequirementEntryView)
      .meta({ description: 'What was done and said, the latest first; 200 at most.' }),
    endsAt: isoTime('Until when this access works.'),
  })
  .meta({ id: 'Intake', description: 'What an integrator sees: one requirement, and what was said of it.' });
export type IntakeView = z.infer<typeof IntakeView>;

export const SaveIntake = z.strictObject(requirementChanges);
export type SaveIntake = z.infer<typeof SaveIntake>;

export const NoInput = z.strictObject({});

export const CommentIntake = z.strictObject({ text: RequirementComment });
