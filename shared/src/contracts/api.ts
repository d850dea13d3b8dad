import { z } from 'zod';
import { ApiSlug } from '../words/api-slug.ts';
import { pageInput, pageOf } from '../words/page.ts';
import { isoTime, text } from '../words/text.ts';

/** How much a change hurts who calls. */
export const ChangeSeverity = z.enum(['breaking', 'risky', 'compatible']).meta({
  id: 'ChangeSeverity',
  description:
    '`breaking` stops callers that did nothing wrong; `risky` may, depending on how they were written; `compatible` does not.',
  example: 'breaking',
});
export type ChangeSeverity = z.infer<typeof ChangeSeverity>;

const ruleName = z
  .string()
  .max(100)
  .regex(/^[a-z][\w./-]*$/i, 'The id of a rule or a check');
const rulesMax = 1000;
const bounded = <Value extends z.ZodType>(value: Value) =>
  z
    .record(ruleName, value)
    .refine((record) => Object.keys(record).length <= rulesMax, `At most ${rulesMax} entries`);

/** What an enum in an answer promises its readers, unless it says so itself. */
export const AnswerEnums = z.enum(['closed', 'open']).meta({
  id: 'AnswerEnums',
  description:
    'What an enum in an answer promises. `closed`: no other values, so that one more is breaking unless the enum is marked with `x-extensible-enum`. `open`: readers take values that they do not know, so that one more is compatible.',
  example: 'closed',
});
export type AnswerEnums = z.infer<typeof AnswerEnums>;
const LintLevel = z.enum(['off', 'info', 'warn', 'error']).meta({
  id: 'LintLevel',
  description: 'How severe a finding of a lint rule is; `off` leaves the rule out.',
  example: 'warn',
});

const SeverityChoice = z.enum([...ChangeSeverity.options, 'ignore']).meta({
  id: 'SeverityChoice',
  description: 'How severe a change is for an API; `ignore` leaves it out.',
  example: 'compatible',
});

export const ApiRules = z
  .strictObject({
    lint: bounded(LintLevel)
      .meta({
        description: 'Severity of lint rules that is not the usual one.',
        example: { 'house/paging': 'error' },
      })
      .default({}),
    bar: z
      .int()
      .min(0)
      .max(100)
      .meta({ description: 'The lowest lint score that may be published.', example: 60 })
      .default(0),
    severities: bounded(SeverityChoice)
      .meta({
        description: 'Severity of changes, by check id, that is not the usual one; `ignore` leaves them out.',
        example: { 'response-property-enum-value-added': 'compatible' },
      })
      .default({}),
    sunsetGraceDays: z
      .int()
      .min(0)
      .max(3650)
      .meta({ description: 'Days from a deprecation to its sunset, at least.', example: 180 })
      .default(0),
    answerEnums: AnswerEnums.default('closed'),
  })
  .meta({ id: 'ApiRules', description: 'What an API asks of its contracts.' });
export type ApiRules = z.infer<typeof ApiRules>;

const ApiNewest = z
  .object({
    id: z.string().meta({ description: 'Identifier of the contract version.' }),
    number: z.int().meta({ description: 'Counts the uploads of this API from 1.' }),
    version: z.string().meta({ description: '`info.version` of the document.' }),
    status: z.string().meta({ description: 'Where it stands.', example: 'draft' }),
  })
  .meta({ id: 'ApiNewestVersion', description: 'The newest contract version of an API.' });

const ApiPublished = z
  .object({
    id: z.string().meta({ description: 'Identifier of the contract version.' }),
    number: z.int().meta({ description: 'Counts the uploads of this API from 1.' }),
    version: z.string().meta({ description: '`info.version` of the document.' }),
    at: isoTime('When it was published.'),
  })
  .meta({ id: 'ApiPublishedVersion', description: 'The contract version that an API promises.' });

export const ApiView = z
  .object({
    slug: ApiSlug,
    name: z.string().meta({ description: 'Name of the API, for people.' }),
    description: z.string().nullable().meta({ description: 'What it is for.' }),
    isBuiltIn: z.boolean().meta({ description: 'Parley’s own REST API, registered at each start.' }),
    rules: ApiRules,
    versionCount: z.int().meta({ description: 'How many contract versions it has.' }),
    newest: ApiNewest.nullable().meta({ description: 'The newest contract version.' }),
    published: ApiPublished.nullable().meta({
      description: 'The contract version that was published last and still stands.',
    }),
    createdAt: isoTime('When it was created.'),
    updatedAt: isoTime('When it was last changed.'),
  })
  .meta({ id: 'Api', description: 'One interface that the company opens.' });
export type ApiView = z.infer<typeof ApiView>;

export const ApiPage = pageOf(ApiView);
export const ListApis = z.strictObject({ ...pageInput });
export type ListApis = z.infer<typeof ListApis>;
export const ApiKeyOf = z.strictObject({ slug: ApiSlug });

const name = text(100, 'Name of the API, for people.', 'Billing');
const description = text(1000, 'What it is for.', 'Invoices and payments of clinics.');

export const CreateApi = z.strictObject({
  slug: ApiSlug,
  name,
  description: description.optional(),
  rules: ApiRules.optional(),
});
export type CreateApi = z.infer<typeof CreateApi>;

export const UpdateApi = z.strictObject({
  slug: ApiSlug,
  name: name.optional(),
  description: description.nullable().meta({ description: 'What it is for.' }).optional(),
  rules: ApiRules.optional(),
});
export type UpdateApi = z.infer<typeof UpdateApi>;
