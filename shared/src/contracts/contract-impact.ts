import { z } from 'zod';
import { ApiSlug } from '../words/api-slug.ts';
import { ChangeView } from './contract.ts';
import { idOf } from '../words/id.ts';
import { isoTime } from '../words/text.ts';

/** How sure it is that a consumer is affected. */
export const EvidenceGrade = z.enum(['sent', 'received', 'declared']).meta({
  description:
    '`sent`: used exactly this parameter or field. `received`: called the operation, which for fields of responses is an upper bound: nobody sees what a caller reads. `declared`: said that it would call the operation.',
  example: 'sent',
});
export type EvidenceGrade = z.infer<typeof EvidenceGrade>;

export const AffectedConsumer = z
  .object({
    consumerId: idOf('con', 'consumer'),
    name: z.string(),
    evidence: EvidenceGrade,
    calls: z.int().meta({ description: 'In the window; 0 when it only declared the operation.' }),
    lastSeenAt: isoTime('The last call of them.').nullable(),
    keyId: idOf('key', 'API key of the last call').nullable(),
    operations: z
      .array(z.string())
      .meta({ description: 'By which operations, method and path; the first ten.' }),
    operationCount: z.int().meta({ description: 'By how many operations.' }),
  })
  .meta({ id: 'AffectedConsumer' });
export type AffectedConsumer = z.infer<typeof AffectedConsumer>;

export const ImpactView = z
  .object({
    base: z.string().nullable(),
    revision: z.string(),
    since: isoTime('Beginning of the window.'),
    until: isoTime('End of the window.'),
    changes: z.array(
      z.object({ change: ChangeView, consumers: z.array(AffectedConsumer), consumerCount: z.int() }),
    ),
    consumers: z
      .array(
        z.object({
          consumerId: z.string(),
          name: z.string(),
          breaking: z.int(),
          risky: z.int(),
          channels: z.array(z.enum(['event', 'mail'])).meta({
            description:
              'How it would be told if this were published now: by `contract.changed` at its endpoints, by mail; empty when there is no way.',
          }),
        }),
      )
      .meta({ description: 'Everybody who is affected, the most first.' }),
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

export const AdoptionView = z
  .object({
    versions: z.array(
      z.object({
        id: z.string(),
        number: z.int(),
        version: z.string(),
        status: z.string(),
        consumers: z.int(),
        calls: z.int(),
        lastSeenAt: isoTime('The last call.').nullable(),
      }),
    ),
  })
  .meta({ id: 'ContractAdoption', description: 'Who calls which contract version, of the last 30 days.' });
export type AdoptionView = z.infer<typeof AdoptionView>;

const caller = z.object({
  consumerId: idOf('con', 'consumer'),
  name: z.string(),
  calls: z.int(),
  lastSeenAt: isoTime('The last call.'),
  toldAt: isoTime('When it was told.').nullable(),
});

export const DeprecationView = z
  .object({
    subject: z.enum(['version', 'operation']),
    versionId: idOf('ctr', 'contract version'),
    version: z.string(),
    operation: z.string().nullable().meta({ description: 'Method and path; `null` for the whole version.' }),
    deprecatedAt: isoTime('When it was deprecated.').nullable(),
    sunsetAt: isoTime('When it stops being promised.').nullable(),
    callers: z.array(caller).meta({ description: 'Who called it within 30 days, the most first.' }),
    isDone: z.boolean().meta({ description: 'Whether nobody calls it any more.' }),
  })
  .meta({ id: 'Deprecation' });
export type DeprecationView = z.infer<typeof DeprecationView>;

export const DeprecationsView = z.object({ items: z.array(DeprecationView) });
export type DeprecationsView = z.infer<typeof DeprecationsView>;
export const GetApiOfImpact = z.strictObject({ slug: ApiSlug });

export const NoticeView = z.object({
  consumerId: idOf('con', 'consumer'),
  name: z.string(),
  versionId: idOf('ctr', 'contract version'),
  channel: z.enum(['event', 'mail', 'none']).meta({
    description: '`none`: no endpoint of it asks for `contract.changed`; tell it yourself.',
    example: 'event',
  }),
  changeCount: z.int(),
  toldAt: isoTime('When it was told.'),
  stillCalls: z.boolean().meta({ description: 'Whether it has called since by what was changed.' }),
});
export const NoticesView = z.object({ items: z.array(NoticeView) }).meta({ id: 'ContractNotices' });
export type NoticesView = z.infer<typeof NoticesView>;
