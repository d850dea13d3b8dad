import { z } from 'zod';
import { ApiSlug } from '../words/api-slug.ts';
import { emailAddress } from '../words/email.ts';
import { EventTypePattern } from '../words/event-type-name.ts';
import { anyOf, pageInput, pageOf } from '../words/page.ts';
import { idOf } from '../words/id.ts';
import { isoTime, text } from '../words/text.ts';
import { ConsumerKind } from './consumer.ts';
import { PlanBody } from './plan-proposal.ts';
import { CredentialType, DataClass } from './requirement-words.ts';
import { RequirementStatus } from './status.ts';

/** What moves a requirement on: from which states, and to which. */
export const requirementMoves = {
  submit: { from: ['draft', 'changes_requested'], to: 'submitted' },
  request_changes: { from: ['submitted'], to: 'changes_requested' },
  approve: { from: ['submitted', 'approved', 'declined', 'suspended'], to: 'approved' },
  decline: { from: ['submitted', 'changes_requested', 'approved', 'declined'], to: 'declined' },
  suspend: { from: ['approved'], to: 'suspended' },
  archive: {
    from: ['draft', 'submitted', 'changes_requested', 'approved', 'declined', 'suspended'],
    to: 'archived',
  },
} as const satisfies Record<string, { from: readonly RequirementStatus[]; to: RequirementStatus }>;
export type RequirementMove = keyof typeof requirementMoves;

/** Whether a requirement in this state can go this way. */
export const mayMove = (move: RequirementMove, status: RequirementStatus): boolean => {
  const from: readonly RequirementStatus[] = requirementMoves[move].from;
  return from.includes(status);
};

/** Whether what a requirement asks for can be written now. */
export const isWritable = (status: RequirementStatus): boolean => mayMove('submit', status);

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
export type DeclaredOperation = z.infer<typeof DeclaredOperation>;

const isNetwork = (value: string): boolean =>
  [z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()].some((form) => form.safeParse(value).success);

const rate = (max: number, description: string, example: number) =>
  z.int().min(0).max(max).meta({ description, example });
const day = (description: string) => z.iso.date().meta({ description, example: '2027-03-01' });

const words = {
  kind: 'What sort of application it is.',
  dataClass: 'The most sensitive data that it will see.',
  credentialType: 'With what it wants to call.',
  purpose: 'What for.',
  contactName: 'Who answers for it.',
  contactEmail: 'Where to write to who answers for it.',
  technicalName: 'Who builds and runs it.',
  technicalEmail: 'Where to write to who builds and runs it.',
  callsPerDay: 'How often it expects to call within a day.',
  callsPerSecond: 'How often it expects to call within its busiest second.',
  goLiveOn: 'From which day on it wants to call `live`.',
};

const fields = {
  purpose: text(2000, words.purpose, 'Shows partners which invoices arrived.'),
  kind: ConsumerKind,
  contactName: text(100, words.contactName, 'Ada Byron'),
  contactEmail: emailAddress.meta({ description: words.contactEmail, example: 'ada@clinic.example' }),
  technicalName: text(100, words.technicalName, 'Grace Hopper'),
  technicalEmail: emailAddress.meta({ description: words.technicalEmail, example: 'grace@clinic.example' }),
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
  callsPerDay: rate(10_000_000_000, words.callsPerDay, 20_000),
  callsPerSecond: rate(1_000_000, words.callsPerSecond, 5),
  dataClass: DataClass,
  credentialType: CredentialType,
  networks: z
    .array(
      text(
        43,
        'A range of addresses in CIDR notation, of IPv4 or IPv6, or one address.',
        '192.0.2.0/24',
      ).refine(isNetwork, 'A range such as 192.0.2.0/24 or 2001:db8::/32, or one address.'),
    )
    .max(100)
    .meta({ description: 'Whence it will call; empty for anywhere.', example: ['192.0.2.0/24'] }),
  goLiveOn: day(words.goLiveOn),
};

const unsaid = '`null` when unsaid.';
const said = <Field extends z.ZodType>(field: Field, description: string) =>
  field.nullable().meta({ description: `${description} ${unsaid}` });

export const RequirementView = z
  .object({
    id: idOf('rqm', 'requirement'),
    consumerId: idOf('con', 'consumer'),
    purpose: z.string().meta({ description: 'What for; empty while that is not written yet.' }),
    kind: said(ConsumerKind, words.kind),
    contactName: said(z.string(), words.contactName),
    contactEmail: said(z.string(), words.contactEmail),
    technicalName: said(z.string(), words.technicalName),
    technicalEmail: said(z.string(), words.technicalEmail),
    operations: fields.operations,
    eventTypes: fields.eventTypes,
    callsPerDay: said(z.int(), words.callsPerDay),
    callsPerSecond: said(z.int(), words.callsPerSecond),
    dataClass: said(DataClass, words.dataClass),
    credentialType: said(CredentialType, words.credentialType),
    networks: z.array(z.string()).meta({ description: 'Whence it will call; empty for anywhere.' }),
    goLiveOn: said(day(words.goLiveOn), words.goLiveOn),
    plan: PlanBody.nullable().meta({
      description: 'The plan that its approval set; `null` when it set none.',
    }),
    status: RequirementStatus,
    answer: z
      .string()
      .nullable()
      .meta({ description: 'What was said with the answer, or with the request for changes.' }),
    createdAt: isoTime('When it was declared.'),
    updatedAt: isoTime('When it was last changed.'),
    submittedAt: isoTime('When it was last submitted.').nullable(),
    answeredAt: isoTime('When it was answered.').nullable(),
  })
  .meta({ id: 'Requirement', description: 'What a consumer declared before it was let in.' });
export type RequirementView = z.infer<typeof RequirementView>;

export const RequirementPage = pageOf(RequirementView);

const consumerId = idOf('con', 'consumer');
const id = idOf('rqm', 'requirement');
export const ListRequirements = z.strictObject({ ...pageInput, consumerId });
export type ListRequirements = z.infer<typeof ListRequirements>;

export const ListAllRequirements = z.strictObject({
  ...pageInput,
  status: anyOf(RequirementStatus).optional(),
  consumerId: consumerId.meta({ description: 'Only what this consumer declared.' }).optional(),
});
export type ListAllRequirements = z.infer<typeof ListAllRequirements>;

const others = {
  kind: fields.kind.optional(),
  contactName: fields.contactName.optional(),
  contactEmail: fields.contactEmail.optional(),
  technicalName: fields.technicalName.optional(),
  technicalEmail: fields.technicalEmail.optional(),
  callsPerDay: fields.callsPerDay.optional(),
  callsPerSecond: fields.callsPerSecond.optional(),
  dataClass: fields.dataClass.optional(),
  credentialType: fields.credentialType.optional(),
  goLiveOn: fields.goLiveOn.optional(),
};

export const DeclareRequirement = z.strictObject({
  consumerId,
  purpose: fields.purpose,
  operations: fields.operations.default([]),
  eventTypes: fields.eventTypes.default([]),
  networks: fields.networks.default([]),
  ...others,
  status: z
    .enum(['draft', 'submitted'])
    .meta({
      id: 'DeclaredStatus',
      description: '`draft`: it is written on, and submitted later. `submitted`: it waits for an answer.',
      example: 'submitted',
    })
    .default('submitted'),
});
export type DeclareRequirement = z.infer<typeof DeclareRequirement>;

/** What can be written in a requirement; what is left out stays, `null` takes back what was said. */
export const requirementChanges = {
  purpose: fields.purpose.optional(),
  operations: fields.operations.optional(),
  eventTypes: fields.eventTypes.optional(),
  networks: fields.networks.optional(),
  kind: said(fields.kind, words.kind).optional(),
  contactName: said(fields.contactName, words.contactName).optional(),
  contactEmail: said(fields.contactEmail, words.contactEmail).optional(),
  technicalName: said(fields.technicalName, words.technicalName).optional(),
  technicalEmail: said(fields.technicalEmail, words.technicalEmail).optional(),
  callsPerDay: said(fields.callsPerDay, words.callsPerDay).optional(),
  callsPerSecond: said(fields.callsPerSecond, words.callsPerSecond).optional(),
  dataClass: said(fields.dataClass, words.dataClass).optional(),
  credentialType: said(fields.credentialType, words.credentialType).optional(),
  goLiveOn: said(fields.goLiveOn, words.goLiveOn).optional(),
};
const RequirementChanges = z.strictObject(requirementChanges);
export type RequirementChanges = z.infer<typeof RequirementChanges>;

export const RequirementKey = z.strictObject({ consumerId, id });
export type RequirementKey = z.infer<typeof RequirementKey>;

export const UpdateRequirement = z.strictObject({ consumerId, id, ...requirementChanges });
export type UpdateRequirement = z.infer<typeof UpdateRequirement>;

const message = text(2000, 'What to tell them.', 'Welcome.');

export const AnswerRequirement = z.strictObject({ consumerId, id, answer: message.optional() });
export type AnswerRequirement = z.infer<typeof AnswerRequirement>;

export const ApproveRequirement = z.strictObject({
  consumerId,
  id,
  answer: message.optional(),
  plan: PlanBody.meta({
    description:
      'What the consumer may do at most from now on, as `PUT /v1/consumers/{id}/plan` takes it. Left out, its plan stays as it is.',
  }).optional(),
});
export type ApproveRequirement = z.infer<typeof ApproveRequirement>;

export const RequestRequirementChanges = z.strictObject({
  consumerId,
  id,
  answer: text(2000, 'What has to change.', 'Name the networks that you call from.'),
});

export const RequirementComment = text(4000, 'What to say.', 'Which month do you mean?');
export const CommentRequirement = z.strictObject({ consumerId, id, text: RequirementComment });
