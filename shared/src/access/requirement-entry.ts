import { z } from 'zod';
import { idOf } from '../words/id.ts';
import { pageInput, pageOf } from '../words/page.ts';
import { isoTime } from '../words/text.ts';

export const RequirementAct = z
  .enum([
    'declare',
    'update',
    'submit',
    'request_changes',
    'approve',
    'decline',
    'suspend',
    'archive',
    'comment',
  ])
  .meta({
    id: 'RequirementAct',
    description: 'What was done with a requirement; `comment` is what somebody said of it.',
    example: 'submit',
  });
export type RequirementAct = z.infer<typeof RequirementAct>;

export const RequirementAuthorKind = z
  .enum(['staff', 'integrator', 'api_key', 'command_line', 'system'])
  .meta({
    id: 'RequirementAuthorKind',
    description:
      'Who: staff, the integrator by its link, a key of the consumer, the command line, or Parley.',
    example: 'integrator',
  });
export type RequirementAuthorKind = z.infer<typeof RequirementAuthorKind>;

const RequirementAuthor = z
  .object({
    kind: RequirementAuthorKind,
    name: z
      .string()
      .nullable()
      .meta({ description: 'The name at that time; `null` where the reader is not told.' }),
  })
  .meta({ id: 'RequirementAuthor', description: 'Who did something with a requirement.' });

export const RequirementEntryView = z
  .object({
    id: idOf('rqe', 'entry'),
    requirementId: idOf('rqm', 'requirement'),
    act: RequirementAct,
    author: RequirementAuthor,
    text: z.string().nullable().meta({ description: 'What was said with it.' }),
    changes: z
      .record(z.string(), z.unknown())
      .meta({ description: 'Each changed field with its value `before` and `after`.' }),
    at: isoTime('When it was done; of changes in a row, the last of them.'),
  })
  .meta({ id: 'RequirementEntry', description: 'One step in the history of a requirement, or a comment.' });
export type RequirementEntryView = z.infer<typeof RequirementEntryView>;

export const RequirementEntryPage = pageOf(RequirementEntryView);

export const ListRequirementEntries = z.strictObject({
  ...pageInput,
  consumerId: idOf('con', 'consumer'),
  id: idOf('rqm', 'requirement'),
});
export type ListRequirementEntries = z.infer<typeof ListRequirementEntries>;
