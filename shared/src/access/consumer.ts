import { z } from 'zod';
import { anyOf, NameSort, pageInput, pageOf, withoutPaging } from '../words/page.ts';
import { emailAddress } from '../words/email.ts';
import { idOf, isFormedAsOurs } from '../words/id.ts';
import { isoTime, text } from '../words/text.ts';

export const ConsumerKind = z
  .enum(['mobile_app', 'web_app', 'third_party', 'partner', 'internal_service'])
  .meta({ id: 'ConsumerKind', description: 'What sort of application calls us.', example: 'partner' });
export type ConsumerKind = z.infer<typeof ConsumerKind>;

export const ConsumerStatus = z.enum(['active', 'suspended']).meta({
  id: 'ConsumerStatus',
  description: 'The keys of a suspended consumer are refused and its deliveries wait.',
  example: 'active',
});

export const ConsumerView = z
  .object({
    id: idOf('con', 'consumer'),
    name: z.string().meta({ description: 'Name of the application; unique.', example: 'Northwind Billing' }),
    kind: ConsumerKind,
    description: z.string().nullable().meta({ description: 'What the application does with our APIs.' }),
    contactEmail: z.string().nullable().meta({ description: 'Whom to write to: who answers for it.' }),
    technicalEmail: z
      .string()
      .nullable()
      .meta({ description: 'Whom to write to about changes as well: who builds and runs it.' }),
    status: ConsumerStatus,
    createdAt: isoTime('When it was registered.'),
    updatedAt: isoTime('When it was last changed.'),
  })
  .meta({ id: 'Consumer', description: 'An application that calls our APIs or receives our webhooks.' });
export type ConsumerView = z.infer<typeof ConsumerView>;

export const ConsumerPage = pageOf(ConsumerView);

// Audiences and the command line take a consumer by id or by name.
const name = text(100, 'Name of the application; unique.', 'Northwind Billing').refine(
  (value) => !/^con_/i.test(value) && !isFormedAsOurs(value),
  'A name that nobody takes for an id of Parley’s.',
);
const descriptionText = 'What the application does with our APIs.';
const description = text(1000, descriptionText, 'Books invoices for 40 clinics');

export const ListConsumers = z.strictObject({
  ...pageInput,
  kind: anyOf(ConsumerKind).optional(),
  status: anyOf(ConsumerStatus).optional(),
  search: text(100, 'Part of the name; upper and lower case are the same.', 'north').optional(),
  sort: NameSort.optional(),
});
export type ListConsumers = z.infer<typeof ListConsumers>;

export const CountConsumers = ListConsumers.omit({ ...withoutPaging, sort: true });
export type CountConsumers = z.infer<typeof CountConsumers>;

export const ConsumerId = z.strictObject({ id: idOf('con', 'consumer') });

export const CreateConsumer = z.strictObject({
  name,
  kind: ConsumerKind,
  description: description.optional(),
  contactEmail: emailAddress.optional(),
  technicalEmail: emailAddress.optional(),
});
export type CreateConsumer = z.infer<typeof CreateConsumer>;

export const UpdateConsumer = z.strictObject({
  id: idOf('con', 'consumer'),
  name: name.optional(),
  kind: ConsumerKind.optional(),
  description: description.nullable().meta({ description: descriptionText }).optional(),
  contactEmail: emailAddress
    .nullable()
    .meta({ description: 'Whom to write to: who answers for it.' })
    .optional(),
  technicalEmail: emailAddress
    .nullable()
    .meta({ description: 'Whom to write to about changes as well: who builds and runs it.' })
    .optional(),
  status: ConsumerStatus.optional(),
});
export type UpdateConsumer = z.infer<typeof UpdateConsumer>;
