import { z } from 'zod';
import { ApiSlug } from '../words/api-slug.ts';
import { ChangeSeverity } from './api.ts';
import { ChangeDirection, FindingSeverity, GateReasonCode, OpenApiVersion } from './contract-words.ts';
import { pageInput, pageOf } from '../words/page.ts';
import { idOf } from '../words/id.ts';
import { farAhead, instant } from '../words/instant.ts';
import { isoTime, text } from '../words/text.ts';

export const ContractStatus = z
  .enum(['draft', 'reviewed', 'published', 'deprecated', 'sunset', 'retired'])
  .meta({
    id: 'ContractStatus',
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
  column: z.int().meta({ description: 'Column in that line, from 1; 0 where there is none.' }),
  file: z.string().optional().meta({ description: 'Which file, where several were sent.' }),
};

export const LintFindingView = z
  .object({
    rule: z.string().meta({ description: 'The rule that found it.', example: 'operation-summary' }),
    severity: FindingSeverity,
    message: z.string().meta({ description: 'What is wrong, in a sentence.' }),
    operation: z.string().nullable().meta({ description: 'Method and path.', example: 'GET /pets' }),
    ...place,
  })
  .meta({ id: 'LintFinding', description: 'Something that a lint rule found in a contract.' });
export type LintFindingView = z.infer<typeof LintFindingView>;

export const LintView = z
  .object({
    score: z.int().meta({ description: '0 to 100; 100 means that nothing was found.' }),
    bar: z.int().meta({ description: 'The lowest score that may be published.' }),
    passes: z.boolean().meta({ description: 'Whether the score reaches the bar.' }),
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

const ContractOrigin = z.enum(['swagger-2.0']).meta({
  id: 'ContractOrigin',
  description: 'What a contract was converted from.',
  example: 'swagger-2.0',
});

const convertedFrom = ContractOrigin.nullable().meta({
  description:
    'What it was sent as: `swagger-2.0` was converted to OpenAPI 3.0, and the document is what came out. `null` when it is kept as it was sent.',
});

const versionFields = {
  id: idOf('ctr', 'contract version'),
  api: ApiSlug,
  number: z.int().meta({ description: 'Counts the uploads of this API from 1.' }),
  version: z.string().meta({ description: '`info.version` of the document.' }),
  title: z.string().meta({ description: '`info.title` of the document.' }),
  openapi: OpenApiVersion,
  convertedFrom,
  status: ContractStatus,
  sha256: z
    .string()
    .meta({ description: 'Of the canonical JSON (RFC 8785): JSON and YAML of one contract have the same.' }),
  bytes: z.int().meta({ description: 'Length of the canonical JSON.' }),
  operationCount: z.int().meta({ description: 'How many operations it has.' }),
  lintScore: z.int().meta({ description: '0 to 100; 100 means that nothing was found.' }),
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
    fingerprint: z.string().meta({ description: 'The fingerprint of the change.' }),
    reason: z.string().meta({ description: 'Why it may break.' }),
    approver: z.string().meta({ description: 'Who answers for it.' }),
    expiresAt: isoTime('From when on it no longer counts.').nullable(),
    createdAt: isoTime('When it was given.'),
  })
  .meta({ id: 'Acceptance', description: 'A breaking change that somebody answers for.' });
export type AcceptanceView = z.infer<typeof AcceptanceView>;

export const ChangeView = z
  .object({
    id: z.string().meta({ description: 'The check that found it.', example: 'request-parameter-removed' }),
    severity: ChangeSeverity,
    direction: ChangeDirection,
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
    basePointer: z.string().nullable().meta({ description: 'Where, in the old document, if it was there.' }),
    text: z.string().meta({ description: 'What changed, in one sentence.' }),
    fingerprint: z
      .string()
      .meta({ description: 'The same for the same change, whatever else an upload holds.' }),
    acceptance: AcceptanceView.nullable().meta({ description: 'Who accepted it; `null` while nobody did.' }),
  })
  .meta({ id: 'ContractChange', description: 'One semantic difference between two contract versions.' });
export type ChangeView = z.infer<typeof ChangeView>;

export const SemverAdvice = z.enum(['major', 'minor', 'patch', 'none']).meta({
  id: 'SemverAdvice',
  description: 'Which part of the version number has to go up.',
  example: 'major',
});

export const GateReason = z
  .object({
    code: GateReasonCode,
    text: z.string().meta({ description: 'The reason in a sentence.' }),
    fingerprint: z.string().nullable().meta({ description: 'The change that it is about, if it is one.' }),
  })
  .meta({ id: 'GateReason', description: 'What keeps a gate shut.' });

export const GateView = z
  .object({
    isOpen: z.boolean().meta({ description: 'Whether it may be published.' }),
    reasons: z.array(GateReason).meta({ description: 'What keeps it shut.' }),
  })
  .meta({ id: 'ContractGate', description: 'Whether a contract version may be published.' });
export type GateView = z.infer<typeof GateView>;

const versionRef = z
  .object({
    id: idOf('ctr', 'contract version'),
    number: z.int().meta({ description: 'Counts the uploads of this API from 1.' }),
    version: z.string().meta({ description: '`info.version` of the document.' }),
    status: ContractStatus,
  })
  .meta({ id: 'ContractVersionRef', description: 'Which contract version.' });

const ChangeCounts = z
  .object({
    breaking: z.int().meta({ description: 'Changes that stop callers.' }),
    risky: z.int().meta({ description: 'Changes that may.' }),
    compatible: z.int().meta({ description: 'Changes that do not.' }),
  })
  .meta({ id: 'ChangeCounts', description: 'Changes by severity.' });

const comparison = {
  base: versionRef
    .nullable()
    .meta({ description: 'What it was compared with; `null` when there was nothing.' }),
  changes: z.array(ChangeView).meta({ description: 'What is different, the severe first.' }),
  counts: ChangeCounts,
  advice: SemverAdvice,
};

export const ChangesView = z
  .object({ ...comparison, revision: versionRef })
  .meta({ id: 'ContractChanges', description: 'What is different between two contract versions.' });
export type ChangesView = z.infer<typeof ChangesView>;

export const ContractVersionDetail = z
  .object({
    ...versionFields,
    lint: LintView,
    gate: GateView,
  })
  .meta({ id: 'ContractVersionDetail', description: 'A contract version with its lint and its gate.' });
export type ContractVersionDetail = z.infer<typeof ContractVersionDetail>;

export const CheckView = z
  .object({
    ...comparison,
    openapi: OpenApiVersion,
    convertedFrom,
    version: z.string().meta({ description: '`info.version` of the document.' }),
    title: z.string().meta({ description: '`info.title` of the document.' }),
    operationCount: z.int().meta({ description: 'How many operations it has.' }),
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

export const ContractDocumentView = z
  .object({
    id,
    sha256: z.string().meta({ description: 'Of the canonical JSON (RFC 8785).' }),
    document: z.record(z.string(), z.unknown()).meta({ description: 'The OpenAPI document.' }),
  })
  .meta({ id: 'ContractDocument', description: 'The document of a contract version.' });
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

const ChangeOperation = z.string().meta({
  id: 'ContractChangeOperation',
  description: 'An operation that a change reaches: method and path.',
  example: 'GET /pets',
});

export const ChangeOperationsPage = pageOf(ChangeOperation)
  .extend({ operationCount: z.int().meta({ description: 'How many operations the change reaches.' }) })
  .meta({
    id: 'ContractChangeOperations',
    description: 'Operations of a change, in the order of the contract.',
  });
export type ChangeOperationsPage = z.infer<typeof ChangeOperationsPage>;

export const ChangelogFormat = z
  .enum(['markdown', 'html', 'json', 'rss'])
  .meta({ id: 'ChangelogFormat', description: 'How to write it.', example: 'markdown' });
export type ChangelogFormat = z.infer<typeof ChangelogFormat>;
export const GetChangelog = z.strictObject({ slug: ApiSlug, ...window, format: ChangelogFormat });
export type GetChangelog = z.infer<typeof GetChangelog>;
export const ChangelogView = z
  .object({
    contentType: z.string().meta({ description: 'Media type of the text.', example: 'text/markdown' }),
    text: z.string().meta({ description: 'The changelog itself.' }),
  })
  .meta({ id: 'ContractChangelog', description: 'What changed, written for people.' });
export type ChangelogView = z.infer<typeof ChangelogView>;

export const AcceptChange = z.strictObject({
  slug: ApiSlug,
  fingerprint: text(64, 'The fingerprint of the change.', '3f2a9c01d4e5'),
  reason: text(1000, 'Why it may break.', 'No consumer has sent this field for a year.'),
  expiresAt: instant('From when on it no longer counts; for ever without it.', farAhead).optional(),
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
  sunsetAt: instant('When it stops being promised.', farAhead),
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
