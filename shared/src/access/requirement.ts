import { z } from 'zod';
import { ApiSlug } from '../words/api-slug.ts';
import { EventTypePattern } from '../words/event-type-name.ts';
import { pageInput, pageOf } from '../words/page.ts';
import { idOf } from '../words/id.ts';
import { isoTime, text } from '../words/text.ts';

export const RequirementStatus = z.enum(['submitted', 'approved', 'declined']).meta({
  id: 'RequirementStatus',
  description: '`submitted` waits for an answer; `approved` and `declined` have one.',
  example: 'approved',
});
export type RequirementStatus = z.infer<typeof RequirementStatus>;

const DeclaredOperation = z
  .strictObject({
    api: ApiSlug,
    operation: text(
      300,
      'Method and path as the contract has them, or the operationId.',
      'GET /v1/deliveries',
    ),
  })
  .meta({ id: 'DeclaredOperation', description: 'An operation that a consumer will call.' });

const fields = {
  purpose: text(2000, 'What for.', 'Shows partners which invoices arrived.'),
  operations: z
    .array(DeclaredOperation)
    .max(500)
    .meta({
      description: 'What it will call.',
      example: [{ api: 'parley', operation: 'GET /v1/deliveries' }],
    }),
  eventTypes: z
    .array(EventTypePattern)
    .max(200)
    .meta({ description: 'What it wants to be told.', example: ['invoice.*'] }),
  callsPerDay: z
    .int()
    .min(0)
    .max(10_000_000_000)
    .meta({ description: 'How often it expects to call.', example: 20_000 }),
};

export const RequirementView = z
  .object({
    id: idOf('rqm', 'requirement'),
    consumerId: idOf('con', 'consumer'),
    ...fields,
    callsPerDay: z
      .int()
      .nullable()
      .meta({ description: 'How often it expects to call; `null` when unsaid.' }),
    status: RequirementStatus,
    answer: z.string().nullable().meta({ description: 'What was said with the approval or the refusal.' }),
    createdAt: isoTime('When it was declared.'),
    answeredAt: isoTime('When it was answered.').nullable(),
  })
  .meta({ id: 'Requirement', description: 'What a consumer declared before it was let in.' });
export type RequirementView = z.infer<typeof RequirementView>;

export const RequirementPage = pageOf(RequirementView);

const consumerId = idOf('con', 'consumer');
export const ListRequirements = z.strictObject({ ...pageInput, consumerId });
export type ListRequirements = z.infer<typeof ListRequirements>;

export const DeclareRequirement = z.strictObject({
  consumerId,
  purpose: fields.purpose,
  operations: fields.operations.default([]),
  eventTypes: fields.eventTypes.default([]),
  callsPerDay: fields.callsPerDay.optional(),
});
export type DeclareRequirement = z.infer<typeof DeclareRequirement>;

export const RequirementKey = z.strictObject({ consumerId, id: idOf('rqm', 'requirement') });

export const AnswerRequirement = z.strictObject({
  consumerId,
  id: idOf('rqm', 'requirement'),
  answer: text(2000, 'What to tell them.', 'Welcome.').optional(),
});
export type AnswerRequirement = z.infer<typeof AnswerRequirement>;
