import { z } from 'zod';
import { ApiSlug } from '../words/api-slug.ts';
import { ChangeView } from './contract.ts';
import { idOf } from '../words/id.ts';
import { isoTime } from '../words/text.ts';

/** How sure it is that a consumer is affected. */
export const EvidenceGrade = z.enum(['sent', 'received', 'declared']).meta({
  id: 'EvidenceGrade',
  description:
    '`sent`: used exactly this parameter or field. `received`: called the operation, which for fields of responses is an upper bound: nobody sees what a caller reads. `declared`: said that it would call the operation.',
  example: 'sent',
});
export type EvidenceGrade = z.infer<typeof EvidenceGrade>;

export const AffectedConsumer = z
  .object({
    consumerId: idOf('con', 'consumer'),
    name: z.string().meta({ description: 'Name of the consumer.' }),
    evidence: EvidenceGrade,
    calls: z.int().meta({ description: 'In the window; 0 when it only declared the operation.' }),
    lastSeenAt: isoTime('The last call of them.').nullable(),
    keyId: idOf('key', 'API key of the last call').nullable(),
    operations: z
      .array(z.string())
      .meta({ description: 'By which operations, method and path; the first ten.' }),
    operationCount: z.int().meta({ description: 'By how many operations.' }),
  })
  .meta({ id: 'AffectedConsumer', description: 'A consumer that a change affects.' });

const ChangeImpact = z
  .object({
    change: ChangeView,
    consumers: z.array(AffectedConsumer).meta({ description: 'Whom it affects, the most first.' }),
    consumerCount: z.int().meta({ description: 'How many it affects.' }),
  })
  .meta({ id: 'ChangeImpact', description: 'One change, and whom it affects.' });

export const ToldBy = z
  .enum(['event', 'mail'])
  .meta({ id: 'ToldBy', description: 'A way to tell a consumer of a change.', example: 'event' });

const ConsumerImpact = z
  .object({
    consumerId: z.string().meta({ description: 'Identifier of the consumer.' }),
    name: z.string().meta({ description: 'Name of the consumer.' }),
    breaking: z.int().meta({ description: 'Breaking changes that affect it.' }),
    risky: z.int().meta({ description: 'Risky changes that affect it.' }),
    channels: z.array(ToldBy).meta({
      description:
        'How it would be told if this were published now: by `contract.changed` at its endpoints, by mail; empty when there is no way.',
    }),
  })
  .meta({ id: 'ConsumerImpact', description: 'How many changes affect one consumer.' });
export type AffectedConsumer = z.infer<typeof AffectedConsumer>;

export const ImpactView = z
  .object({
    base: z.string().nullable().meta({ description: 'The older version; `null` when there is none.' }),
    revision: z.string().meta({ description: 'The newer version.' }),
    since: isoTime('Beginning of the window.'),
    until: isoTime('End of the window.'),
    changes: z.array(ChangeImpact).meta({ description: 'Each change with whom it affects.' }),
    consumers: z.array(ConsumerImpact).meta({ description: 'Everybody who is affected, the most first.' }),
  })
  .meta({ id: 'ContractImpact', description: 'Changes joined with who used what they touch.' });
export type ImpactView = z.infer<typeof ImpactView>;

export const GetImpact = z.strictObject({
  slug: ApiSlug,
  from: idOf('ctr', 'older contract version').optional(),
  to: idOf('ctr', 'newer contract version').optional(),
  days: z
    .int()
    .min(1)
    .max(400)
    .meta({ description: 'Length of the window in days, up to now.', example: 30 })
    .default(30),
  includeTest: z
    .boolean()
    .meta({ description: 'Whether calls with test keys count.', example: false })
    .default(false),
  excluded: z
    .string()
    .max(2000)
    .meta({ description: 'Ids of consumers that do not count, joined by commas.' })
    .optional(),
});
export type GetImpact = z.infer<typeof GetImpact>;

const VersionAdoption = z
  .object({
    id: z.string().meta({ description: 'Identifier of the contract version.' }),
    number: z.int().meta({ description: 'Counts the uploads of this API from 1.' }),
    version: z.string().meta({ description: '`info.version` of the document.' }),
    status: z.string().meta({ description: 'Where it stands.', example: 'published' }),
    consumers: z.int().meta({ description: 'Consumers that called it.' }),
    calls: z.int().meta({ description: 'Calls of them.' }),
    lastSeenAt: isoTime('The last call.').nullable(),
  })
  .meta({ id: 'VersionAdoption', description: 'Who calls one contract version.' });

export const AdoptionView = z
  .object({
    versions: z.array(VersionAdoption).meta({ description: 'The versions, newest first.' }),
  })
  .meta({ id: 'ContractAdoption', description: 'Who calls which contract version, of the last 30 days.' });
export type AdoptionView = z.infer<typeof AdoptionView>;

const caller = z
  .object({
    consumerId: idOf('con', 'consumer'),
    name: z.string().meta({ description: 'Name of the consumer.' }),
    calls: z.int().meta({ description: 'Its calls within 30 days.' }),
    lastSeenAt: isoTime('The last call.'),
    toldAt: isoTime('When it was told.').nullable(),
  })
  .meta({ id: 'DeprecationCaller', description: 'A consumer that still calls what is deprecated.' });

const DeprecationSubject = z.enum(['version', 'operation']).meta({
  id: 'DeprecationSubject',
  description: 'Whether a whole version is deprecated, or one operation.',
  example: 'operation',
});

export const DeprecationView = z
  .object({
    subject: DeprecationSubject,
    versionId: idOf('ctr', 'contract version'),
    version: z.string().meta({ description: '`info.version` of the document.' }),
    operation: z.string().nullable().meta({ description: 'Method and path; `null` for the whole version.' }),
    deprecatedAt: isoTime('When it was deprecated.').nullable(),
    sunsetAt: isoTime('When it stops being promised.').nullable(),
    callers: z.array(caller).meta({ description: 'Who called it within 30 days, the most first.' }),
    isDone: z.boolean().meta({ description: 'Whether nobody calls it any more.' }),
  })
  .meta({ id: 'Deprecation', description: 'What is deprecated, until when, and who still calls it.' });
export type DeprecationView = z.infer<typeof DeprecationView>;

export const DeprecationsView = z
  .object({ items: z.array(DeprecationView).meta({ description: 'All of them.' }) })
  .meta({ id: 'ContractDeprecations', description: 'What an API has deprecated.' });
export type DeprecationsView = z.infer<typeof DeprecationsView>;
export const GetApiOfImpact = z.strictObject({ slug: ApiSlug });

const NoticeChannel = z.enum(['event', 'mail', 'none']).meta({
  id: 'NoticeChannel',
  description: '`none`: no endpoint of it asks for `contract.changed`; tell it yourself.',
  example: 'event',
});

export const NoticeView = z
  .object({
    consumerId: idOf('con', 'consumer'),
    name: z.string().meta({ description: 'Name of the consumer.' }),
    versionId: idOf('ctr', 'contract version'),
    channel: NoticeChannel,
    changeCount: z.int().meta({ description: 'Changes that affect it.' }),
    toldAt: isoTime('When it was told.'),
    stillCalls: z.boolean().meta({ description: 'Whether it has called since by what was changed.' }),
  })
  .meta({ id: 'ContractNotice', description: 'A consumer that was told of changes.' });
export const NoticesView = z
  .object({ items: z.array(NoticeView).meta({ description: 'All of them.' }) })
  .meta({ id: 'ContractNotices', description: 'Who was told of changes.' });
export type NoticesView = z.infer<typeof NoticesView>;
