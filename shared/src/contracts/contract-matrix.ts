import { z } from 'zod';
import { ConsumerKind } from '../access/consumer.ts';
import { anyOf } from '../words/page.ts';
import { isoTime, text } from '../words/text.ts';
import { ChangeSeverity } from './api.ts';
import { contacts } from './contract-audience.ts';
import { EvidenceGrade, GetImpact } from './contract-impact.ts';

const MatrixChange = z
  .object({
    id: z.string().meta({ description: 'The check that found it.', example: 'request-parameter-removed' }),
    fingerprint: z.string().meta({ description: 'What the change is known by.' }),
    severity: ChangeSeverity,
    operation: z
      .string()
      .nullable()
      .meta({ description: 'The first operation that it reaches; `null` for what all share.' }),
    operationCount: z.int().meta({ description: 'How many operations it reaches.' }),
    text: z.string().meta({ description: 'What changed, in one sentence.' }),
    consumerCount: z.int().meta({ description: 'How many of the consumers it reaches.' }),
  })
  .meta({ id: 'MatrixChange', description: 'A column: a change that reaches somebody.' });
export type MatrixChange = z.infer<typeof MatrixChange>;

const MatrixCell = z
  .object({
    column: z.int().meta({ description: 'Its column: the place in `columns` of this answer.' }),
    evidence: EvidenceGrade,
    calls: z.int().meta({ description: 'Calls in the window that it rests on.' }),
    lastSeenAt: isoTime('The last of them.').nullable(),
    operationCount: z.int().meta({ description: 'By how many operations.' }),
  })
  .meta({ id: 'MatrixCell', description: 'How much one change reaches one consumer, and how sure that is.' });
export type MatrixCell = z.infer<typeof MatrixCell>;

const MatrixRow = z
  .object({
    consumerId: z.string().meta({ description: 'Identifier of the consumer.' }),
    name: z.string().meta({ description: 'Name of the consumer.' }),
    kind: ConsumerKind,
    ...contacts,
    lastSeenAt: isoTime('Its last call within 30 days of what the changes touch.').nullable(),
    callsWeek: z.int().meta({ description: 'Its calls within 7 days of what the changes touch.' }),
    callsMonth: z.int().meta({ description: 'Its calls within 30 days of what the changes touch.' }),
    breaking: z.int().meta({ description: 'Breaking changes that reach it, on all pages.' }),
    risky: z.int().meta({ description: 'Risky changes that reach it, on all pages.' }),
    cells: z.array(MatrixCell).meta({ description: 'What reaches it, of the columns of this answer.' }),
  })
  .meta({ id: 'MatrixRow', description: 'A row: a consumer that changes reach.' });
export type MatrixRow = z.infer<typeof MatrixRow>;

export const ImpactMatrixView = z
  .object({
    base: z.string().nullable().meta({ description: 'The older version; `null` when there is none.' }),
    revision: z.string().meta({ description: 'The newer version.' }),
    since: isoTime('Beginning of the window.'),
    until: isoTime('End of the window.'),
    isObserved: z.boolean().meta({
      description:
        'Whether Parley saw any call of this API in the window. Without, an absent cell says nothing: only what was declared is known.',
    }),
    columns: z
      .array(MatrixChange)
      .meta({ description: 'Changes of this page by operation, those that reach the most first.' }),
    columnCount: z.int().meta({ description: 'Changes that reach somebody.' }),
    quietCount: z.int().meta({ description: 'Changes of these severities that reach nobody who was seen.' }),
    rows: z.array(MatrixRow).meta({ description: 'Consumers of this page, the most affected first.' }),
    rowCount: z.int().meta({ description: 'Consumers that these changes reach.' }),
    addresses: z
      .array(z.string())
      .meta({ description: 'The addresses of all these consumers, each once; the first 2,000.' }),
    addressCount: z.int().meta({ description: 'How many addresses there are.' }),
    withoutContactCount: z.int().meta({ description: 'Consumers among them without any address.' }),
  })
  .meta({ id: 'ImpactMatrix', description: 'Consumers and the changes that reach them, as a table.' });
export type ImpactMatrixView = z.infer<typeof ImpactMatrixView>;

const place = (description: string) =>
  z.int().min(0).max(1_000_000).meta({ description, example: 0 }).default(0);

export const GetImpactMatrix = z.strictObject({
  ...GetImpact.shape,
  severity: anyOf(ChangeSeverity).optional(),
  evidence: anyOf(EvidenceGrade).optional(),
  operation: text(300, 'Only changes that reach this operation.', 'GET /v1/deliveries').optional(),
  search: text(100, 'Only consumers with this in their name.', 'north').optional(),
  firstRow: place('Consumers to leave out before the first.'),
  rowLimit: z.int().min(1).max(200).meta({ description: 'Consumers at most.', example: 50 }).default(50),
  firstColumn: place('Changes to leave out before the first.'),
  columnLimit: z.int().min(1).max(200).meta({ description: 'Changes at most.', example: 20 }).default(20),
});
export type GetImpactMatrix = z.infer<typeof GetImpactMatrix>;
