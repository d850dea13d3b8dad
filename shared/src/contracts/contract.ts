import { z } from 'zod';
import { ApiSlug } from '../words/api-slug.ts';
import { ChangeSeverity } from './api.ts';
import { pageInput, pageOf } from '../words/page.ts';
import { idOf } from '../words/id.ts';
import { instant } from '../words/instant.ts';
import { isoTime, text } from '../words/text.ts';

export const ContractStatus = z
  .enum(['draft', 'reviewed', 'published', 'deprecated', 'sunset', 'retired'])
  .meta({
    description:
      '`draft` was uploaded; `reviewed` was read by a person; `published` is promised; `deprecated` is promised until its sunset; `sunset` is past it; `retired` is over.',
    example: 'published',
  });
export type ContractStatus = z.infer<typeof ContractStatus>;

const place = {
  pointer: z
    .string()
    .meta({ description: 'JSON pointer into the document as it was sent.', example: '/paths/~1pets/get' }),
  line: z.int().meta({ description: 'Line in the text that was sent, from 1; 0 where there is none.' }),
  column: z.int(),
  file: z.string().optional().meta({ description: 'Which file, where several were sent.' }),
};

export const LintFindingView = z
  .object({
    rule: z.string(),
    severity: z.enum(['error', 'warn', 'info']),
    message: z.string(),
    operation: z.string().nullable().meta({ description: 'Method and path.', example: 'GET /pets' }),
    ...place,
  })
  .meta({ id: 'LintFinding' });
export type LintFindingView = z.infer<typeof LintFindingView>;

export const LintView = z
  .object({
    score: z.int().meta({ description: '0 to 100; 100 means that nothing was found.' }),
    bar: z.int().meta({ description: 'The lowest score that may be published.' }),
    passes: z.boolean(),
    findingCount: z.int().meta({ description: 'How much was found in all; not all of it is listed.' }),
    findings: z
      .array(LintFindingView)
      .meta({ description: 'At most 2,000, and 200 of one rule; the severe first.' }),
    counts: z
      .record(z.string(), z.int())
      .meta({ description: 'How often each rule found something, all of it counted.' }),
  })
  .meta({ id: 'ContractLint', description: 'How consistent a contract is.' });
export type LintView = z.infer<typeof LintView>;

const convertedFrom = z.enum(['swagger-2.0']).nullable().meta({
  description:
    'What it was sent as: `swagger-2.0` was converted to OpenAPI 3.0, and the document is what came out. `null` when it is kept as it was sent.',
});

const versionFields = {
  id: idOf('ctr', 'contract version'),
  api: ApiSlug,
  number: z.int().meta({ description: 'Counts the uploads of this API from 1.' }),
  version: z.string().meta({ description: '`info.version` of the document.' }),
  title: z.string(),
  openapi: z.enum(['3.0', '3.1', '3.2']),
  convertedFrom,
  status: ContractStatus,
  sha256: z
    .string()
    .meta({ description: 'Of the canonical JSON (RFC 8785): JSON and YAML of one contract have the same.' }),
  bytes: z.int(),
  operationCount: z.int(),
  lintScore: z.int(),
  createdAt: isoTime('When it was uploaded.'),
  reviewedAt: isoTime('When it was reviewed.').nullable(),
  publishedAt: isoTime('When it was published.').nullable(),
  deprecatedAt: isoTime('When it was deprecated.').nullable(),
  sunsetAt: isoTime('When it stops being promised.').nullable(),
  retiredAt: isoTime('When it was retired.').nullable(),
};

export const ContractVersionView = z
  .object(versionFields)
  .meta({ id: 'ContractVersion', description: 'One immutable upload of a contract.' });
export type ContractVersionView = z.infer<typeof ContractVersionView>;

export const ContractVersionPage = pageOf(ContractVersionView);

export const AcceptanceView = z
  .object({
    fingerprint: z.string(),
    reason: z.string(),
    approver: z.string(),
    expiresAt: isoTime('From when on it no longer counts.').nullable(),
    createdAt: isoTime('When it was given.'),
  })
  .meta({ id: 'Acceptance', description: 'A breaking change that somebody answers for.' });
export type AcceptanceView = z.infer<typeof AcceptanceView>;

export const ChangeView = z
  .object({
    id: z.string().meta({ description: 'The check that found it.', example: 'request-parameter-removed' }),
    severity: ChangeSeverity,
    direction: z.enum(['request', 'response', 'none']),
    operation: z
      .string()
      .nullable()
      .meta({ description: 'The first operation that it reaches, method and path.', example: 'GET /pets' }),
    operations: z
      .array(z.string())
      .meta({ description: 'The first ten operations that it reaches; the others are read by page.' }),
    operationCount: z.int().meta({ description: 'How many operations it reaches.' }),
    pointer: z.string().meta({ description: 'Where, in the new document; in the old one when it is gone.' }),
    isGone: z.boolean().meta({ description: 'Whether `pointer` is of the old document: the thing is gone.' }),
    basePointer: z.string().nullable(),
    text: z.string().meta({ description: 'What changed, in one sentence.' }),
    fingerprint: z
      .string()
      .meta({ description: 'The same for the same change, whatever else an upload holds.' }),
    acceptance: AcceptanceView.nullable(),
  })
  .meta({ id: 'ContractChange', description: 'One semantic difference between two contract versions.' });
export type ChangeView = z.infer<typeof ChangeView>;

export const SemverAdvice = z.enum(['major', 'minor', 'patch', 'none']).meta({
  description: 'Which part of the version number has to go up.',
  example: 'major',
});

export const GateReason = z.object({
  code: z.enum(['lint_below_bar', 'breaking_not_accepted', 'acceptance_expired', 'sunset_too_early']),
  text: z.string(),
  fingerprint: z.string().nullable(),
});

export const GateView = z
  .object({
    isOpen: z.boolean().meta({ description: 'Whether it may be published.' }),
    reasons: z.array(GateReason).meta({ description: 'What keeps it shut.' }),
  })
  .meta({ id: 'ContractGate' });
export type GateView = z.infer<typeof GateView>;

const versionRef = z.object({
  id: idOf('ctr', 'contract version'),
  number: z.int(),
  version: z.string(),
  status: ContractStatus,
});

const comparison = {
  base: versionRef
    .nullable()
    .meta({ description: 'What it was compared with; `null` when there was nothing.' }),
  changes: z.array(ChangeView),
  counts: z.object({ breaking: z.int(), risky: z.int(), compatible: z.int() }),
  advice: SemverAdvice,
};

export const ChangesView = z.object({ ...comparison, revision: versionRef }).meta({ id: 'ContractChanges' });
export type ChangesView = z.infer<typeof ChangesView>;

export const ContractVersionDetail = z
  .object({
    ...versionFields,
    lint: LintView,
    gate: GateView,
  })
  .meta({ id: 'ContractVersionDetail' });
export type ContractVersionDetail = z.infer<typeof ContractVersionDetail>;

export const CheckView = z
  .object({
    ...comparison,
    openapi: z.enum(['3.0', '3.1', '3.2']),
    convertedFrom,
    version: z.string(),
    title: z.string(),
    operationCount: z.int(),
    lint: LintView,
    gate: GateView,
  })
  .meta({
    id: 'ContractCheck',
    description: 'What an upload would change, and whether it could be published.',
  });
export type CheckView = z.infer<typeof CheckView>;

/** Twenty MiB of text, and a little for its escapes; the reader counts what it is. */
const documentLengthMax = 20 * 1024 * 1024;

const document = z.union([z.string().min(1).max(documentLengthMax), z.record(z.string(), z.unknown())]).meta({
  description:
    'OpenAPI 3.0, 3.1 or 3.2, or Swagger 2.0: the text of a JSON or YAML file, or the object. At most 20 MiB.',
  example: { openapi: '3.1.0', info: { title: 'Billing', version: '1.0.0' }, paths: {} },
});

const sent = {
  slug: ApiSlug,
  document: document.optional(),
  files: z
    .record(z.string().min(1).max(500), z.string().max(documentLengthMax))
    .meta({ description: 'Instead of `document`: several files by their paths, which refer to each other.' })
    .optional(),
  entry: text(500, 'Which of the files is the first.', 'openapi.yaml').optional(),
};

export const CheckContract = z.strictObject({ ...sent });
export type CheckContract = z.infer<typeof CheckContract>;
export const UploadContract = z.strictObject({ ...sent });
export type UploadContract = z.infer<typeof UploadContract>;
export const ListContractVersions = z.strictObject({
  ...pageInput,
  slug: ApiSlug,
  status: ContractStatus.optional(),
});
export type ListContractVersions = z.infer<typeof ListContractVersions>;

const id = idOf('ctr', 'contract version');
export const ContractVersionKey = z.strictObject({ slug: ApiSlug, id });
export type ContractVersionKey = z.infer<typeof ContractVersionKey>;

export const ContractDocumentView = z.object({
  id,
  sha256: z.string(),
  document: z.record(z.string(), z.unknown()).meta({ description: 'The OpenAPI document.' }),
});
export type ContractDocumentView = z.infer<typeof ContractDocumentView>;

const window = {
  from: idOf('ctr', 'older contract version')
    .meta({ description: 'The older one; the one that was published before `to` without it.' })
    .optional(),
  to: idOf('ctr', 'newer contract version')
    .meta({ description: 'The newer one; the newest without it.' })
    .optional(),
};

export const ListChanges = z.strictObject({ slug: ApiSlug, ...window });
export type ListChanges = z.infer<typeof ListChanges>;

export const ListChangeOperations = z.strictObject({
  limit: pageInput.limit,
  cursor: pageInput.cursor,
  slug: ApiSlug,
  fingerprint: text(64, 'The fingerprint of the change.', '3f2a9c01d4e5'),
  ...window,
});
export type ListChangeOperations = z.infer<typeof ListChangeOperations>;

export const ChangeOperationsPage = pageOf(z.string()).extend({
  items: z.array(z.string()).meta({
    description: 'The operations of this page, method and path, in the order of the contract.',
  }),
  operationCount: z.int().meta({ description: 'How many operations the change reaches.' }),
});
export type ChangeOperationsPage = z.infer<typeof ChangeOperationsPage>;

export const ChangelogFormat = z
  .enum(['markdown', 'html', 'json', 'rss'])
  .meta({ description: 'How to write it.', example: 'markdown' });
export type ChangelogFormat = z.infer<typeof ChangelogFormat>;
export const GetChangelog = z.strictObject({ slug: ApiSlug, ...window, format: ChangelogFormat });
export type GetChangelog = z.infer<typeof GetChangelog>;
export const ChangelogView = z.object({ contentType: z.string(), text: z.string() });
export type ChangelogView = z.infer<typeof ChangelogView>;

export const AcceptChange = z.strictObject({
  slug: ApiSlug,
  fingerprint: text(64, 'The fingerprint of the change.', '3f2a9c01d4e5'),
  reason: text(1000, 'Why it may break.', 'No consumer has sent this field for a year.'),
  expiresAt: instant('From when on it no longer counts; for ever without it.').optional(),
});
export type AcceptChange = z.infer<typeof AcceptChange>;
export const WithdrawAcceptance = z.strictObject({
  slug: ApiSlug,
  fingerprint: text(64, 'The fingerprint.', '3f2a9c01d4e5'),
});
export type WithdrawAcceptance = z.infer<typeof WithdrawAcceptance>;

export const DeprecateContract = z.strictObject({
  slug: ApiSlug,
  id,
  sunsetAt: instant('When it stops being promised.'),
});
export type DeprecateContract = z.infer<typeof DeprecateContract>;
export const RetireContract = z.strictObject({
  slug: ApiSlug,
  id,
  reason: text(
    1000,
    'Why it is retired although somebody still calls it.',
    'Agreed with Northwind.',
  ).optional(),
});
export type RetireContract = z.infer<typeof RetireContract>;
