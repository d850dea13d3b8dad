import { EvidenceGrade } from '@parley/shared/contracts/contract-impact';
import { z } from 'zod';

const place = z.coerce.number().int().min(1).max(1_000_000).optional().catch(undefined);

/** What the address of the impact can say. Anything it does not understand counts as not said. */
export const ImpactSearch = z.object({
  days: z.coerce.number().int().min(1).max(400).optional().catch(undefined),
  /** Whether calls with test keys count. */
  test: z.literal('yes').optional().catch(undefined),
  /** Ids of consumers that do not count, joined by commas. */
  excluded: z.string().max(2000).optional().catch(undefined),
  severity: z.enum(['breaking', 'risky']).optional().catch(undefined),
  evidence: EvidenceGrade.optional().catch(undefined),
  /** Method and path. */
  operation: z.string().max(300).optional().catch(undefined),
  /** A part of the name of a consumer. */
  search: z.string().max(100).optional().catch(undefined),
  /** How many consumers and changes are on the pages before this one. */
  row: place,
  column: place,
});

export const daysByDefault = 30;

/** Consumers and changes on one page. */
export const rowsShown = 50;
export const columnsShown = 20;
